package app.flagger.testkit;

import app.flagger.api.plug.CanaryStore;
import app.flagger.api.plug.Clock;
import app.flagger.api.plug.HookCaller;
import app.flagger.api.plug.MetricProvider;
import app.flagger.api.plug.Notifier;
import app.flagger.api.plug.TrafficRouter;
import app.flagger.api.plug.Workload;

/** The simulated plugs that an engine is given. */
record Plugs(
        TrafficRouter router,
        Workload workload,
        MetricProvider metrics,
        Notifier notifier,
        HookCaller hooks,
        CanaryStore store,
        Clock clock) {}
