package app.flagger.engine.runtime;

import static app.flagger.engine.decision.MadeDecisions.acts;
import static app.flagger.engine.decision.MadeDecisions.removeAnnotation;
import static app.flagger.engine.decision.MadeDecisions.route;
import static app.flagger.engine.decision.MadeDecisions.saves;
import static app.flagger.engine.decision.MadeDecisions.waits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.flagger.api.Command;
import app.flagger.api.InvalidResource;
import app.flagger.api.PlugException;
import app.flagger.api.Reason;
import app.flagger.api.Revision;
import app.flagger.api.plug.Ownership;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.HookType;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.Phase;
import app.flagger.api.status.RunStatus;
import app.flagger.engine.Receipt;
import app.flagger.engine.Rollout;
import app.flagger.engine.RunResult;
import app.flagger.engine.Tick;
import app.flagger.engine.decision.Situation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** When a canary ticks, who may drive it, what it is told, and how its runs end. */
class RolloutTest {
    private final Bench bench = new Bench();

    private Engine automatic() {
        Engine engine = bench.builder().build();
        engine.start();
        return engine;
    }

    @Test
    void nothingHappensBeforeTheStart() {
        Engine engine = bench.builder().build();
        engine.manage(Bench.canary(analysis -> analysis)).wake();
        bench.clock.advance(Duration.ofHours(1));
        assertThat(bench.seen).isEmpty();
        assertThat(bench.journal.reads("load")).isZero();
        engine.start();
        bench.clock.advance(Duration.ZERO);
        assertThat(bench.seen).hasSize(1);
    }

    @Test
    void theNextTickComesWhenTheDecisionSaidAndAHintBringsItForward() {
        Rollout rollout = automatic().manage(Bench.canary(analysis -> analysis));
        bench.script = situation -> waits(Duration.ofSeconds(30));
        bench.clock.advance(Duration.ZERO);
        bench.clock.advance(Duration.ofSeconds(29));
        assertThat(bench.seen).hasSize(1);
        bench.clock.advance(Duration.ofSeconds(1));
        assertThat(bench.seen).hasSize(2);
        rollout.wake();
        assertThat(bench.seen).hasSize(3);
        bench.clock.advance(Duration.ofSeconds(29));
        assertThat(bench.seen).hasSize(3);
        bench.workload.changed.run();
        assertThat(bench.seen).hasSize(4);
    }

    @Test
    void aJumpOfTheWallClockPlaysNoMissedTicks() {
        automatic().manage(Bench.canary(analysis -> analysis));
        bench.clock.advance(Duration.ZERO);
        bench.clock.jump(Duration.ofHours(5));
        bench.clock.advance(Bench.INTERVAL);
        assertThat(bench.seen).hasSize(2);
    }

    @Test
    void ticksOfOneCanaryDoNotOverlapAndWhoAsksMeanwhileSharesTheNext() {
        bench.holds = invocation -> invocation.method().equals("Workload.observe");
        Rollout rollout = bench.manual();
        CompletableFuture<Tick> first = rollout.tick().toCompletableFuture();
        CompletableFuture<Tick> second = rollout.tick().toCompletableFuture();
        CompletableFuture<Tick> third = rollout.tick().toCompletableFuture();
        assertThat(bench.heldBack).hasSize(1);
        bench.heldBack.get(0).run();
        assertThat(first).isDone();
        assertThat(second).isNotDone();
        bench.heldBack.get(1).run();
        assertThat(second).isDone();
        assertThat(third).isDone();
        assertThat(bench.heldBack).hasSize(2);
    }

    @Test
    void aHangingPlugDelaysOnlyItsOwnCanary() {
        bench.holds = invocation -> invocation.call().canary().name().equals("web")
                && invocation.method().equals("Workload.observe");
        Engine engine = automatic();
        engine.manage(Bench.canary("web", analysis -> analysis));
        engine.manage(Bench.canary("api", analysis -> analysis), new FakeWorkload(bench.journal));
        bench.clock.advance(Duration.ofSeconds(5));
        assertThat(bench.seen)
                .extracting(situation -> situation.canary().key().name())
                .containsOnly("api");
    }

    @Test
    void aCommandIsRecordedBeforeItIsActedOnAndItsSenderHearsOfThat() {
        Rollout rollout = bench.manual();
        Command pause = new Command(Command.Kind.PAUSE, "c1", "kim", "lunch");
        CompletableFuture<Receipt> receipt = rollout.send(pause).toCompletableFuture();
        CompletableFuture<Receipt> again = rollout.send(pause).toCompletableFuture();
        Bench.tick(rollout);
        assertThat(receipt).as("nobody recorded it").isNotDone();
        bench.script(situation -> {
            assertThat(situation.commands()).containsExactly(pause);
            return saves(CanaryStatus.builder().commands(List.of(pause)).step(1).build(), route(0, "op"));
        });
        bench.journal.next("route", call -> assertThat(receipt).isCompletedWithValue(new Receipt("c1", false)));
        assertThat(Bench.tick(rollout).failure()).isEmpty();
        assertThat(again).isCompletedWithValue(new Receipt("c1", true));
        assertThat(bench.seen.get(bench.seen.size() - 1).commands()).isEmpty();
    }

    @Test
    void aStandbyTouchesNothingButHandsCommandsOn() {
        Rollout rollout =
                bench.manual(builder -> builder.ownership((key, ttl, call) -> Optional.empty()), analysis -> analysis);
        Command abort = new Command(Command.Kind.ABORT, "c1", "kim", "bad");
        CompletableFuture<Receipt> receipt = rollout.send(abort).toCompletableFuture();
        Bench.tick(rollout);
        assertThat(bench.seen).isEmpty();
        assertThat(bench.journal.reads("observe")).isZero();
        assertThat(receipt).isCompletedWithValue(new Receipt("c1", false));
        assertThat(bench.store.status(Bench.KEY).commands()).containsExactly(abort);
    }

    @Test
    void aWriteIsNotBegunOnceTheGrantIsOver() {
        Instant until = bench.clock.now().plusSeconds(5);
        Rollout rollout = bench.manual(
                builder -> builder.ownership((key, ttl, call) -> Optional.of(new Ownership.Grant(3, until))),
                analysis -> analysis);
        bench.holds = invocation -> invocation.method().equals("TrafficRouter.write");
        bench.script(situation -> acts(route(10, "op")));
        CompletableFuture<Tick> tick = rollout.tick().toCompletableFuture();
        bench.clock.advance(Duration.ofSeconds(5));
        bench.heldBack.get(0).run();
        assertThat(tick.join().failure().orElseThrow()).contains("may not drive");
        assertThat(bench.journal.writes()).isEmpty();
    }

    @Test
    void writesCarryTheOwnersEpochAndTheStepOfTheStatus() {
        Rollout rollout = bench.manual(
                builder -> builder.ownership((key, ttl, call) -> Optional.of(new Ownership.Grant(3, Instant.MAX))),
                analysis -> analysis);
        List<app.flagger.api.Fence> fences = new ArrayList<>();
        bench.journal.next("route", call -> fences.add(call.fence()));
        bench.script(situation -> saves(Bench.status(Phase.PROGRESSING, 10, 7), route(10, "op")));
        Bench.tick(rollout);
        assertThat(fences).containsExactly(new app.flagger.api.Fence(3, 7));
    }

    private static CanaryStatus run(Phase phase, String revision, boolean ended, String rule) {
        RunStatus.Builder run = RunStatus.builder()
                .id("run-" + revision)
                .revision(new Revision(revision))
                .startedAt(Instant.EPOCH)
                .strategy("canary@1");
        if (ended) {
            run.endedAt(Instant.EPOCH).result(Reason.of(rule));
        }
        return CanaryStatus.builder().phase(phase).run(run.build()).build();
    }

    private RunResult.Outcome outcome(CanaryStatus end) {
        Bench fresh = new Bench();
        Rollout rollout = fresh.manual();
        CompletableFuture<RunResult> result = rollout.result(new Revision("v2")).toCompletableFuture();
        fresh.script(situation -> saves(run(Phase.PROGRESSING, "v2", false, "")), situation -> saves(end));
        Bench.tick(rollout);
        assertThat(result).isDone();
        CompletableFuture<RunResult> restarted =
                fresh.manual().result(new Revision("v2")).toCompletableFuture();
        assertThat(restarted).isNotDone();
        return result.join().outcome();
    }

    @Test
    void theRunOfARevisionEndsOnceInOneOfFourWays() {
        CanaryStatus promoted = run(Phase.SUCCEEDED, "v2", true, "promoted").toBuilder()
                .lastPromotedSpec("v2")
                .build();
        assertThat(outcome(promoted)).isEqualTo(RunResult.Outcome.PROMOTED);
        assertThat(outcome(run(Phase.FAILED, "v2", true, "threshold-reached")))
                .isEqualTo(RunResult.Outcome.ROLLED_BACK);
        assertThat(outcome(run(Phase.FAILED, "v2", true, "aborted"))).isEqualTo(RunResult.Outcome.ABORTED);
        assertThat(outcome(run(Phase.FAILED, "v2", true, "reverted"))).isEqualTo(RunResult.Outcome.SUPERSEDED);
        assertThat(outcome(run(Phase.PROGRESSING, "v3", false, ""))).isEqualTo(RunResult.Outcome.SUPERSEDED);
    }

    @Test
    void theEndOfARunIsKnownAfterARestart() {
        bench.script(situation -> saves(run(Phase.FAILED, "v2", true, "threshold-reached")));
        Bench.tick(bench.manual());
        Rollout restarted = bench.manual();
        CompletableFuture<RunResult> result =
                restarted.result(new Revision("v2")).toCompletableFuture();
        Bench.tick(restarted);
        assertThat(result.join().outcome()).isEqualTo(RunResult.Outcome.ROLLED_BACK);
        assertThat(result.join().run()).isEqualTo("run-v2");
    }

    @Test
    void anInvalidSpecIsRefusedAndTheLastValidOneGoesOnHalted() {
        Engine engine = bench.builder().manualTicks().build();
        Canary valid = Bench.canary(analysis -> analysis);
        Rollout rollout = engine.manage(valid);
        Canary invalid = Bench.canary(analysis -> analysis.webhooks(List.of(
                Bench.hook("a", "pigeon:1"),
                Bench.hook("b", "gate:unknown").toBuilder()
                        .type(HookType.ROLLOUT)
                        .build())));
        assertThatThrownBy(() -> engine.manage(invalid))
                .isInstanceOf(InvalidResource.class)
                .hasMessageContaining("spec.analysis.webhooks[0].url")
                .hasMessageContaining("spec.analysis.webhooks[1].url");
        Bench.tick(rollout);
        assertThat(bench.seen.get(0).canary()).isEqualTo(valid);
        assertThat(bench.seen.get(0).halted().orElseThrow()).contains("pigeon");
        engine.manage(valid);
        Bench.tick(rollout);
        assertThat(bench.seen.get(1).halted()).isEmpty();
    }

    @Test
    void aForgottenCanaryIsNotDrivenAndNothingIsTouched() {
        Engine engine = automatic();
        Rollout rollout = engine.manage(Bench.canary(analysis -> analysis));
        bench.clock.advance(Duration.ZERO);
        CompletableFuture<RunResult> result = rollout.result(new Revision("v9")).toCompletableFuture();
        engine.forget(Bench.KEY);
        bench.clock.advance(Duration.ofHours(1));
        assertThat(bench.seen).hasSize(1);
        assertThat(result).isCompletedExceptionally();
        assertThat(engine.find(Bench.KEY)).isEmpty();
        assertThat(bench.clock.waiting()).isZero();
    }

    @Test
    void givingBackEndsWhenTheTargetIsGoneAnyway() {
        Engine engine = automatic();
        engine.manage(Bench.canary(analysis -> analysis));
        bench.clock.advance(Duration.ZERO);
        bench.journal.next("observe", call -> {
            throw new PlugException(PlugException.Kind.GONE, "the Deployment is deleted");
        });
        CompletableFuture<RunResult> given = engine.giveBack(Bench.KEY).toCompletableFuture();
        assertThat(given).isDone();
        assertThat(engine.find(Bench.KEY)).isEmpty();
    }

    @Test
    void givingBackGoesOnWhenOnlyTheLeaseIsGone() {
        AtomicBoolean gone = new AtomicBoolean(true);
        Engine engine = bench.builder()
                .ownership((key, ttl, call) -> {
                    if (gone.get()) {
                        throw new PlugException(PlugException.Kind.GONE, "the lease is deleted");
                    }
                    return Optional.of(new Ownership.Grant(1, Instant.MAX));
                })
                .build();
        engine.start();
        engine.manage(Bench.canary(analysis -> analysis));
        CompletableFuture<RunResult> given = engine.giveBack(Bench.KEY).toCompletableFuture();
        bench.clock.advance(Duration.ofSeconds(1));
        assertThat(given).isNotDone();
        assertThat(engine.find(Bench.KEY)).isPresent();
        gone.set(false);
        bench.clock.advance(Duration.ofMinutes(2));
        assertThat(bench.seen).isNotEmpty().allMatch(situation -> situation.giveBack());
    }

    @Test
    void closingDropsQuestionsMovesNothingAndTheNextStartResumes() {
        bench.holds = invocation -> invocation.method().startsWith("HookCaller");
        Engine engine = bench.builder()
                .hooks("test", (request, call) -> app.flagger.api.plug.HookAnswer.yes())
                .build();
        engine.start();
        engine.manage(Bench.canary(analysis -> analysis));
        bench.script(
                situation -> saves(Bench.status(Phase.PROGRESSING, 10, 1), route(10, "op")),
                situation -> app.flagger.engine.decision.MadeDecisions.asks(
                        app.flagger.engine.decision.Question.Order.UNTIL_NO,
                        app.flagger.engine.decision.MadeDecisions.hook("q", Bench.hook("h", "test:h"))));
        bench.clock.advance(Duration.ZERO);
        int writes = bench.journal.writes().size();
        engine.close(Duration.ofSeconds(1));
        assertThat(bench.journal.writes()).hasSize(writes);
        bench.clock.advance(Duration.ofHours(1));
        assertThat(bench.seen).hasSize(2);
        Rollout resumed = bench.manual();
        Bench.tick(resumed);
        assertThat(resumed.snapshot().split().canaryPercent()).isEqualTo(10);
        assertThatThrownBy(engine::start).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void healthCountsWhatIsOwnedAndHowLateTheOldestTickIs() {
        Engine engine = bench.builder().build();
        assertThat(engine.health().alive()).isFalse();
        engine.manage(Bench.canary(analysis -> analysis));
        engine.start();
        bench.clock.advance(Duration.ZERO);
        assertThat(engine.health().alive()).isTrue();
        assertThat(engine.health().managed()).isEqualTo(1);
        assertThat(engine.health().owned()).isEqualTo(1);
        assertThat(engine.health().latest()).isEmpty();
    }

    /** A tick during which that write of the route begins and does not come back. */
    private Invocation hangs(Rollout rollout, int percent, String operation) {
        bench.holds = invocation -> invocation.method().equals("TrafficRouter.write");
        bench.script(situation -> acts(route(percent, operation)));
        CompletableFuture<Tick> tick = rollout.tick().toCompletableFuture();
        Invocation hanging = bench.heldBack.remove(0);
        hanging.begin();
        bench.clock.advance(Duration.ofSeconds(10));
        assertThat(tick.join().failure().orElseThrow()).contains("TrafficRouter.write", "10s");
        bench.holds = invocation -> false;
        return hanging;
    }

    @Test
    void aWriteThatHangsForEverHoldsUpNoOtherOnceTheRouteWasReadBack() {
        Rollout rollout = bench.manual();
        hangs(rollout, 50, "op-1");
        bench.script(situation -> acts(route(10, "op-2")));
        assertThat(Bench.tick(rollout).failure()).isEmpty();
        assertThat(bench.router.live.canaryPercent()).isEqualTo(10);
    }

    @Test
    void aWriteThatHangsHoldsUpOthersWhileTheRouteCannotBeRead() {
        Rollout rollout = bench.manual();
        hangs(rollout, 50, "op-1");
        bench.journal.next("read route", call -> {
            throw new PlugException(PlugException.Kind.TRANSIENT, "away");
        });
        bench.script(situation -> acts(route(10, "op-2")));
        assertThat(Bench.tick(rollout).failure().orElseThrow()).contains("away");
        assertThat(bench.journal.writes()).isEmpty();
    }

    @Test
    void aWriteThatLandsAfterALaterOneWakesTheCanaryAndLeavesItsRouteInDoubtForOneTick() {
        Engine engine = automatic();
        Rollout rollout = engine.manage(Bench.canary(analysis -> analysis));
        bench.clock.advance(Duration.ZERO);
        Invocation late = hangs(rollout, 50, "op-1");
        bench.script(situation -> acts(route(10, "op-2")));
        assertThat(Bench.tick(rollout).failure()).isEmpty();
        Bench.tick(rollout);
        assertThat(last().routeInDoubt()).isFalse();

        int before = bench.seen.size();
        bench.router.live = Split.canary(50);
        bench.script(situation -> acts(route(10, "op-2")));
        late.lateEffect();
        assertThat(bench.seen).hasSizeGreaterThan(before);
        assertThat(bench.seen.get(before).routeInDoubt()).isTrue();
        assertThat(bench.seen.get(before).observation().route().orElseThrow().live())
                .isEqualTo(Split.canary(50));
        assertThat(bench.router.live.canaryPercent()).isEqualTo(10);
        Bench.tick(rollout);
        assertThat(last().routeInDoubt()).isFalse();
    }

    private Situation last() {
        return bench.seen.get(bench.seen.size() - 1);
    }

    @Test
    void aWriteThatLandsWhileATickLooksElsewhereLeavesTheRouteInDoubtForTheNextOne() {
        Engine engine = automatic();
        Rollout rollout = engine.manage(Bench.canary(analysis -> analysis));
        bench.clock.advance(Duration.ZERO);
        Invocation late = hangs(rollout, 50, "op-1");
        Bench.tick(rollout);
        bench.script = situation -> {
            if (!late.answered().isPresent()) {
                late.lateEffect();
            }
            return waits(Bench.INTERVAL);
        };
        int before = bench.seen.size();
        Bench.tick(rollout);
        assertThat(bench.seen.get(before).routeInDoubt()).isFalse();
        assertThat(bench.seen.get(before + 1).routeInDoubt()).isTrue();
        Bench.tick(rollout);
        assertThat(last().routeInDoubt()).isFalse();
    }

    @Test
    void aSaveThatHangsIsReadBackFromTheStore() {
        Rollout rollout = bench.manual();
        bench.holds = invocation -> invocation.method().equals("CanaryStore.save");
        bench.script(situation -> saves(Bench.status(Phase.PROGRESSING, 10, 1)));
        CompletableFuture<Tick> first = rollout.tick().toCompletableFuture();
        Invocation hanging = bench.heldBack.remove(0);
        hanging.begin();
        bench.clock.advance(Duration.ofSeconds(10));
        assertThat(first.join().failure().orElseThrow()).contains("CanaryStore.save");
        bench.holds = invocation -> false;
        bench.script(situation -> saves(Bench.status(Phase.PROGRESSING, 20, 1)));
        assertThat(Bench.tick(rollout).failure()).isEmpty();
        assertThat(bench.store.status(Bench.KEY).canaryWeight()).isEqualTo(20);
        hanging.lateEffect();
        assertThat(bench.store.status(Bench.KEY).canaryWeight()).isEqualTo(20);
    }

    @Test
    void anAnnotationWhoseRemovalHangsHoldsUpNoSave() {
        Rollout rollout = bench.manual();
        bench.holds = invocation -> invocation.method().equals("CanaryStore.removeAnnotation");
        bench.script(situation -> acts(removeAnnotation("op#flagger.app/reset")));
        CompletableFuture<Tick> first = rollout.tick().toCompletableFuture();
        bench.heldBack.get(0).begin();
        bench.clock.advance(Duration.ofSeconds(10));
        assertThat(first.join().failure().orElseThrow()).contains("CanaryStore.removeAnnotation");
        bench.holds = invocation -> false;
        bench.script(situation -> saves(Bench.status(Phase.PROGRESSING, 20, 1)));
        assertThat(Bench.tick(rollout).failure()).isEmpty();
        assertThat(bench.store.status(Bench.KEY).canaryWeight()).isEqualTo(20);
    }

    @Test
    void aHintOfTheStoreMakesTheStatusBeLoadedAgain() {
        Engine engine = automatic();
        engine.manage(Bench.canary(analysis -> analysis));
        bench.clock.advance(Duration.ZERO);
        CanaryStatus foreign = Bench.status(Phase.FAILED, 0, 9);
        bench.store.overwrite(Bench.KEY, foreign);
        bench.store.changed.accept(Bench.KEY);
        assertThat(bench.seen.get(bench.seen.size() - 1).status()).isEqualTo(foreign);
    }

    @Test
    void anEchoOfItsOwnWriteWakesNobody() {
        Engine engine = automatic();
        engine.manage(Bench.canary(analysis -> analysis));
        bench.script(situation -> saves(Bench.status(Phase.PROGRESSING, 10, 1)));
        bench.clock.advance(Duration.ZERO);
        int ticks = bench.seen.size();
        bench.store.changed.accept(Bench.KEY);
        assertThat(bench.seen).hasSize(ticks);
    }

    @Test
    void manyCanariesDoNotBeginAtOnce() {
        Engine engine = bench.builder().build();
        for (int i = 0; i < 50; i++) {
            engine.manage(Bench.canary("web-" + i, analysis -> analysis), new FakeWorkload(bench.journal));
        }
        engine.start();
        bench.clock.advance(Duration.ZERO);
        assertThat(bench.seen.size()).isLessThan(10);
        bench.clock.advance(Duration.ofSeconds(1));
        assertThat(bench.seen).hasSize(50);
    }

    @Test
    void whoComesBackAfterBeingForgottenWaitsForWhatIsUnderWay() {
        bench.holds = invocation -> invocation.method().equals("TrafficRouter.write");
        Engine engine = automatic();
        engine.manage(Bench.canary(analysis -> analysis));
        bench.script(situation -> acts(route(10, "op")));
        bench.clock.advance(Duration.ZERO);
        engine.forget(Bench.KEY);
        engine.manage(Bench.canary(analysis -> analysis));
        bench.clock.advance(Duration.ofSeconds(1));
        assertThat(bench.seen).hasSize(1);
        bench.heldBack.get(0).run();
        bench.clock.advance(Duration.ZERO);
        assertThat(bench.seen).hasSize(2);
    }
}
