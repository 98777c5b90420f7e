package app.flagger.samples.quickstart;

import app.flagger.api.Subscription;
import app.flagger.api.plug.Clock;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The system's clock, sped up: intervals of a rollout that take minutes pass in seconds. Thread-safe. */
final class FastClock implements Clock {
    private final Instant startedAt = Instant.now();
    private final long startedNanos = System.nanoTime();
    private final int speed;
    private final ScheduledExecutorService timer;

    /**
     * Starts now.
     *
     * @param speed how many of its seconds pass in one real second
     * @param timer runs what is woken
     */
    FastClock(int speed, ScheduledExecutorService timer) {
        this.speed = speed;
        this.timer = timer;
    }

    int speed() {
        return speed;
    }

    @Override
    public Instant now() {
        return startedAt.plusNanos(nanos());
    }

    @Override
    public long nanos() {
        return (System.nanoTime() - startedNanos) * speed;
    }

    @Override
    public Subscription wakeAt(long nanos, Runnable task) {
        long real = Math.max(0, nanos - nanos()) / speed + 1;
        Future<?> waiting = timer.schedule(task, real, TimeUnit.NANOSECONDS);
        return () -> waiting.cancel(false);
    }
}
