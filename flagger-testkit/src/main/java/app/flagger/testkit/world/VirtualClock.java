package app.flagger.testkit.world;

import app.flagger.api.Subscription;
import app.flagger.api.plug.Clock;
import app.flagger.engine.runtime.TaskQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Time that passes only when it is told to: one queue of tasks, ordered by time and then by insertion, run by whoever advances
 * the clock. Thread-safe, so that an engine with threads can ask it, but only one thread may advance it.
 */
public final class VirtualClock implements Clock {
    /** When every simulation begins unless it says otherwise. */
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final TaskQueue queue = new TaskQueue();
    private Instant zero;
    private long nanos;

    /** A clock that stands at {@link #START}. */
    public VirtualClock() {
        this(START);
    }

    /** A clock that stands at that time. */
    public VirtualClock(Instant start) {
        zero = start;
    }

    @Override
    public synchronized Instant now() {
        return zero.plusNanos(nanos);
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public synchronized Subscription wakeAt(long at, Runnable task) {
        return queue.add(Math.max(at, nanos), task);
    }

    /** Runs a task once {@code delay} has passed. */
    public Subscription after(Duration delay, Runnable task) {
        return wakeAt(nanos() + delay.toNanos(), task);
    }

    /** When the next task is due, from now on; nothing if there is none. */
    public synchronized Optional<Duration> next() {
        TaskQueue.Task first = queue.first();
        return first == null ? Optional.empty() : Optional.of(Duration.ofNanos(first.at() - nanos));
    }

    /**
     * Moves to the next task and runs it.
     *
     * @return false if there is none
     */
    public boolean runNext() {
        return runNext(Long.MAX_VALUE);
    }

    /** Moves on by a span and runs what becomes due on the way, also what is added meanwhile. */
    public void advance(Duration by) {
        long until = nanos() + by.toNanos();
        while (runNext(until)) {
            // each task is run at its own time
        }
        synchronized (this) {
            nanos = Math.max(nanos, until);
        }
    }

    /** Sets the wall clock forward or back, as a wrong time server does; {@link #nanos()} and tasks do not notice. */
    public synchronized void jump(Duration by) {
        zero = zero.plus(by);
    }

    private boolean runNext(long until) {
        TaskQueue.Task task;
        synchronized (this) {
            task = queue.take(until);
            if (task == null) {
                return false;
            }
            nanos = task.at();
        }
        task.run();
        return true;
    }
}
