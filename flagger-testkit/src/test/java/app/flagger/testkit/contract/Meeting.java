package app.flagger.testkit.contract;

import java.util.concurrent.atomic.AtomicInteger;

/** Brings calls together that a suite makes at once, so that a race is lost for sure; whoever comes alone does not wait for long. */
final class Meeting {
    private static final int YIELDS = 20_000;

    private final AtomicInteger inside = new AtomicInteger();

    /** Waits until so many calls are here, or none is to be expected. Calls of one thread after another do not wait at all. */
    void of(int calls) {
        if (!Thread.currentThread().getName().equals("contract-call")) {
            return;
        }
        int place = inside.getAndIncrement();
        int full = place - place % calls + calls;
        for (int i = 0; i < YIELDS; i++) {
            if (inside.get() >= full) {
                return;
            }
            Thread.yield();
        }
        inside.decrementAndGet();
    }
}
