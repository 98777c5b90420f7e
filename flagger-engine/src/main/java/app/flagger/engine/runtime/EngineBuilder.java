package app.flagger.engine.runtime;

import app.flagger.api.Problems;
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
import app.flagger.engine.analysis.Judges;
import app.flagger.engine.decision.Decider;
import app.flagger.engine.strategy.Strategies;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Collects plugs and checks that none is missing or given twice. Not thread-safe. */
public final class EngineBuilder implements Flagger.Builder {
    private final Problems doubled = new Problems();
    private final Map<String, Object> single = new LinkedHashMap<>();
    private final Map<String, TrafficRouter> routers = new LinkedHashMap<>();
    private final List<Workloads> workloads = new ArrayList<>();
    private final Map<String, MetricProvider.Factory> metricTypes = new LinkedHashMap<>();
    private final Map<String, Notifier> notifiers = new LinkedHashMap<>();
    private final Map<String, HookCaller> hooks = new LinkedHashMap<>();
    private final Map<String, Predicate<? super HookRequest>> gates = new LinkedHashMap<>();
    private final Map<String, Strategy> strategies = new LinkedHashMap<>(Strategies.stock());
    private final Map<String, Judge> judges = new LinkedHashMap<>(Judges.stock());
    private Limits limits = Limits.defaults();
    private boolean dryRun;
    private boolean manualTicks;
    private Seams seams = Seams.production();

    /** Nothing but the stock strategies and judges. */
    public EngineBuilder() {}

    private <T> EngineBuilder named(Map<String, T> map, String what, String name, T plug) {
        if (map.putIfAbsent(name, plug) != null) {
            doubled.add(what, name, "is registered already");
        }
        return this;
    }

    private EngineBuilder one(String what, Object plug) {
        if (single.putIfAbsent(what, plug) != null) {
            doubled.add(what, plug.getClass().getName(), "was given already");
        }
        return this;
    }

    private <T> Optional<T> given(String what, Class<T> type) {
        return Optional.ofNullable(single.get(what)).map(type::cast);
    }

    @Override
    public EngineBuilder router(String provider, TrafficRouter router) {
        return named(routers, "router", provider, router);
    }

    @Override
    public EngineBuilder workloads(Workloads more) {
        workloads.add(more);
        return this;
    }

    @Override
    public EngineBuilder metrics(MetricProvider provider) {
        return one("metrics", provider);
    }

    @Override
    public EngineBuilder metrics(String type, MetricProvider.Factory factory) {
        return named(metricTypes, "metrics", type, factory);
    }

    @Override
    public EngineBuilder notifier(Notifier notifier) {
        return one("notifier", notifier);
    }

    @Override
    public EngineBuilder notifier(String type, Notifier notifier) {
        return named(notifiers, "notifier", type, notifier);
    }

    @Override
    public EngineBuilder hooks(String scheme, HookCaller caller) {
        return named(hooks, "hooks", scheme, caller);
    }

    @Override
    public EngineBuilder gate(String name, Predicate<? super HookRequest> gate) {
        return named(gates, "gate", name, gate);
    }

    @Override
    public EngineBuilder strategy(String name, Strategy strategy) {
        return named(strategies, "strategy", name, strategy);
    }

    @Override
    public EngineBuilder judge(String name, Judge judge) {
        return named(judges, "judge", name, judge);
    }

    @Override
    public EngineBuilder resources(Resources resources) {
        return one("resources", resources);
    }

    @Override
    public EngineBuilder secrets(Secrets secrets) {
        return one("secrets", secrets);
    }

    @Override
    public EngineBuilder store(CanaryStore store) {
        return one("store", store);
    }

    @Override
    public EngineBuilder ownership(Ownership ownership) {
        return one("ownership", ownership);
    }

    @Override
    public EngineBuilder clock(Clock clock) {
        return one("clock", clock);
    }

    @Override
    public EngineBuilder executor(Executor executor) {
        return one("executor", executor);
    }

    @Override
    public EngineBuilder limits(UnaryOperator<Limits> change) {
        limits = change.apply(limits);
        return this;
    }

    @Override
    public EngineBuilder telemetry(Telemetry telemetry) {
        return one("telemetry", telemetry);
    }

    @Override
    public EngineBuilder records(Consumer<? super TickRecord> records) {
        return one("records", records);
    }

    @Override
    public EngineBuilder dryRun(boolean only) {
        dryRun = only;
        return this;
    }

    @Override
    public EngineBuilder manualTicks() {
        manualTicks = true;
        return this;
    }

    @Override
    public EngineBuilder with(Consumer<? super Flagger.Builder> module) {
        module.accept(this);
        return this;
    }

    /** Where tests take hold. */
    public EngineBuilder seams(Seams other) {
        seams = other;
        return this;
    }

    /** Whether something was given: {@code store}, {@code clock}, {@code metrics} and so on, as the setters are called. */
    public boolean has(String what) {
        return single.containsKey(what);
    }

    /** The names of the routers that were given, the default first. */
    public List<String> providers() {
        return List.copyOf(routers.keySet());
    }

    @Override
    public Engine build() {
        Problems problems = new Problems();
        problems.addAll("", doubled.list());
        problems.require(!routers.isEmpty(), "router", "", "at least one must be registered; the first is the default");
        problems.throwIfAny("engine");
        Plugs plugs = plugs();
        Threads threads = new Threads(seams, given("executor", Executor.class), limits.threads(), plugs.clock());
        Calls calls = new Calls(
                plugs.clock(),
                threads.embedder(),
                seams.calls().orElseGet(() -> Calls.on(threads.plugs())),
                limits.callsPerPlug());
        Decider decider = seams.decider().orElseGet(() -> Decider.of(plugs.strategies(), plugs.judges()));
        Core core = new Core(
                plugs,
                calls,
                threads.states(),
                threads.embedder(),
                decider,
                new Hooks(plugs),
                new Metrics(plugs),
                new Ids(seams.random()),
                new Listeners(threads.embedder(), limits.listenerQueue()),
                new Numbers(plugs.telemetry(), threads.plugs()),
                new Alarms(plugs.clock()));
        return new Engine(core, threads);
    }

    private Plugs plugs() {
        Map<String, TrafficRouter> all = new LinkedHashMap<>(routers);
        all.putIfAbsent("kubernetes", new NoTraffic());
        CanaryStore store =
                dryRun ? new MemoryStore() : given("store", CanaryStore.class).orElseGet(MemoryStore::new);
        return ImmutablePlugs.builder()
                .routers(all)
                .workloads(workloads)
                .metrics(given("metrics", MetricProvider.class))
                .metricTypes(metricTypes)
                .notifier(given("notifier", Notifier.class))
                .notifiers(notifiers)
                .hooks(hooks)
                .gates(gates)
                .strategies(strategies)
                .judges(judges)
                .resources(
                        new GuardedResources(given("resources", Resources.class).orElseGet(Resources::none)))
                .secrets(given("secrets", Secrets.class).orElseGet(Secrets::none))
                .store(store)
                .ownership(given("ownership", Ownership.class).orElseGet(EngineBuilder::thisJvm))
                .clock(given("clock", Clock.class).orElseGet(SystemClock::new))
                .limits(limits)
                .telemetry(given("telemetry", Telemetry.class).orElseGet(Telemetry::none))
                .records(records())
                .dryRun(dryRun)
                .manualTicks(manualTicks)
                .build();
    }

    @SuppressWarnings("unchecked") // the setter takes nothing else
    private Optional<Consumer<? super TickRecord>> records() {
        @Nullable Object taker = single.get("records");
        return Optional.ofNullable((Consumer<? super TickRecord>) taker);
    }

    /** This JVM has what it has from the beginning, for ever. */
    private static Ownership thisJvm() {
        return (key, ttl, call) -> Optional.of(new Ownership.Grant(1, Instant.MAX));
    }
}
