package app.flagger.engine.runtime;

import app.flagger.api.Subscription;
import app.flagger.api.plug.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that moves when a test says so; tasks run in the thread that moves it. */
final class HandClock implements Clock {
    private record Task(long at, long number, Runnable work) {}

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
    private long nanos;
    private long number;
    private Instant start = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public synchronized Instant now() {
        return start.plusNanos(nanos);
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public synchronized Subscription wakeAt(long at, Runnable work) {
        Task task = new Task(at, number++, work);
        tasks.add(task);
        return () -> {
            synchronized (this) {
                tasks.remove(task);
            }
        };
    }

    /** The wall clock jumps; the other one does not. */
    synchronized void jump(Duration by) {
        start = start.plus(by);
    }

    void advance(Duration by) {
        long until = nanos() + by.toNanos();
        while (true) {
            Task due;
            synchronized (this) {
                due = tasks.peek();
                if (due == null || due.at() > until) {
                    nanos = until;
                    return;
                }
                tasks.poll();
                nanos = Math.max(nanos, due.at());
            }
            due.work().run();
        }
    }

    synchronized int waiting() {
        return tasks.size();
    }
}
