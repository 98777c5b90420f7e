package app.flagger.samples.quickstart;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Says yes for a share of the calls, spread as evenly as possible: of any hundred calls in a row exactly the wanted percentage.
 * Thread-safe.
 */
final class Spread {
    /** Has no divisor in common with 100, so that a hundred steps visit every remainder once, and neighbours lie far apart. */
    private static final int STRIDE = 61;

    private final AtomicInteger next = new AtomicInteger();

    boolean hits(int percent) {
        int remainder = next.getAndUpdate(now -> (now + STRIDE) % 100);
        return remainder < percent;
    }
}
