package app.flagger.engine.runtime;

import app.flagger.api.plug.Clock;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The threads of one engine: a few for its own work, which never blocks, and the executor for whatever is the embedder's. Threads
 * start when they are needed and end when they are not.
 */
final class Threads {
    private static final Logger LOG = System.getLogger(Threads.class.getName());
    private static final int STATES = 2;

    private final boolean deterministic;
    private final Executor states;
    private final Executor embedder;
    private final Optional<Workers> ownStates;
    private final Optional<Workers> ownPool;
    private final Optional<AutoCloseable> ownClock;

    /**
     * @param given the embedder's executor
     * @param most threads of the engine's own pool, where none was given
     * @param clock closed at the end if it is the engine's own
     */
    Threads(Seams seams, Optional<Executor> given, int most, Clock clock) {
        deterministic = seams.deterministic();
        ownClock = clock instanceof SystemClock own ? Optional.of(own) : Optional.empty();
        if (deterministic) {
            ownStates = Optional.empty();
            ownPool = Optional.empty();
            states = seams.states();
            embedder = given.orElse(Runnable::run);
        } else {
            ownStates = Optional.of(new Workers("flagger-state-", STATES));
            ownPool = given.isPresent() ? Optional.empty() : Optional.of(new Workers("flagger-plug-", most));
            states = ownStates.get();
            embedder = given.or(() -> ownPool).orElseThrow();
        }
    }

    Executor states() {
        return states;
    }

    /** Runs calls of plugs; refuses what it cannot take. */
    Executor plugs() {
        return embedder;
    }

    /** Runs whatever else is the embedder's: what it throws ends there, and what comes after the executor was shut down is dropped. */
    Executor embedder() {
        return task -> {
            try {
                embedder.execute(task instanceof Contained ? task : new Contained(task));
            } catch (RejectedExecutionException shutDown) {
                LOG.log(Level.DEBUG, "the executor takes no more tasks", shutDown);
            }
        };
    }

    /** The task, with all that it throws ending in it. */
    static Runnable contained(Runnable task) {
        return new Contained(task);
    }

    private record Contained(Runnable task) implements Runnable {
        @Override
        public void run() {
            try {
                task.run();
            } catch (RuntimeException | Error broken) {
                LOG.log(
                        Level.WARNING,
                        "code of the embedder failed: {0}",
                        broken.getClass().getName());
            }
        }
    }

    /** @throws IllegalStateException if the executor runs tasks in the calling thread, where a plug would block the engine */
    void check() {
        if (deterministic || ownPool.isPresent()) {
            return;
        }
        Thread caller = Thread.currentThread();
        AtomicReference<Thread> ran = new AtomicReference<>();
        embedder.execute(() -> ran.set(Thread.currentThread()));
        if (ran.get() == caller) {
            throw new IllegalStateException(
                    "executor: must not run tasks in the calling thread; a plug that blocks would block the engine");
        }
    }

    /** Waits for what is under way. */
    void await(CompletableFuture<Void> quiet, Duration grace) {
        if (deterministic) {
            return;
        }
        try {
            quiet.get(grace.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException unfinished) {
            LOG.log(Level.WARNING, "the engine was closed while calls of plugs were under way");
        }
    }

    void close() {
        ownPool.ifPresent(Workers::close);
        ownStates.ifPresent(Workers::close);
        ownClock.ifPresent(clock -> {
            try {
                clock.close();
            } catch (Exception impossible) {
                LOG.log(Level.DEBUG, "the clock did not close", impossible);
            }
        });
    }
}
