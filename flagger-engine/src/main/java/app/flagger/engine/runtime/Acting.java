package app.flagger.engine.runtime;

import app.flagger.api.PlugException;
import app.flagger.api.Revision;
import app.flagger.api.plug.CanaryStore;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.Split;
import app.flagger.api.plug.TrafficRouter;
import app.flagger.api.plug.Workload;
import app.flagger.api.spec.Canary;
import app.flagger.engine.decision.Action;
import app.flagger.engine.decision.Observation;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Carries out the actions of one decision. */
final class Acting {
    private final Lane lane;
    private final Canary canary;
    private final Managed managed;
    private final CanaryStore store;
    private Optional<RouteState> seen;

    /** @param world what the decision saw */
    Acting(Lane lane, Managed managed, CanaryStore store, Observation world) {
        this.lane = lane;
        this.canary = managed.canary();
        this.managed = managed;
        this.store = store;
        this.seen = world.route();
    }

    CompletableFuture<Boolean> carryOut(Action action) {
        Workload workload = managed.workload();
        TrafficRouter router = managed.router();
        return switch (action.kind()) {
            case PREPARE_ROUTE ->
                touching(write(router, "TrafficRouter.prepare", action, call -> router.prepare(canary, call)));
            case ROUTE -> route(action);
            case GIVE_BACK_ROUTE ->
                touching(write(router, "TrafficRouter.giveBack", action, call -> router.giveBack(canary, call)));
            case PREPARE_PRIMARY ->
                write(workload, "Workload.prepare", action, call -> workload.prepare(revision(action), call));
            case PIN ->
                write(workload, "Workload.pin", action, call -> workload.pin(revision(action), action.keep(), call));
            case HOLD -> write(workload, "Workload.hold", action, call -> workload.hold(action.on(), call));
            case SCALE_CANARY ->
                write(
                        workload,
                        "Workload.scaleCanary",
                        action,
                        call -> workload.scaleCanary(action.on(), revision(action), call));
            case PROMOTE ->
                write(workload, "Workload.promote", action, call -> workload.promote(revision(action), call));
            case GIVE_BACK_TARGET -> write(workload, "Workload.giveBack", action, workload::giveBack);
            case REMOVE_ANNOTATION ->
                write(
                        store,
                        "CanaryStore.removeAnnotation",
                        action,
                        call -> store.removeAnnotation(lane.key(), annotation(action), call));
        };
    }

    private CompletableFuture<Boolean> write(Object plug, String method, Action action, Lane.Work work) {
        return lane.write(plug, method, action.operation(), work);
    }

    /** A later write of the route must not rest on what was read before this one. */
    private CompletableFuture<Boolean> touching(CompletableFuture<Boolean> writing) {
        seen = Optional.empty();
        return writing;
    }

    private CompletableFuture<Boolean> route(Action action) {
        Split want = action.split().orElseThrow(() -> new IllegalArgumentException("a route without a split"));
        TrafficRouter router = managed.router();
        CompletableFuture<Optional<RouteState>> known =
                seen.isPresent() ? CompletableFuture.completedFuture(seen) : Observer.route(lane, managed);
        return lane.then(known, live -> {
            RouteState before = live.orElseThrow(() -> PlugFailure.of(
                    PlugException.Kind.GONE,
                    "there is no route of " + router.getClass().getName() + " to write"));
            return touching(
                    write(router, "TrafficRouter.write", action, call -> router.write(canary, want, before, call)));
        });
    }

    private static Revision revision(Action action) {
        return action.revision().orElseThrow(() -> new IllegalArgumentException(action.kind() + " without a revision"));
    }

    private static String annotation(Action action) {
        return action.operation().substring(action.operation().lastIndexOf('#') + 1);
    }
}
