package app.flagger.testkit.proof;

import app.flagger.api.Command;
import app.flagger.api.InvalidResource;
import app.flagger.api.Revision;
import app.flagger.api.plug.CanaryStore;
import app.flagger.api.plug.HookCaller;
import app.flagger.api.plug.MetricProvider;
import app.flagger.api.plug.Split;
import app.flagger.api.plug.TrafficRouter;
import app.flagger.api.plug.Workload;
import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.CanarySpec;
import app.flagger.api.spec.ObjectRef;
import app.flagger.testkit.World;
import app.flagger.testkit.world.Mode;
import app.flagger.testkit.world.Role;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/** What chance may bring to a run. All of it ends: {@link #end} puts right whatever would keep a run from its end. */
enum Happening {
    PUSH(world -> world.push("v3")),
    PUSH_ANOTHER(world -> world.push("v4")),
    REVERT(world -> world.push("v1")),
    CANARY_STARTS(world -> world.mode(Role.CANARY, Mode.STARTING)),
    CANARY_DEGRADES(world -> world.mode(Role.CANARY, Mode.DEGRADED)),
    CANARY_STICKS(world -> world.mode(Role.CANARY, Mode.STUCK)),
    CANARY_RECOVERS(world -> world.mode(Role.CANARY, Mode.READY)),
    CANARY_CRASHES(world -> world.crash(Role.CANARY)),
    PRIMARY_STARTS(world -> world.mode(Role.PRIMARY, Mode.STARTING)),
    PRIMARY_DEGRADES(world -> world.mode(Role.PRIMARY, Mode.DEGRADED)),
    PRIMARY_STICKS(world -> world.mode(Role.PRIMARY, Mode.STUCK)),
    PRIMARY_RECOVERS(world -> world.mode(Role.PRIMARY, Mode.READY)),
    PROMOTION_STICKS(world -> world.workload().primaryGetsStuckWith(new Revision("v2"))),
    HOOKS_SAY_NO(world -> Policy.answer(world, 403)),
    HOOKS_FAIL(world -> Policy.answer(world, 503)),
    HOOKS_SAY_YES(world -> Policy.answer(world, 200)),
    ROLLBACK_IS_WANTED(world -> Policy.wantsRollback(world, 200)),
    ROLLBACK_IS_NOT_WANTED(world -> Policy.wantsRollback(world, 403)),
    PAUSE(world -> world.send(Command.Kind.PAUSE)),
    RESUME(world -> world.send(Command.Kind.RESUME)),
    PROMOTE(world -> world.send(Command.Kind.PROMOTE)),
    ABORT(world -> world.send(Command.Kind.ABORT)),
    RESTART(world -> world.send(Command.Kind.RESTART)),
    SUSPEND(world -> suspend(world, true)),
    UNSUSPEND(world -> suspend(world, false)),
    LOWER_THE_LIMIT(world -> edit(world, it -> it.maxWeight(15))),
    LOWER_THE_THRESHOLD(world -> edit(world, it -> it.threshold(1))),
    OTHER_STEPS(world -> edit(world, it -> it.stepWeight(OptionalInt.empty()).stepWeights(List.of(1, 7, 30)))),
    OTHER_STRATEGY(world -> edit(world, it -> it.iterations(2))),
    OTHER_TARGET(world -> editSpec(world, it -> it.targetRef(ObjectRef.of("apps/v1", "Deployment", "web-two")))),
    OTHER_PROVIDER(world -> editSpec(world, it -> it.provider(Story.OTHER_PROVIDER))),
    DELETE(World::giveBack),
    FOREIGN_RAISE(world -> foreign(world, 90)),
    FOREIGN_LOWER(world -> foreign(world, 0)),
    KILL(World::killEngine),
    REPLACE(World::restartEngine),
    FREEZE(world -> world.pauseEngine(Duration.ofMinutes(4))),
    CLOCK_FORWARD(world -> world.jumpClock(Duration.ofHours(1))),
    CLOCK_BACK(world -> world.jumpClock(Duration.ofHours(-1))),
    NO_ROUTER(world -> world.cutOff(TrafficRouter.class)),
    NO_WORKLOAD(world -> world.cutOff(Workload.class)),
    NO_STORE(world -> world.cutOff(CanaryStore.class)),
    NO_METRICS(world -> world.cutOff(MetricProvider.class)),
    NO_HOOKS(world -> world.cutOff(HookCaller.class)),
    RECONNECT(Happening::reconnect);

    private final java.util.function.Consumer<World> change;

    Happening(java.util.function.Consumer<World> change) {
        this.change = change;
    }

    void in(World world) {
        change.accept(world);
    }

    /** Everything works again, nothing is held, and an engine runs. */
    static void end(World world) {
        reconnect(world);
        HOOKS_SAY_YES.in(world);
        ROLLBACK_IS_NOT_WANTED.in(world);
        CANARY_RECOVERS.in(world);
        PRIMARY_RECOVERS.in(world);
        UNSUSPEND.in(world);
        REPLACE.in(world);
        RESUME.in(world);
    }

    static void resumeWhatIsPaused(World world) {
        if (world.rollout().snapshot().status().paused().isPresent()) {
            RESUME.in(world);
        }
    }

    private static void reconnect(World world) {
        List.of(TrafficRouter.class, Workload.class, CanaryStore.class, MetricProvider.class, HookCaller.class)
                .forEach(world::reconnect);
    }

    private static void suspend(World world, boolean suspended) {
        editSpec(world, it -> it.suspend(suspended));
    }

    private static void edit(World world, UnaryOperator<Analysis.Builder> change) {
        editSpec(
                world,
                it -> it.analysis(change.apply(world.canary().spec().analysis().toBuilder())
                        .build()));
    }

    private static void editSpec(World world, UnaryOperator<CanarySpec.Builder> change) {
        world.edit(canary -> {
            try {
                return canary.toBuilder()
                        .spec(change.apply(canary.spec().toBuilder()).build())
                        .build();
            } catch (InvalidResource impossible) {
                // An edit that the values refuse is one that nobody could have made.
                return canary;
            }
        });
    }

    private static void foreign(World world, int weight) {
        if (world.mesh().kind().traits().shiftsTraffic()
                && world.mesh().written(world.canary().key()).isPresent()) {
            world.foreignRoute(Split.canary(weight), "somebody");
        }
    }
}
