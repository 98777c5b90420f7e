package app.flagger.engine.runtime;

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
import app.flagger.engine.Limits;
import app.flagger.engine.TickRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.immutables.value.Value;

/** Everything that a builder was given, with the defaults for the rest. Immutable. */
@Value.Immutable
interface Plugs {
    Map<String, TrafficRouter> routers();

    List<Workloads> workloads();

    Optional<MetricProvider> metrics();

    Map<String, MetricProvider.Factory> metricTypes();

    Optional<Notifier> notifier();

    Map<String, Notifier> notifiers();

    Map<String, HookCaller> hooks();

    Map<String, Predicate<? super HookRequest>> gates();

    Map<String, Strategy> strategies();

    Map<String, Judge> judges();

    Resources resources();

    Secrets secrets();

    CanaryStore store();

    Ownership ownership();

    Clock clock();

    Limits limits();

    Telemetry telemetry();

    Optional<Consumer<? super TickRecord>> records();

    boolean dryRun();

    boolean manualTicks();

    /** The router of that provider, or the first one. */
    default Optional<TrafficRouter> router(Optional<String> provider) {
        return provider.map(routers()::get)
                .or(() -> provider.isPresent()
                        ? Optional.empty()
                        : routers().values().stream().findFirst());
    }
}
