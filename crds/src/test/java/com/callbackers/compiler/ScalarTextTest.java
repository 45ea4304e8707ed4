package com.callbackers.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import com.callbackers.compiler.Problem.Position;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScalarTextTest {

    private static final String YAML = """
            apiVersion: callbackers.com/v1alpha1
            kind: CallbackRoute
            metadata: {name: card}
            spec:
              let:
              - name: plain
                value: body.amount + @
              - {name: double, value: "'\\u00e9\\t승인' + \\"x\\" + @"}
              - {name: single, value: 'text == ''승인'' + @'}
              - name: literal
                value: |
                  body.a +

                  body.b + @
              - name: folded
                value: >-   # on one line
                  body.a +
                  body.b + @
              - name: several
                value: body.a
                  + body.b
                  + @
              - {name: quoted, value: "body.a
                  + body.b + @"}
            """;

    @ParameterizedTest
    @CsvSource({"0,7,26", "1,8,51", "2,9,45", "3,14,16", "4,18,16", "5,22,9", "6,24,18"})
    void findsThePlaceOfACharacterInTheFile(int let, int line, int column) {
        // given
        var read = ResourceReader.read("a.yaml", YAML).routes().getFirst();
        var value = String.valueOf(read.resource().getSpec().let().get(let).value());

        // when
        var problem = new Problem(
                Reason.INVALID_EXPRESSION, "spec.let[" + let + "].value", "wrong", position(value, value.indexOf('@')));
        var place = read.places().place(problem);

        // then
        assertThat(place).isEqualTo(new Position(line, column));
    }

    /** As a compiler counts: in characters, not in UTF-16 units. */
    private static Position position(String text, int index) {
        var before = text.substring(0, index);
        var line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        var inLine = before.substring(before.lastIndexOf('\n') + 1);
        return new Position(line, inLine.codePointCount(0, inLine.length()) + 1);
    }
}
