package com.callbackers.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Inputs that somebody spoiled: each is one of a corpus, changed in a few places. The same seed gives the same inputs.
 *
 * <p>{@code -Dfuzz.rounds=N} makes N times as many, {@code -Dfuzz.seed=N} others.
 */
public final class Mutations {

    private static final long SEED = Long.getLong("fuzz.seed", 20_260_101L);
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 1);
    private static final int MOST_CHANGES = 4;

    private static final List<String> NASTY = List.of(
            "\0",
            "\r\n",
            "\r\n\r\n",
            "\u00ff\u00fe",
            "\u00c3(",
            "\u00ed\u00a0\u0080",
            "\u00f0\u0090\u008d\u0088",
            "9".repeat(40),
            "-1",
            "0x7fffffffffffffff",
            "1e999",
            "(".repeat(60),
            "[".repeat(60),
            "{{",
            "}}",
            "\"",
            "'",
            "\\",
            "${jndi:x}",
            "(a+)+$",
            ".map(x, x)",
            " || ",
            "%s%n",
            "..",
            "&anchor",
            "*anchor",
            "!!java.net.URL",
            "---\n",
            ": ",
            "\t",
            "x".repeat(3_000));

    private Mutations() {}

    /** @param count for one round */
    public static Stream<byte[]> of(List<byte[]> corpus, int count) {
        return IntStream.range(0, count * ROUNDS).mapToObj(i -> mutated(corpus, new Random(SEED + i)));
    }

    /** Of texts; bytes that are no UTF-8 become what a reader makes of them. */
    public static Stream<String> ofTexts(List<String> corpus, int count) {
        var bytes = corpus.stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
        return of(bytes, count).map(each -> new String(each, StandardCharsets.UTF_8));
    }

    private static byte[] mutated(List<byte[]> corpus, Random random) {
        var input = corpus.get(random.nextInt(corpus.size()));
        for (int change = random.nextInt(MOST_CHANGES) + 1; change > 0; change--) {
            input = changed(input, corpus, random);
        }
        return input;
    }

    private static byte[] changed(byte[] input, List<byte[]> corpus, Random random) {
        int from = random.nextInt(input.length + 1);
        int to = from + random.nextInt(Math.min(16, input.length - from) + 1);
        return switch (random.nextInt(6)) {
            case 0 -> flipped(input, from, random);
            case 1 -> replaced(input, from, to, new byte[0]);
            case 2 -> replaced(input, from, from, slice(input, from, to));
            case 3 -> replaced(input, from, to, nasty(random));
            case 4 -> replaced(input, from, from, nasty(random));
            default -> spliced(input, from, corpus.get(random.nextInt(corpus.size())), random);
        };
    }

    private static byte[] flipped(byte[] input, int at, Random random) {
        var changed = input.clone();
        if (at < changed.length) {
            changed[at] ^= (byte) (1 << random.nextInt(8));
        }
        return changed;
    }

    private static byte[] nasty(Random random) {
        return NASTY.get(random.nextInt(NASTY.size())).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] spliced(byte[] input, int at, byte[] other, Random random) {
        return replaced(input, at, input.length, slice(other, random.nextInt(other.length + 1), other.length));
    }

    private static byte[] slice(byte[] input, int from, int to) {
        var part = new byte[to - from];
        System.arraycopy(input, from, part, 0, part.length);
        return part;
    }

    private static byte[] replaced(byte[] input, int from, int to, byte[] by) {
        var changed = new byte[from + by.length + input.length - to];
        System.arraycopy(input, 0, changed, 0, from);
        System.arraycopy(by, 0, changed, from, by.length);
        System.arraycopy(input, to, changed, from + by.length, input.length - to);
        return changed;
    }
}
