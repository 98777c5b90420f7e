package app.flagger.testkit;

import app.flagger.api.Secrets;
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
import app.flagger.api.plug.Workloads;
import app.flagger.api.strategy.Judge;
import app.flagger.api.strategy.Strategy;
import app.flagger.engine.Flagger;
import app.flagger.engine.Limits;
import app.flagger.engine.TickRecord;
import app.flagger.testkit.world.RecordedHooks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Hands on what is the embedder's own policy, and only notes the names of the plugs that touch the world. */
final class WorldBuilder implements Flagger.Builder {
    private final Flagger.Builder real;
    private final RecordedHooks hooks;
    private final Lookups lookups;
    final Map<String, TrafficRouter> routers = new LinkedHashMap<>();
    final Set<String> metricTypes = new LinkedHashSet<>();
    final Set<String> notifierTypes = new LinkedHashSet<>();
    final Set<String> hookSchemes = new LinkedHashSet<>();
    final List<Resources> resources = new ArrayList<>();
    final List<Consumer<? super TickRecord>> records = new ArrayList<>();

    WorldBuilder(Flagger.Builder real, RecordedHooks hooks, Lookups lookups) {
        this.real = real;
        this.hooks = hooks;
        this.lookups = lookups;
    }

    @Override
    public Flagger.Builder router(String provider, TrafficRouter router) {
        routers.putIfAbsent(provider, router);
        return this;
    }

    @Override
    public Flagger.Builder workloads(Workloads workloads) {
        return this;
    }

    @Override
    public Flagger.Builder metrics(MetricProvider provider) {
        return this;
    }

    @Override
    public Flagger.Builder metrics(String type, MetricProvider.Factory factory) {
        metricTypes.add(type);
        return this;
    }

    @Override
    public Flagger.Builder notifier(Notifier notifier) {
        return this;
    }

    @Override
    public Flagger.Builder notifier(String type, Notifier notifier) {
        notifierTypes.add(type);
        return this;
    }

    @Override
    public Flagger.Builder hooks(String scheme, HookCaller caller) {
        hookSchemes.add(scheme);
        return this;
    }

    @Override
    public Flagger.Builder gate(String name, Predicate<? super HookRequest> gate) {
        real.gate(name, hooks.gate(gate));
        return this;
    }

    @Override
    public Flagger.Builder strategy(String name, Strategy strategy) {
        real.strategy(name, strategy);
        return this;
    }

    @Override
    public Flagger.Builder judge(String name, Judge judge) {
        real.judge(name, judge);
        return this;
    }

    @Override
    public Flagger.Builder resources(Resources some) {
        resources.add(some);
        real.resources(lookups.over(some));
        return this;
    }

    @Override
    public Flagger.Builder secrets(Secrets secrets) {
        real.secrets(lookups.over(secrets));
        return this;
    }

    @Override
    public Flagger.Builder store(CanaryStore store) {
        return this;
    }

    @Override
    public Flagger.Builder ownership(Ownership ownership) {
        return this;
    }

    @Override
    public Flagger.Builder clock(Clock clock) {
        return this;
    }

    @Override
    public Flagger.Builder executor(Executor executor) {
        return this;
    }

    @Override
    public Flagger.Builder limits(UnaryOperator<Limits> change) {
        real.limits(change);
        return this;
    }

    @Override
    public Flagger.Builder telemetry(Telemetry telemetry) {
        real.telemetry(telemetry);
        return this;
    }

    @Override
    public Flagger.Builder records(Consumer<? super TickRecord> taker) {
        records.add(taker);
        return this;
    }

    @Override
    public Flagger.Builder dryRun(boolean dryRun) {
        real.dryRun(dryRun);
        return this;
    }

    @Override
    public Flagger.Builder manualTicks() {
        return this;
    }

    @Override
    public Flagger.Builder with(Consumer<? super Flagger.Builder> module) {
        module.accept(this);
        return this;
    }

    @Override
    public Flagger build() {
        throw new IllegalStateException("a simulation builds the engine itself: leave build() out of the module");
    }
}
