package app.flagger.engine.runtime;

import app.flagger.api.Subscription;
import app.flagger.api.plug.Clock;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Real time; nothing else in the engine reads it. Its one thread starts with the first task. */
final class SystemClock implements Clock, AutoCloseable {
    private static final Logger LOG = System.getLogger(SystemClock.class.getName());
    private static final int FEW = 64;

    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private int takenOut;
    private long numbers;
    private boolean closed;
    private @Nullable Thread thread;

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public synchronized Subscription wakeAt(long nanos, Runnable work) {
        Task task = new Task(nanos, numbers++, work);
        if (closed) {
            return Subscription.none();
        }
        tasks.add(task);
        if (thread == null) {
            thread = new Thread(this::run, "flagger-clock");
            thread.setDaemon(true);
            thread.start();
        } else if (tasks.peek() == task) {
            LockSupport.unpark(thread);
        }
        return task;
    }

    private void run() {
        while (true) {
            Task due = null;
            long rest = Long.MAX_VALUE;
            synchronized (this) {
                if (closed) {
                    return;
                }
                Task first = tasks.peek();
                if (first != null) {
                    rest = first.at - System.nanoTime();
                }
                if (first != null && rest <= 0) {
                    due = first;
                    due.waiting = false;
                    tasks.poll();
                    clean();
                }
            }
            if (due != null) {
                due.run();
            } else {
                LockSupport.parkNanos(this, rest);
            }
        }
    }

    private synchronized void takeOut(Task task) {
        if (task.waiting) {
            task.waiting = false;
            takenOut++;
            clean();
        }
    }

    /** Most tasks are deadlines that are taken out again: that costs little, and none of them stays for long. */
    private void clean() {
        while (!tasks.isEmpty() && !tasks.peek().waiting) {
            tasks.poll();
            takenOut--;
        }
        if (takenOut > FEW && takenOut > tasks.size() / 2) {
            tasks.removeIf(task -> !task.waiting);
            takenOut = 0;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        tasks.clear();
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    private final class Task implements Comparable<Task>, Subscription {
        private final long at;
        private final long number;
        private final Runnable work;
        private boolean waiting = true;

        private Task(long at, long number, Runnable work) {
            this.at = at;
            this.number = number;
            this.work = work;
        }

        private void run() {
            try {
                work.run();
            } catch (RuntimeException | Error broken) {
                LOG.log(
                        Level.WARNING,
                        PlugFailure.thrown("a task of the clock", this, broken).text());
            }
        }

        @Override
        public void close() {
            takeOut(this);
        }

        @Override
        public int compareTo(Task other) {
            // Nanoseconds may overflow: only differences count.
            return at != other.at ? Long.signum(at - other.at) : Long.compare(number, other.number);
        }
    }
}
