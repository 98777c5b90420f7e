package app.flagger.engine.runtime;

import app.flagger.engine.decision.Decider;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Where tests take hold of an engine. Not for embedders.
 *
 * @param deterministic everything runs in the thread that calls; no thread is started
 * @param states runs the engine's own work if the engine is deterministic; by default in the calling thread
 * @param calls runs admitted calls of plugs; nothing means the executor
 * @param random 64 random bits for names
 * @param decider decides instead of the stock decisions
 */
public record Seams(
        boolean deterministic,
        Executor states,
        Optional<Consumer<Invocation>> calls,
        LongSupplier random,
        Optional<Decider> decider) {
    /** What production uses. */
    public static Seams production() {
        SecureRandom random = new SecureRandom();
        return new Seams(false, Runnable::run, Optional.empty(), random::nextLong, Optional.empty());
    }

    /** One thread, and names from this source. */
    public static Seams deterministic(LongSupplier random) {
        return new Seams(true, Runnable::run, Optional.empty(), random, Optional.empty());
    }

    /** The same with the engine's own work in that executor, which must run one task at a time. */
    public Seams states(Executor executor) {
        return new Seams(deterministic, executor, calls, random, decider);
    }

    /** The same with calls run in that way. */
    public Seams calls(Consumer<Invocation> runner) {
        return new Seams(deterministic, states, Optional.of(runner), random, decider);
    }

    /** The same with another decider. */
    public Seams decider(Decider other) {
        return new Seams(deterministic, states, calls, random, Optional.of(other));
    }
}
