package app.flagger.engine.runtime;

import app.flagger.api.Subscription;
import app.flagger.api.plug.Clock;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Real time; nothing else in the engine reads it. Its one thread starts with the first task. */
final class SystemClock implements Clock, AutoCloseable {
    private final ScheduledThreadPoolExecutor timer;

    SystemClock() {
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "flagger-clock");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Subscription wakeAt(long nanos, Runnable task) {
        ScheduledFuture<?> scheduled = timer.schedule(task, nanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
