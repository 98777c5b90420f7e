package app.flagger.engine.runtime;

import java.util.function.LongSupplier;

/** Names that were never used: for runs and session cookies. */
final class Ids {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int LENGTH = 10;

    private final LongSupplier random;

    /** @param random 64 random bits */
    Ids(LongSupplier random) {
        this.random = random;
    }

    String run() {
        return "run-" + text();
    }

    String cookie() {
        return text();
    }

    private String text() {
        long bits = random.getAsLong();
        StringBuilder text = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            text.append(ALPHABET.charAt((int) (bits & 31)));
            bits >>>= 5;
        }
        return text.toString();
    }
}
