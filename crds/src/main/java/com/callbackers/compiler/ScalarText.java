package com.callbackers.compiler;

import com.callbackers.compiler.Problem.Position;
import org.snakeyaml.engine.v2.common.ScalarStyle;

/**
 * A text of a YAML file, which knows where each of its characters stands: quotes, escapes, indents and folded lines
 * make the two differ.
 *
 * @param file the whole file's code points
 * @param start where the text begins, its quote or the sign of its block included
 */
record ScalarText(int[] file, int start, Position from, ScalarStyle style, String value) {

    Position place(Position within) {
        int offset = offset(within);
        int[] text = value.codePoints().toArray();
        int visible = 0;
        for (int i = 0; i < offset && i < text.length; i++) {
            visible += Character.isWhitespace(text[i]) ? 0 : 1;
        }
        return nth(visible);
    }

    /** The place of the visible character that has so many visible ones before it. Blanks may be folded; these not. */
    private Position nth(int visible) {
        int line = from.line();
        int column = from.column();
        int i = start;
        if (style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED) {
            while (i < file.length && file[i] != '\n') {
                i++;
            }
        } else if (style != ScalarStyle.PLAIN) {
            i++;
            column++;
        }
        int left = visible;
        while (i < file.length) {
            int c = file[i];
            int length = unit(i);
            if (c == '\n') {
                line++;
                column = 1;
                i++;
                continue;
            }
            if (!blank(i, length) && left-- == 0) {
                break;
            }
            column += length;
            i += length;
        }
        return new Position(line, column);
    }

    private boolean blank(int i, int length) {
        if (length == 1) {
            return Character.isWhitespace(file[i]);
        }
        return style == ScalarStyle.DOUBLE_QUOTED && "nrt0 _\n\r".indexOf(file[i + 1]) >= 0;
    }

    /** How many characters of the file make the next one of the text. */
    private int unit(int i) {
        if (i + 1 >= file.length) {
            return 1;
        }
        if (style == ScalarStyle.SINGLE_QUOTED && file[i] == '\'' && file[i + 1] == '\'') {
            return 2;
        }
        if (style != ScalarStyle.DOUBLE_QUOTED || file[i] != '\\') {
            return 1;
        }
        return switch (file[i + 1]) {
            case 'x' -> 4;
            case 'u' -> 6;
            case 'U' -> 10;
            case '\n' -> 1;
            default -> 2;
        };
    }

    private int offset(Position within) {
        int line = 1;
        int column = 1;
        int offset = 0;
        for (int c : value.codePoints().toArray()) {
            if (line > within.line() || (line == within.line() && column >= within.column())) {
                break;
            }
            if (c == '\n') {
                line++;
                column = 1;
            } else {
                column++;
            }
            offset++;
        }
        return offset;
    }
}
