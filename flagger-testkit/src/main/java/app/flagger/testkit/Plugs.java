package app.flagger.testkit;

import app.flagger.api.plug.CanaryStore;
import app.flagger.api.plug.Clock;
import app.flagger.api.plug.MetricProvider;
import app.flagger.api.plug.Notifier;
import app.flagger.api.plug.Ownership;
import app.flagger.api.plug.TrafficRouter;
import app.flagger.api.plug.Workload;
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
        Clock clock) {
    /** The same in another engine of the same world. */
    Plugs in(Ownership owner, Clock itsClock) {
        return new Plugs(router, workload, metrics, notifier, hooks, store, owner, itsClock);
    }
}
