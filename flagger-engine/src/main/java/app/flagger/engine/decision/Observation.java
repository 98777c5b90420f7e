package app.flagger.engine.decision;

import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.RouterTraits;
import app.flagger.api.plug.WorkloadState;
import app.flagger.api.plug.WorkloadTraits;
import java.util.Optional;

/**
 * The world as the plugs reported it, all of it read in the same tick.
 *
 * @param workload target, canary and primary
 * @param route the live route; nothing if the router shifts no traffic, or if there is no route yet
 * @param router what the router can do
 * @param workloadTraits what the workload can do
 */
public record Observation(
        WorkloadState workload, Optional<RouteState> route, RouterTraits router, WorkloadTraits workloadTraits) {}
