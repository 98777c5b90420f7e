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
                touching(onRoute("TrafficRouter.prepare", action, call -> router.prepare(canary, call)));
            case ROUTE -> route(action);
            case GIVE_BACK_ROUTE ->
                touching(onRoute("TrafficRouter.giveBack", action, call -> router.giveBack(canary, call)));
            case PREPARE_PRIMARY ->
                onTarget("Workload.prepare", action, call -> workload.prepare(revision(action), call));
            case PIN -> onTarget("Workload.pin", action, call -> workload.pin(revision(action), action.keep(), call));
            case HOLD -> onTarget("Workload.hold", action, call -> workload.hold(action.on(), call));
            case SCALE_CANARY ->
                onTarget(
                        "Workload.scaleCanary",
                        action,
                        call -> workload.scaleCanary(action.on(), revision(action), call));
            case PROMOTE -> onTarget("Workload.promote", action, call -> workload.promote(revision(action), call));
            case GIVE_BACK_TARGET -> onTarget("Workload.giveBack", action, workload::giveBack);
            case REMOVE_ANNOTATION ->
                lane.write(
                        store,
                        "CanaryStore.removeAnnotation",
                        action.operation(),
                        Intent.ofStore(action),
                        call -> store.removeAnnotation(lane.key(), annotation(action), call));
        };
    }

    private CompletableFuture<Boolean> onRoute(String method, Action action, Lane.Work work) {
        Intent intent = Intent.ofRoute(action, managed.routerTraits());
        return lane.write(managed.router(), method, action.operation(), intent, work);
    }

    private CompletableFuture<Boolean> onTarget(String method, Action action, Lane.Work work) {
        Intent intent = Intent.ofTarget(action, managed.workloadTraits());
        return lane.write(managed.workload(), method, action.operation(), intent, work);
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
            return touching(onRoute("TrafficRouter.write", action, call -> router.write(canary, want, before, call)));
        });
    }

    private static Revision revision(Action action) {
        return action.revision().orElseThrow(() -> new IllegalArgumentException(action.kind() + " without a revision"));
    }

    private static String annotation(Action action) {
        return action.operation().substring(action.operation().lastIndexOf('#') + 1);
    }
}
