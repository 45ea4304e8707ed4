package com.callbackers.localkube.kind;

import java.util.List;

/** What a kind is called on the command line, beside its plural. */
public record Names(String kind, String list, String singular, List<String> shortNames, List<String> categories) {}
