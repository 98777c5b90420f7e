package app.flagger.testkit.docs;

import app.flagger.api.Subscription;
import app.flagger.api.plug.Clock;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A hundred seconds a second, so that an example with threads of its own does not take minutes. */
final class FastClock implements Clock, AutoCloseable {
    private static final int SPEED = 100;

    private final Instant startedAt = Instant.now();
    private final long startedNanos = System.nanoTime();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @Override
    public Instant now() {
        return startedAt.plusNanos(nanos());
    }

    @Override
    public long nanos() {
        return (System.nanoTime() - startedNanos) * SPEED;
    }

    @Override
    public Subscription wakeAt(long nanos, Runnable task) {
        long real = Math.max(0, nanos - nanos()) / SPEED + 1;
        Future<?> waiting = timer.schedule(task, real, TimeUnit.NANOSECONDS);
        return () -> waiting.cancel(false);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
