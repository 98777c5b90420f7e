package app.flagger.testkit;

import app.flagger.api.CanaryKey;
import app.flagger.api.Secrets;
import app.flagger.api.plug.CanaryStore;
import app.flagger.api.plug.Clock;
import app.flagger.api.plug.MetricProvider;
import app.flagger.api.plug.Notifier;
import app.flagger.api.plug.Ownership;
import app.flagger.api.plug.TrafficRouter;
import app.flagger.api.plug.Workload;
import app.flagger.api.spec.MetricTemplate;
import app.flagger.testkit.world.RecordedHooks;

/** The simulated plugs that an engine is given. */
record Plugs(
        TrafficRouter router,
        Workload workload,
        MetricProvider metrics,
        Notifier notifier,
        RecordedHooks hooks,
        CanaryStore store,
        Ownership ownership,
        Clock clock,
        Lookups lookups) {
    /** With what the embedder's own plugs say as they say it. */
    Plugs(
            TrafficRouter router,
            Workload workload,
            MetricProvider metrics,
            Notifier notifier,
            RecordedHooks hooks,
            CanaryStore store,
            Ownership ownership,
            Clock clock) {
        this(router, workload, metrics, notifier, hooks, store, ownership, clock, Lookups.plain());
    }

    /** The same in another engine of the same world. */
    Plugs in(Ownership owner, Clock itsClock, Lookups itsLookups) {
        return new Plugs(router, workload, metrics, notifier, hooks, store, owner, itsClock, itsLookups);
    }

    /** As a real provider does, the simulated one looks for the secret of its template; it can do without. */
    MetricProvider open(MetricTemplate template, Secrets secrets) {
        CanaryKey asker = new CanaryKey(
                template.metadata().namespace(), template.metadata().name());
        template.provider().secretRef().ifPresent(name -> secrets.find(asker, name));
        return metrics;
    }
}
