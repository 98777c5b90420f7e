package app.flagger.engine.runtime;

import app.flagger.api.Subscription;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * What a clock is to do, in the order of time, and of insertion where times are equal. Most tasks are deadlines that are taken out
 * again: that costs little, and none of them stays for long. Thread-safe.
 */
public final class TaskQueue {
    private static final int FEW = 64;

    /** Also holds tasks that were taken out. Never one at its head. */
    private final PriorityQueue<Task> tasks = new PriorityQueue<>();

    private int takenOut;
    private long numbers;

    /** One thing to do. Closing takes it out again. */
    public final class Task implements Comparable<Task>, Subscription {
        private final long at;
        private final long number;
        private final Runnable work;
        private boolean waiting = true;

        private Task(long at, long number, Runnable work) {
            this.at = at;
            this.number = number;
            this.work = work;
        }

        /** When it is due. */
        public long at() {
            return at;
        }

        /** Does it. */
        public void run() {
            work.run();
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

    /** Something to do at that time of the clock, in nanoseconds. */
    public synchronized Task add(long at, Runnable work) {
        Task task = new Task(at, numbers++, work);
        tasks.add(task);
        return task;
    }

    /** The next task, if there is one. It stays. */
    public synchronized @Nullable Task first() {
        return tasks.peek();
    }

    /** Takes the next task, if there is one that is due by then. */
    public synchronized @Nullable Task take(long until) {
        Task first = tasks.peek();
        if (first == null || first.at - until > 0) {
            return null;
        }
        takeOut(first);
        return first;
    }

    synchronized void clear() {
        tasks.clear();
    }

    /** How many tasks are kept, with those that were taken out and are still here. */
    synchronized int size() {
        return tasks.size();
    }

    private synchronized void takeOut(Task task) {
        if (!task.waiting) {
            return;
        }
        task.waiting = false;
        takenOut++;
        while (!tasks.isEmpty() && !tasks.peek().waiting) {
            tasks.poll();
            takenOut--;
        }
        if (takenOut > FEW && takenOut > tasks.size() / 2) {
            tasks.removeIf(other -> !other.waiting);
            takenOut = 0;
        }
    }
}
