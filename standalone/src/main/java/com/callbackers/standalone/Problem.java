package com.callbackers.standalone;

/** Something that whoever started it can put right, told in one sentence. */
final class Problem extends RuntimeException {

    Problem(String sentence) {
        super(sentence);
    }

    /** Of whatever went wrong, the words that say most. */
    static String sentence(Throwable failure) {
        if (failure instanceof Problem) {
            return String.valueOf(failure.getMessage());
        }
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        var words = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return "Callbackers could not start: " + words;
    }
}
