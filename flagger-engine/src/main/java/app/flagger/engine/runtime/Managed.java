package app.flagger.engine.runtime;

import app.flagger.api.plug.RouterTraits;
import app.flagger.api.plug.TrafficRouter;
import app.flagger.api.plug.Workload;
import app.flagger.api.plug.WorkloadTraits;
import app.flagger.api.spec.Canary;
import app.flagger.api.strategy.Strategy;

/**
 * A canary with its plugs: everything about it is known to fit together.
 *
 * @param canary the canary
 * @param workload its target
 * @param router its router
 * @param routerTraits what the router can do for it
 * @param workloadTraits what the workload can do
 * @param strategy what proposes its exposure
 */
record Managed(
        Canary canary,
        Workload workload,
        TrafficRouter router,
        RouterTraits routerTraits,
        WorkloadTraits workloadTraits,
        Strategy strategy) {
    boolean shifts() {
        return routerTraits.shiftsTraffic();
    }

    /** The same with the plugs of a dry run. */
    Managed with(Workload otherWorkload, TrafficRouter otherRouter) {
        return new Managed(canary, otherWorkload, otherRouter, routerTraits, workloadTraits, strategy);
    }
}
