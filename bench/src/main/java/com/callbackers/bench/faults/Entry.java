package com.callbackers.bench.faults;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What happened around one fault.
 *
 * @param queued of the accepted: by the queue, as the journal was away
 * @param unavailable answered 5xx
 * @param refused answered 4xx, which must not happen
 * @param unanswered connections that broke, and answers that did not come within 10 s
 * @param gapMillis the longest time without an accepted request
 * @param drainMillis from the mending until everything that was accepted had been delivered
 * @param lost accepted, and not recorded or not delivered in the end
 */
record Entry(
        String fault,
        int sent,
        int accepted,
        int queued,
        int unavailable,
        int refused,
        int unanswered,
        int recorded,
        int delivered,
        int twice,
        long gapMillis,
        long drainMillis,
        int lost) {

    private static final String ROW = "%-42s %7s %7s %7s %6s %5s %7s %8s %9s %6s %7s %8s %5s";

    static String heading() {
        return ROW.formatted(
                "fault",
                "sent",
                "2xx",
                "queued",
                "5xx",
                "4xx",
                "no answ",
                "recorded",
                "delivered",
                "twice",
                "gap s",
                "drain s",
                "lost");
    }

    String row() {
        return ROW.formatted(
                fault,
                sent,
                accepted,
                queued,
                unavailable,
                refused,
                unanswered,
                recorded,
                delivered,
                twice,
                seconds(gapMillis),
                seconds(drainMillis),
                lost);
    }

    private static String seconds(long millis) {
        return "%.1f".formatted(millis / 1_000.0);
    }

    Map<String, Object> figures() {
        var figures = new LinkedHashMap<String, Object>();
        figures.put("fault", fault);
        figures.put("sent", sent);
        figures.put("accepted", accepted);
        figures.put("queued", queued);
        figures.put("unavailable", unavailable);
        figures.put("refused", refused);
        figures.put("unanswered", unanswered);
        figures.put("recorded", recorded);
        figures.put("delivered", delivered);
        figures.put("deliveredTwice", twice);
        figures.put("longestGapMillis", gapMillis);
        figures.put("drainMillis", drainMillis);
        figures.put("lost", lost);
        return figures;
    }
}
