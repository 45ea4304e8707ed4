package com.callbackers.expression;

/**
 * Finds one text within another in time that grows with their sum. Java's own search grows with their product, which a
 * sender could use: 4 KiB within 2 MiB of like letters takes ten seconds.
 */
final class Search {

    private static final int SHORT = 16;

    private Search() {}

    static int first(String text, String part, int from) {
        if (part.length() <= SHORT) {
            return text.indexOf(part, from);
        }
        var back = back(part);
        var fits = 0;
        for (int i = from; i < text.length(); i++) {
            while (fits > 0 && text.charAt(i) != part.charAt(fits)) {
                fits = back[fits - 1];
            }
            if (text.charAt(i) == part.charAt(fits) && ++fits == part.length()) {
                return i + 1 - fits;
            }
        }
        return -1;
    }

    static int last(String text, String part, int from) {
        if (part.length() <= SHORT) {
            return text.lastIndexOf(part, from);
        }
        var end = Math.min(text.length(), from + part.length());
        var found = first(
                new StringBuilder(text.substring(0, end)).reverse().toString(),
                new StringBuilder(part).reverse().toString(),
                0);
        return found < 0 ? -1 : end - found - part.length();
    }

    /** For each length that fits: how much still fits when the next letter does not (Knuth, Morris and Pratt). */
    private static int[] back(String part) {
        var back = new int[part.length()];
        for (int i = 1, fits = 0; i < part.length(); i++) {
            while (fits > 0 && part.charAt(i) != part.charAt(fits)) {
                fits = back[fits - 1];
            }
            if (part.charAt(i) == part.charAt(fits)) {
                fits++;
            }
            back[i] = fits;
        }
        return back;
    }
}
