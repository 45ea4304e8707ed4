package com.callbackers.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.callbackers.fuzz.Mutations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever tenants write, it is refused in words or evaluated within bounds. */
class SpoiledExpressionsTest {

    private static final Duration BOUND = Duration.ofSeconds(5);

    private static final List<String> EXPRESSIONS = List.of(
            "text.contains('승인')",
            "regex.extract(text, '([0-9,]+)원').orValue('?')",
            "request.headers['user-agent'].startsWith('BackgroundShortcutRunner')",
            "body.?a.?b.orValue('x') == 'x' || body.items.all(i, i.price > 1.5)",
            "[1, 2, 3].map(x, [1, 2, 3].map(y, x * y)).exists(l, l.size() > 2)",
            "cidr('10.0.0.0/8').containsIP(request.remoteAddress) && ip('10.0.0.1').isGlobalUnicast()",
            "json({'a': [1, 2u, 3.0, b'\\x00', null, true], 'b': timestamp('2026-01-01T00:00:00Z')})",
            "duration('1h') < callback.receivedAt - timestamp(0) ? size(text) : int('7')",
            "text.matches('^[a-z]+$') && text.replace('a', 'b').split(',').join('-').lowerAscii() != ''",
            "base64.encode(b'abc') + string(1e3) + text.substring(0, 2)",
            "request.allHeaders['x-team'].filter(v, v != '').size() >= 2 && sender != 'unknown'");

    private static final List<String> TEMPLATES = List.of(
            "{{ regex.extract(text, '([0-9,]+)원').orValue('?') }}원 · {{ callback.host }}",
            "[{{ callback.id }}] {{ text }} {{ request.headers['user-agent'] }}",
            "{{ {'a': 1} }} {{ '}}' }} {{ body }} {{ json(body) }}");

    @Test
    void areRefusedInWordsOrEvaluated() {
        Mutations.ofTexts(EXPRESSIONS, 3_000)
                .forEach(source -> assertTimeoutPreemptively(BOUND, () -> evaluate(source), () -> "of: " + source));
    }

    private static void evaluate(String source) {
        try {
            var evaluation = Scope.ofCallback().expression(source, Expected.ANY).evaluate(new Facts(Evaluating.CARD));
            if (evaluation instanceof Evaluation.Failed failed) {
                assertThat(failed.why()).as(source).isNotBlank().hasSizeLessThan(1_000);
            }
        } catch (ExpressionException e) {
            assertThat(e.line()).as(source).isPositive();
            assertThat(e.column()).as(source).isPositive();
            assertThat(e).as(source).message().isNotBlank().hasSizeLessThan(1_000);
        }
    }

    @Test
    void asTemplatesAreRefusedInWordsOrRendered() {
        Mutations.ofTexts(TEMPLATES, 1_000)
                .forEach(source -> assertTimeoutPreemptively(BOUND, () -> render(source), () -> "of: " + source));
    }

    private static void render(String source) {
        try {
            var failures = new ArrayList<String>();
            var text = Scope.ofCallback().template(source).render(new Facts(Evaluating.CARD), failures::add);
            assertThat(text).hasSizeLessThanOrEqualTo(Template.LONGEST + source.length());
            assertThat(failures).as(source).doesNotContain("");
        } catch (ExpressionException e) {
            assertThat(e).as(source).message().isNotBlank();
        }
    }
}
