package com.callbackers.expression;

import static com.callbackers.expression.Evaluating.value;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That the functions which we bind ourselves give what CEL's own do. */
class FunctionsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'승인 완료'.contains('완료') | true",
                "'aaaaaaaaaaaaaaaaaaaab'.contains('aaaaaaaaaaaaaaaaab') | true",
                "'aaaaaaaaaaaaaaaaaaaa'.contains('aaaaaaaaaaaaaaaaab') | false",
                "'a😀b'.indexOf('b') | 2",
                "'abcabc'.indexOf('c', 3) | 5",
                "'abc'.indexOf('x') | -1",
                "'abcabcabcabcabcabcabcabcX'.indexOf('abcabcabcabcabcabcX') | 6",
                "'a😀bab'.lastIndexOf('b') | 4",
                "'abcabc'.lastIndexOf('b', 3) | 1",
                "'xabcabcabcabcabcabcXabcabcabcabcabcabcX'.lastIndexOf('abcabcabcabcabcabcX') | 20",
                "'abc'.lastIndexOf('') | 3",
                "'hello hello'.replace('he', 'we') | wello wello",
                "'hello hello'.replace('he', 'we', 1) | wello hello",
                "'hello hello'.replace('he', 'we', 0) | hello hello",
                "'ab'.replace('', '_') | _a_b_",
                "'a b c'.split(' ') | [\"a\",\"b\",\"c\"]",
                "'a b c'.split(' ', 2) | [\"a\",\"b c\"]",
                "'a b c'.split(' ', 0) | []",
                "'a😀'.split('') | [\"a\",\"😀\"]",
                "['a', 'b'].join() | ab",
                "['a', 'b'].join(', ') | a, b",
                "lists.range(3) | [0,1,2]",
                "lists.range(0) | []",
                "'abc'.matches('^b') | false",
                "matches('abc', 'b.') | true",
                "'ABC'.matches('(?i)bc$') | true",
                "regex.extract('a1b2', '[0-9]').value() | 1",
                "regex.extractAll('a1b2', '([a-z])[0-9]') | [\"a\",\"b\"]",
                "regex.replace('a1b2', '([a-z])([0-9])', '\\\\2\\\\1') | 1a2b",
                "regex.replace('a1b2', '[0-9]', '', 1) | ab2",
                "regex.replace('ab', 'x*', '-') | -a-b-",
                "math.greatest(1, 2.5) | 2.5",
                "[3, 1, 2].sort() | [1,2,3]",
                "[1, 1, 2].distinct() | [1,2]",
                "[[1], [2, [3]]].flatten() | [1,2,[3]]",
                "'abc'.reverse() | cba",
                "' a '.trim().upperAscii() | A",
                "base64.encode(b'hello') | aGVsbG8=",
                "string(base64.decode('aGVsbG8=')) | hello",
                "[1, 2, 3].exists(i, i > 2) && [1, 2].all(i, i > 0) && [1, 2].exists_one(i, i == 1) | true",
                "{'a': 1}.map(k, k) | [\"a\"]",
                "[3, 1].sortBy(i, -i) | [3,1]",
            })
    void give(String source, String expected) {
        assertThat(Values.text(value(source))).isEqualTo(expected);
    }
}
