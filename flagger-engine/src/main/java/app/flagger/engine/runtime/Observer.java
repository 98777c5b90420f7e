package app.flagger.engine.runtime;

import app.flagger.api.PlugException;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.WorkloadState;
import app.flagger.engine.decision.Observation;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Looks at the world through the plugs of one canary. */
final class Observer {
    private Observer() {}

    static CompletableFuture<Observation> observe(Lane lane, Managed managed) {
        CompletableFuture<WorkloadState> workload =
                lane.look(managed.workload(), "Workload.observe", managed.workload()::observe);
        return lane.then(
                workload,
                seen -> lane.then(
                        route(lane, managed),
                        route -> CompletableFuture.completedFuture(
                                new Observation(seen, route, managed.routerTraits(), managed.workloadTraits()))));
    }

    /** The live route; nothing where there is none. */
    static CompletableFuture<Optional<RouteState>> route(Lane lane, Managed managed) {
        if (!managed.shifts()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        CompletableFuture<RouteState> reading = lane.look(
                managed.router(), "TrafficRouter.read", call -> managed.router().read(managed.canary(), call));
        return lane.after(reading, (route, failure) -> {
            if (failure != null && !PlugFailure.is(failure, PlugException.Kind.GONE)) {
                return CompletableFuture.failedFuture(failure);
            }
            return CompletableFuture.completedFuture(Optional.ofNullable(route));
        });
    }
}
