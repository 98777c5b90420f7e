package app.flagger.engine.runtime;

import app.flagger.api.Subscription;
import app.flagger.api.plug.Clock;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Real time; nothing else in the engine reads it. Its one thread starts with the first task. */
final class SystemClock implements Clock, AutoCloseable {
    private static final Logger LOG = System.getLogger(SystemClock.class.getName());

    private final TaskQueue tasks = new TaskQueue();
    private volatile boolean closed;
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
        if (closed) {
            return Subscription.none();
        }
        TaskQueue.Task task = tasks.add(nanos, work);
        if (thread == null) {
            thread = new Thread(this::run, "flagger-clock");
            thread.setDaemon(true);
            thread.start();
        } else if (tasks.first() == task) {
            LockSupport.unpark(thread);
        }
        return task;
    }

    private void run() {
        while (!closed) {
            TaskQueue.Task due = tasks.take(System.nanoTime());
            if (due != null) {
                run(due);
            } else {
                TaskQueue.Task next = tasks.first();
                LockSupport.parkNanos(this, next == null ? Long.MAX_VALUE : next.at() - System.nanoTime());
            }
        }
    }

    private void run(TaskQueue.Task task) {
        try {
            task.run();
        } catch (RuntimeException | Error broken) {
            LOG.log(
                    Level.WARNING,
                    PlugFailure.thrown("a task of the clock", this, broken).text());
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
}
