package app.flagger.engine.runtime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Threads that run tasks, as few as the tasks need: one is started only if none is idle, up to a number beyond which tasks wait;
 * who was idle for the shortest time works first; and those end that were not needed for the last thousand tasks. Handing over a
 * task makes no object. Thread-safe.
 */
final class Workers implements Executor {
    private static final int WINDOW = 1_024;

    private final String name;
    private final int most;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final Deque<Worker> idle = new ArrayDeque<>();
    private final List<Worker> all = new ArrayList<>();
    private int number;
    private int tasks;
    /** How many were at work at once during this window of tasks, and during the one before. */
    private int busiest;

    private int busiestBefore;
    private boolean closed;

    /**
     * @param name how names of threads begin
     * @param most so many threads
     */
    Workers(String name, int most) {
        this.name = name;
        this.most = most;
    }

    /** @throws RejectedExecutionException after {@link #close()} */
    @Override
    public void execute(Runnable task) {
        Worker worker;
        synchronized (this) {
            if (closed) {
                throw new RejectedExecutionException(name + " was closed");
            }
            worker = idle.pollLast();
            if (worker == null && all.size() >= most) {
                waiting.add(task);
                return;
            }
            if (worker == null) {
                worker = new Worker(name + ++number, task);
                all.add(worker);
            } else {
                worker.task = task;
            }
            count();
        }
        worker.go();
    }

    private void count() {
        busiest = Math.max(busiest, all.size() - idle.size());
        if (++tasks < WINDOW) {
            return;
        }
        int needed = Math.max(busiest, busiestBefore);
        while (all.size() > needed && !idle.isEmpty()) {
            Worker longest = idle.removeFirst();
            all.remove(longest);
            longest.dismissed = true;
            LockSupport.unpark(longest.thread);
        }
        tasks = 0;
        busiestBefore = busiest;
        busiest = 0;
    }

    /** How many threads there are. */
    synchronized int size() {
        return all.size();
    }

    /** How many of them have nothing to do. */
    synchronized int idle() {
        return idle.size();
    }

    /** Interrupts what is under way, drops what waits, and takes nothing any more. */
    void close() {
        synchronized (this) {
            closed = true;
            waiting.clear();
            idle.clear();
            all.forEach(worker -> worker.thread.interrupt());
        }
    }

    private final class Worker implements Runnable {
        private final Thread thread;
        private boolean started;
        /** What it does next; guarded by the lock of the workers. */
        private @Nullable Runnable task;

        private boolean dismissed;

        private Worker(String named, Runnable first) {
            thread = new Thread(this, named);
            thread.setDaemon(true);
            task = first;
        }

        private void go() {
            if (started) {
                LockSupport.unpark(thread);
            } else {
                start();
            }
        }

        private void start() {
            started = true;
            boolean runs = false;
            try {
                thread.start();
                runs = true;
            } finally {
                if (!runs) {
                    // There is no memory for another thread; whoever wanted it is told.
                    synchronized (Workers.this) {
                        all.remove(this);
                    }
                }
            }
        }

        @Override
        public void run() {
            try {
                for (Runnable next = task(); next != null; next = task()) {
                    next.run();
                }
            } finally {
                left();
            }
        }

        /** The next task, once there is one; nothing if the thread is to end. */
        private @Nullable Runnable task() {
            takeOrRest();
            while (true) {
                synchronized (Workers.this) {
                    Runnable given = task;
                    if (given != null || closed || dismissed) {
                        task = null;
                        return closed ? null : given;
                    }
                }
                LockSupport.park(Workers.this);
            }
        }

        private void takeOrRest() {
            synchronized (Workers.this) {
                if (closed) {
                    return;
                }
                // An interruption was meant for the task that has ended.
                Thread.interrupted();
                if (task == null) {
                    task = waiting.poll();
                }
                if (task == null) {
                    idle.addLast(this);
                }
            }
        }

        /** Also where a task threw: the thread has ended, and what waits must not wait for it. */
        private void left() {
            Worker successor = null;
            synchronized (Workers.this) {
                all.remove(this);
                idle.remove(this);
                Runnable next = closed ? null : waiting.poll();
                if (next != null) {
                    successor = new Worker(name + ++number, next);
                    all.add(successor);
                }
            }
            if (successor != null) {
                successor.go();
            }
        }
    }
}
