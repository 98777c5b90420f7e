package app.flagger.testkit.contract;

import java.util.concurrent.TimeUnit;

/** Brings calls together that a suite makes at once, so that a race is lost for sure, however slowly threads begin. */
final class Meeting {
    private static final long GLANCE = 5;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

    private int arrived;

    /** Waits until so many calls of a crowd are here, or too few are left. Other calls come one after another and do not wait. */
    synchronized void of(int calls) {
        if (!Thread.currentThread().getName().equals(Crowd.THREAD)) {
            return;
        }
        int full = arrived - arrived % calls + calls;
        arrived++;
        notifyAll();
        long end = System.nanoTime() + PATIENCE;
        try {
            while (arrived < full && left() >= calls && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.timedWait(this, GLANCE);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (arrived < full) {
            arrived--;
        }
    }

    /** Calls of a crowd that have not ended. */
    private static long left() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(Crowd.THREAD))
                .count();
    }
}
