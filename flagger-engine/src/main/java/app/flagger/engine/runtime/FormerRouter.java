package app.flagger.engine.runtime;

import app.flagger.api.plug.Split;
import app.flagger.api.plug.TrafficRouter;
import app.flagger.api.spec.Canary;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.RunStatus;
import app.flagger.engine.decision.Action;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The router under which a run was started, where the spec was edited to name another one: traffic leaves the canary through
 * it, and its route goes back, before the run starts again under the new one. Repeated until the restart is saved.
 */
final class FormerRouter {
    private final Plugs plugs;
    private final CanaryMemory memory;

    FormerRouter(Plugs plugs, CanaryMemory memory) {
        this.plugs = plugs;
        this.memory = memory;
    }

    CompletableFuture<Boolean> restore() {
        Optional<TrafficRouter> former = former();
        if (former.isEmpty()) {
            return CompletableFuture.completedFuture(true);
        }
        TrafficRouter router = former.get();
        Canary canary = memory.managed().canary();
        Lane lane = memory.lane();
        String operation =
                lane.key() + "/former-route/" + memory.keeper().status().step();
        Intent away = intent(router, Action.Kind.ROUTE, operation);
        Intent back = intent(router, Action.Kind.GIVE_BACK_ROUTE, operation);
        return lane.then(
                lane.look(router, "TrafficRouter.read", call -> router.read(canary, call)),
                seen -> lane.then(
                        lane.write(
                                router,
                                "TrafficRouter.write",
                                operation,
                                away,
                                call -> router.write(canary, Split.allToPrimary(), seen, call)),
                        written -> lane.write(
                                router,
                                "TrafficRouter.giveBack",
                                operation,
                                back,
                                call -> router.giveBack(canary, call))));
    }

    private Intent intent(TrafficRouter router, Action.Kind kind, String operation) {
        Optional<Split> split = Optional.of(Split.allToPrimary()).filter(all -> kind == Action.Kind.ROUTE);
        Action action = new Action(kind, operation, Optional.empty(), split, true, List.of());
        return Intent.ofRoute(action, router.traits(memory.managed().canary()));
    }

    private Optional<TrafficRouter> former() {
        CanaryStatus status = memory.keeper().status();
        if (!status.phase().analysing() || plugs.dryRun()) {
            return Optional.empty();
        }
        return status.run()
                .map(RunStatus::basis)
                .map(basis -> basis.substring(basis.lastIndexOf(' ') + 1))
                .flatMap(provider -> plugs.router(Optional.of(provider).filter(name -> !name.isEmpty())))
                .filter(router -> router != memory.managed().router())
                .filter(router -> router.traits(memory.managed().canary()).shiftsTraffic());
    }
}
