package com.callbackers.expression;

/**
 * A text that charges for being looked at. One search looks at each character at least once, a search for all matches
 * may look at the rest of the text again for each of them: only counting tells.
 */
final class CountedText implements CharSequence {

    private static final int BATCH = 256;
    /** RE2 works at each character once for each step of the program; five such looks are a unit. */
    private static final int LOOKS = 5;

    private final String text;
    private final long batchCost;
    private int looks;

    CountedText(String text, int programSize) {
        this.text = text;
        this.batchCost = (long) BATCH * programSize / LOOKS;
        Budget.charge((long) Math.min(BATCH, text.length()) * programSize / LOOKS);
    }

    @Override
    public char charAt(int index) {
        if (++looks == BATCH) {
            looks = 0;
            Budget.charge(batchCost);
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
