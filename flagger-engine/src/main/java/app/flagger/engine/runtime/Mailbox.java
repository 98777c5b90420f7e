package app.flagger.engine.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one after another on threads that it borrows: what only tasks of one mailbox touch needs no lock. A task that is
 * put in by a task runs after it, so that an engine without threads of its own does not nest.
 */
final class Mailbox implements Executor {
    private static final Logger LOG = System.getLogger(Mailbox.class.getName());
    private static final int FAIR_SHARE = 64;

    private final Executor threads;
    private final Runnable turn = this::lent;
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private boolean running;
    private boolean closed;
    /** Who asks for a thread right now, and whether it got itself. */
    private @Nullable Thread asking;

    private boolean back;

    Mailbox(Executor threads) {
        this.threads = threads;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (tasks) {
            if (closed) {
                return;
            }
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        if (!borrow()) {
            drain();
        }
    }

    /** Drops what has not begun, and whatever comes later. */
    void close() {
        synchronized (tasks) {
            closed = true;
            tasks.clear();
        }
    }

    /** Whether the tasks go on elsewhere; otherwise the executor came back to this thread, which must not nest. */
    private boolean borrow() {
        Thread here = Thread.currentThread();
        synchronized (tasks) {
            asking = here;
            back = false;
        }
        try {
            threads.execute(turn);
        } catch (RejectedExecutionException shutDown) {
            LOG.log(Level.DEBUG, "the executor takes no more tasks", shutDown);
            synchronized (tasks) {
                asking = null;
                running = false;
                tasks.clear();
            }
            return true;
        }
        synchronized (tasks) {
            if (asking != here) {
                return true;
            }
            asking = null;
            return !back;
        }
    }

    /** A thread was lent: this one, while it still asks for one, or another. */
    private void lent() {
        synchronized (tasks) {
            if (asking == Thread.currentThread()) {
                back = true;
                return;
            }
            asking = null;
        }
        drain();
    }

    private void drain() {
        boolean elsewhere = false;
        while (!elsewhere) {
            elsewhere = !share() || borrow();
        }
    }

    /** Runs as many tasks as one thread may run in a row; says whether some are left. */
    private boolean share() {
        for (int i = 0; i < FAIR_SHARE; i++) {
            Runnable task;
            synchronized (tasks) {
                task = tasks.poll();
                if (task == null) {
                    running = false;
                    return false;
                }
            }
            try {
                task.run();
            } catch (RuntimeException | Error broken) {
                LOG.log(Level.ERROR, PlugFailure.thrown("a task", this, broken).text());
            }
        }
        return true;
    }
}
