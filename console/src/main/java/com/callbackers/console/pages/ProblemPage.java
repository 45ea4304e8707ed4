package com.callbackers.console.pages;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

/** What went wrong, for people. */
public final class ProblemPage {

    private final ITemplateEngine templates;

    ProblemPage(ITemplateEngine templates) {
        this.templates = templates;
    }

    public byte[] of(Locale locale, int status, String title, String detail) {
        var values = Map.<String, Object>of("status", status, "title", title, "detail", detail);
        return templates.process("problem", new Context(locale, values)).getBytes(StandardCharsets.UTF_8);
    }
}
