package app.flagger.engine;

import app.flagger.api.CanaryKey;
import app.flagger.api.InvalidResource;
import app.flagger.api.Secrets;
import app.flagger.api.Subscription;
import app.flagger.api.plug.CanaryStore;
import app.flagger.api.plug.Clock;
import app.flagger.api.plug.HookCaller;
import app.flagger.api.plug.HookRequest;
import app.flagger.api.plug.MetricProvider;
import app.flagger.api.plug.Notifier;
import app.flagger.api.plug.Ownership;
import app.flagger.api.plug.Resources;
import app.flagger.api.plug.Telemetry;
import app.flagger.api.plug.TrafficRouter;
import app.flagger.api.plug.Workload;
import app.flagger.api.plug.Workloads;
import app.flagger.api.spec.Canary;
import app.flagger.api.strategy.Judge;
import app.flagger.api.strategy.Strategy;
import app.flagger.engine.runtime.EngineBuilder;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Drives any number of canaries. {@link Builder#build()} and {@link #manage} do no I/O and start no thread; {@link #start()}
 * does. Several engines may live in one JVM. Thread-safe.
 */
public interface Flagger extends AutoCloseable {
    /** A builder with the stock strategies and judges, the system clock, a store in memory, and nothing else. */
    static Builder builder() {
        return new EngineBuilder();
    }

    /**
     * Begins to drive what is managed, now and later.
     *
     * @return this
     * @throws IllegalStateException if it was started or closed before, or if the executor runs tasks in the calling thread
     */
    Flagger start();

    /**
     * Drives a canary; its workload is looked up. Idempotent by key; another spec updates. Does no I/O: what needs I/O becomes
     * a condition and an event.
     *
     * @throws InvalidResource with all problems: plugs that are missing, abilities that they lack, settings that make no sense.
     *     If the canary is managed already, it goes on with its last valid spec, halted
     */
    Rollout manage(Canary canary);

    /** As {@link #manage(Canary)}, with the workload given instead of looked up. */
    Rollout manage(Canary canary, Workload workload);

    /** The rollout of a canary that is managed. */
    Optional<Rollout> find(CanaryKey key);

    /** All rollouts, in order of their keys. */
    Collection<Rollout> rollouts();

    /** Stops driving a canary and touches nothing. */
    void forget(CanaryKey key);

    /** Gives target and route back as they were found, then forgets the canary. */
    CompletionStage<RunResult> giveBack(CanaryKey key);

    /**
     * Tells of every event, in order for each canary. Each listener has a bounded queue of its own; what does not fit is
     * reported by one event with code {@code events-dropped}.
     */
    Subscription listen(Consumer<? super Event> listener);

    /** How the engine does. Never blocks. */
    Health health();

    /** As {@link #close(Duration)} with 10 s. */
    @Override
    void close();

    /** Finishes actions under way, drops questions, moves no traffic. The next start resumes from the store. */
    void close(Duration grace);

    /** Collects plugs and limits. Not thread-safe. What is given here is not closed by the engine. */
    interface Builder {
        /** The router for canaries whose {@code provider} is this name. The first one is the default. */
        Builder router(String provider, TrafficRouter router);

        /** Where workloads are found; may be called more than once, the first that knows a kind wins. */
        Builder workloads(Workloads workloads);

        /** The provider for built-in metrics and in-line queries. */
        Builder metrics(MetricProvider provider);

        /** Opens providers for MetricTemplates of that type. */
        Builder metrics(String type, MetricProvider.Factory factory);

        /** Receives alerts of canaries that name no alert provider. */
        Builder notifier(Notifier notifier);

        /** Receives alerts through AlertProviders of that type. */
        Builder notifier(String type, Notifier notifier);

        /** Calls hooks whose URL has that scheme. */
        Builder hooks(String scheme, HookCaller caller);

        /** Answers hooks whose URL is {@code gate:NAME}. */
        Builder gate(String name, Predicate<? super HookRequest> gate);

        /** A strategy for {@code analysis.strategy.type}. */
        Builder strategy(String name, Strategy strategy);

        /** A judge for {@code metrics[].judge.type}. */
        Builder judge(String name, Judge judge);

        /** Where MetricTemplates and AlertProviders are found. */
        Builder resources(Resources resources);

        /** Where secrets are found. */
        Builder secrets(Secrets secrets);

        /** Where the status is kept; in memory if not set. */
        Builder store(CanaryStore store);

        /** Who may drive a canary; this JVM if not set. */
        Builder ownership(Ownership ownership);

        /** Time; the system's if not set. */
        Builder clock(Clock clock);

        /** Runs plugs; a bounded pool of the engine's own if not set. Must not run tasks in the calling thread. */
        Builder executor(Executor executor);

        /** Numbers that can be changed. */
        Builder limits(UnaryOperator<Limits> change);

        /** Takes what the engine does, in numbers. */
        Builder telemetry(Telemetry telemetry);

        /** Takes the record of each tick; must not block. */
        Builder records(Consumer<? super TickRecord> records);

        /** Queries metrics, but calls no hook and moves nothing; status and routes live in memory, events say so. */
        Builder dryRun(boolean dryRun);

        /** Nothing happens by itself, and {@link Flagger#start()} is not needed: {@link Rollout#tick()} does one tick. */
        Builder manualTicks();

        /** Applies a module: a set of plugs that belong together. The same lambda feeds a simulation. */
        Builder with(Consumer<? super Builder> module);

        /**
         * Builds the engine.
         *
         * @throws InvalidResource if plugs are missing or given twice, with all of them
         */
        Flagger build();
    }
}
