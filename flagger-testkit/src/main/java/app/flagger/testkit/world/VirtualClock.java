package app.flagger.testkit.world;

import app.flagger.api.Subscription;
import app.flagger.api.plug.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Time that passes only when it is told to: one queue of tasks, ordered by time and then by insertion, run by whoever advances
 * the clock. Thread-safe, so that an engine with threads can ask it, but only one thread may advance it.
 */
public final class VirtualClock implements Clock {
    /** When every simulation begins unless it says otherwise. */
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final int FEW = 64;

    /** Also holds tasks that were taken out again, as most are: deadlines of calls that have answered. Never one at its head. */
    private final PriorityQueue<Task> queue = new PriorityQueue<>();

    private int takenOut;
    private Instant zero;
    private long nanos;
    private long numbers;

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
        Task entry = new Task(Math.max(at, nanos), numbers++, task);
        queue.add(entry);
        return entry;
    }

    /** Runs a task once {@code delay} has passed. */
    public Subscription after(Duration delay, Runnable task) {
        return wakeAt(nanos() + delay.toNanos(), task);
    }

    /** When the next task is due, from now on; nothing if there is none. */
    public synchronized Optional<Duration> next() {
        return queue.isEmpty() ? Optional.empty() : Optional.of(Duration.ofNanos(queue.peek().at - nanos));
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
        Task task;
        synchronized (this) {
            task = queue.peek();
            if (task == null || task.at > until) {
                return false;
            }
            queue.poll();
            task.waiting = false;
            nanos = task.at;
            clean();
        }
        task.body.run();
        return true;
    }

    private synchronized void takeOut(Task task) {
        if (task.waiting) {
            task.waiting = false;
            takenOut++;
            clean();
        }
    }

    private void clean() {
        while (!queue.isEmpty() && !queue.peek().waiting) {
            queue.poll();
            takenOut--;
        }
        if (takenOut > FEW && takenOut > queue.size() / 2) {
            queue.removeIf(task -> !task.waiting);
            takenOut = 0;
        }
    }

    private final class Task implements Comparable<Task>, Subscription {
        private final long at;
        private final long number;
        private final Runnable body;
        private boolean waiting = true;

        private Task(long at, long number, Runnable body) {
            this.at = at;
            this.number = number;
            this.body = body;
        }

        @Override
        public void close() {
            takeOut(this);
        }

        @Override
        public int compareTo(Task other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(number, other.number);
        }
    }
}
