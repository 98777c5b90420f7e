package app.flagger.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Call;
import app.flagger.api.CanaryKey;
import app.flagger.api.Command;
import app.flagger.api.PlugException;
import app.flagger.api.Revision;
import app.flagger.api.plug.Ownership;
import app.flagger.api.plug.Split;
import app.flagger.api.plug.Telemetry;
import app.flagger.api.plug.WorkloadState;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.Phase;
import app.flagger.engine.Replay;
import app.flagger.engine.Rollout;
import app.flagger.engine.Tick;
import app.flagger.engine.TickRecord;
import app.flagger.engine.analysis.Judges;
import app.flagger.engine.decision.Decider;
import app.flagger.engine.decision.Situation;
import app.flagger.engine.strategy.Strategies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Ticks of a canary to which nothing happens: they look, and decide anew only where something has changed. */
class GlanceTest {
    private static final Decider STOCK = Decider.of(Strategies.stock(), Judges.stock());

    private final List<Call> calls = new ArrayList<>();
    private final List<Situation> decided = new ArrayList<>();
    private final Bench bench = new Bench();
    private boolean touches;
    private Engine engine = bench.builder().build();
    private final FakeWorkload workload = new FakeWorkload(bench.journal) {
        @Override
        public WorkloadState observe(Call call) throws Exception {
            calls.add(call);
            if (touches) {
                call.onCancel(() -> {});
            }
            return super.observe(call);
        }
    };

    /** An engine with the stock decisions whose canary has settled. */
    private Rollout idle(Consumer<EngineBuilder> more) {
        workload.primary = Optional.of(workload.target);
        EngineBuilder builder = bench.builder()
                .seams(Seams.deterministic(new Random(7)::nextLong)
                        .calls(invocation -> {
                            if (bench.holds.test(invocation)) {
                                bench.heldBack.add(invocation);
                            } else {
                                invocation.run();
                            }
                        })
                        .decider(situation -> {
                            decided.add(situation);
                            return STOCK.decide(situation);
                        }));
        more.accept(builder);
        engine = builder.build();
        Rollout rollout = engine.manage(Bench.canary(analysis -> analysis), workload);
        engine.start();
        bench.clock.advance(Duration.ofMinutes(5));
        assertThat(rollout.snapshot().phase()).isEqualTo(Phase.INITIALIZED);
        decided.clear();
        calls.clear();
        return rollout;
    }

    private Rollout idle() {
        return idle(builder -> {});
    }

    @Test
    void everyTickLooksAtTheWorldAndDecidesNothingNew() {
        List<CanaryStatus> told = new ArrayList<>();
        Rollout rollout = idle(builder -> builder.telemetry(new Telemetry() {
            @Override
            public void tick(CanaryKey canary, CanaryStatus status, Duration took) {
                told.add(status);
            }
        }));
        told.clear();
        int routes = bench.journal.reads("read route");
        bench.clock.advance(Duration.ofMinutes(10));
        assertThat(calls).hasSize(10);
        assertThat(bench.journal.reads("read route")).isEqualTo(routes + 10);
        assertThat(decided).isEmpty();
        assertThat(told).hasSize(10).allMatch(status -> status.phase() == Phase.INITIALIZED);
        assertThat(rollout.snapshot().lastTickAt()).contains(bench.clock.now());
        assertThat(rollout.snapshot().lastDecision().orElseThrow().rule()).isEqualTo("idle");
    }

    @Test
    void aSnapshotStaysTheSameObjectFromTickToTick() {
        Rollout rollout = idle();
        bench.clock.advance(Duration.ofMinutes(1));
        assertThat(rollout.snapshot()).isSameAs(rollout.snapshot());
        var before = rollout.snapshot();
        bench.clock.advance(Duration.ofMinutes(1));
        assertThat(rollout.snapshot()).isNotSameAs(before);
        assertThat(before.lastTickAt()).contains(bench.clock.now().minus(Duration.ofMinutes(1)));
    }

    @Test
    void aPushIsDecidedOnInTheTickThatSeesIt() {
        Rollout rollout = idle();
        workload.target = new Revision("v2");
        bench.clock.advance(Duration.ofMinutes(1));
        assertThat(rollout.snapshot().phase()).isEqualTo(Phase.PROGRESSING);
        assertThat(decided.get(0).observation().workload().target()).isEqualTo(new Revision("v2"));
        assertThat(decided.get(0).now()).isEqualTo(bench.clock.now());
        assertThat(calls).as("one look for each decision").hasSize(decided.size());
    }

    @Test
    void aRouteThatSomebodyMovedIsDecidedOn() {
        idle();
        bench.router.live = app.flagger.api.plug.Split.canary(30);
        bench.clock.advance(Duration.ofMinutes(1));
        assertThat(bench.router.live.canaryPercent()).isZero();
    }

    @Test
    void aRouteThatIsGoneIsMadeAgain() {
        idle();
        bench.router.exists = false;
        bench.clock.advance(Duration.ofMinutes(1));
        assertThat(bench.router.exists).isTrue();
    }

    @Test
    void aLookThatFailsFailsTheTickAndIsRepeatedSoon() {
        Rollout rollout = idle();
        bench.journal.next("observe", call -> {
            throw new PlugException(PlugException.Kind.TRANSIENT, "away");
        });
        bench.clock.advance(Duration.ofMinutes(1));
        assertThat(rollout.snapshot().lastFailure().orElseThrow()).contains("Workload.observe", "away");
        assertThat(calls).hasSize(1);
        bench.clock.advance(Duration.ofSeconds(1));
        assertThat(rollout.snapshot().lastFailure()).isEmpty();
        assertThat(calls).hasSize(2);
    }

    @Test
    void aLookThatHangsIsGivenUpAtItsDeadlineAndItsLateAnswerCountsForNothing() {
        Rollout rollout = idle();
        bench.holds = invocation -> invocation.method().equals("Workload.observe");
        bench.clock.advance(Duration.ofMinutes(1));
        bench.holds = invocation -> false;
        assertThat(bench.heldBack).hasSize(1);
        bench.heldBack.get(0).begin();
        bench.clock.advance(Duration.ofSeconds(10));
        assertThat(rollout.snapshot().lastFailure().orElseThrow()).contains("Workload.observe", "10s");
        bench.clock.advance(Duration.ofSeconds(1));
        assertThat(rollout.snapshot().lastFailure()).isEmpty();
        decided.clear();
        bench.heldBack.get(0).lateEffect();
        bench.heldBack.get(0).answer();
        bench.clock.advance(Duration.ofMinutes(3));
        assertThat(rollout.snapshot().lastFailure()).isEmpty();
        assertThat(decided).isEmpty();
    }

    @Test
    void aHintDuringALookLeadsToAnotherOne() {
        Rollout rollout = idle();
        bench.holds = invocation -> invocation.method().equals("Workload.observe");
        bench.clock.advance(Duration.ofMinutes(1));
        bench.holds = invocation -> false;
        rollout.wake();
        assertThat(calls).isEmpty();
        bench.heldBack.get(0).run();
        assertThat(calls).hasSize(2);
    }

    @Test
    void aCommandDuringALookIsTakenUpByTheSameTick() {
        Rollout rollout = idle();
        bench.holds = invocation -> invocation.method().equals("Workload.observe");
        bench.clock.advance(Duration.ofMinutes(1));
        bench.holds = invocation -> false;
        rollout.send(new Command(Command.Kind.PAUSE, "c1", "somebody", "lunch"));
        bench.heldBack.get(0).run();
        assertThat(rollout.snapshot().status().paused()).isPresent();
    }

    @Test
    void aPlugGetsTheSameCallAgainUnlessItMayStillHaveItInHands() {
        idle();
        bench.clock.advance(Duration.ofMinutes(2));
        assertThat(calls.get(1)).isSameAs(calls.get(0));
        touches = true;
        bench.clock.advance(Duration.ofMinutes(2));
        assertThat(calls.get(3)).isNotSameAs(calls.get(2));
        assertThat(calls.get(3).remaining()).isLessThanOrEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void everyTickHasItsRecordWhichReplays() {
        List<TickRecord> records = new ArrayList<>();
        idle(builder -> builder.records(records::add));
        records.clear();
        bench.clock.advance(Duration.ofMinutes(3));
        assertThat(decided).isEmpty();
        assertThat(records).hasSize(3);
        assertThat(records.get(2).at()).isEqualTo(bench.clock.now());
        for (TickRecord record : records) {
            List<Replay.Step> steps = Replay.of(record.toJson(), STOCK);
            assertThat(steps).hasSize(1).allMatch(Replay.Step::same);
            assertThat(steps.get(0).situation().now()).isEqualTo(record.at());
        }
    }

    @Test
    void whoAsksForATickHearsOfTheDecisionThatHolds() {
        Rollout rollout = idle();
        Tick tick = Bench.tick(rollout);
        assertThat(decided).isEmpty();
        assertThat(tick.decisions()).hasSize(1);
        assertThat(tick.decisions().get(0).rule()).isEqualTo("idle");
        assertThat(tick.dueIn()).isEqualTo(Bench.INTERVAL);
        assertThat(tick.snapshot().lastTickAt()).contains(bench.clock.now());
    }

    @Test
    void anotherSpecIsDecidedOn() {
        Rollout rollout = idle();
        engine.manage(Bench.canary(analysis -> analysis.interval(Duration.ofMinutes(7))), workload);
        assertThat(rollout.snapshot().lastDecision().orElseThrow().dueIn()).contains(Duration.ofMinutes(7));
    }

    @Test
    void ownershipIsProlongedAsEver() {
        List<String> asked = new ArrayList<>();
        idle(builder -> builder.ownership((key, ttl, call) -> {
            asked.add(call.operation());
            return Optional.of(new Ownership.Grant(1, call.now().plus(Duration.ofMinutes(4))));
        }));
        asked.clear();
        bench.clock.advance(Duration.ofMinutes(8));
        assertThat(asked).as("at half of each grant").hasSize(4);
    }

    @Test
    void aStatusThatSomebodyElseChangedIsLoaded() {
        Rollout rollout = idle();
        CanaryStatus other =
                rollout.snapshot().status().toBuilder().failedChecks(3).build();
        bench.store.overwrite(Bench.KEY, other);
        bench.store.changed.accept(Bench.KEY);
        assertThat(rollout.snapshot().status().failedChecks()).isEqualTo(3);
    }

    /** Somebody moved the route; the write that moves it back hangs, and was repeated. */
    private Invocation hangingWrite() {
        bench.router.live = Split.canary(30);
        bench.holds = invocation -> invocation.method().equals("TrafficRouter.write");
        bench.clock.advance(Duration.ofMinutes(1));
        bench.holds = invocation -> false;
        Invocation hanging = bench.heldBack.remove(0);
        hanging.begin();
        bench.clock.advance(Duration.ofSeconds(11));
        assertThat(bench.router.live).isEqualTo(Split.allToPrimary());
        decided.clear();
        return hanging;
    }

    @Test
    void aWriteThatHangsMakesNoTickDecideAnewUntilItComesBack() {
        idle();
        Invocation hanging = hangingWrite();
        bench.clock.advance(Duration.ofMinutes(1));
        decided.clear();
        bench.clock.advance(Duration.ofMinutes(3));
        assertThat(decided).isEmpty();
        hanging.lateEffect();
        assertThat(decided).hasSize(1);
        assertThat(decided.get(0).routeInDoubt()).isTrue();
        bench.clock.advance(Duration.ofMinutes(1));
        assertThat(decided.get(decided.size() - 1).routeInDoubt()).isFalse();
        decided.clear();
        bench.clock.advance(Duration.ofMinutes(3));
        assertThat(decided).isEmpty();
    }

    @Test
    void aWriteThatComesBackDuringALookLeavesTheRouteInDoubt() {
        idle();
        Invocation hanging = hangingWrite();
        bench.clock.advance(Duration.ofMinutes(1));
        decided.clear();
        bench.holds = invocation -> invocation.method().equals("Workload.observe");
        bench.clock.advance(Duration.ofMinutes(1));
        bench.holds = invocation -> false;
        hanging.lateEffect();
        bench.heldBack.get(0).run();
        assertThat(decided).hasSize(2).allMatch(Situation::routeInDoubt);
        bench.clock.advance(Duration.ofMinutes(1));
        assertThat(decided.get(2).routeInDoubt()).isFalse();
    }

    @Test
    void aScaleUpThatHangsMakesEveryTickDecideUntilItHasComeBack() {
        Rollout rollout = idle();
        bench.holds = invocation -> invocation.method().equals("Workload.scaleCanary");
        workload.target = new Revision("v2");
        bench.clock.advance(Duration.ofMinutes(1));
        bench.holds = invocation -> false;
        Invocation hanging = bench.heldBack.remove(0);
        hanging.begin();
        bench.clock.advance(Duration.ofSeconds(11));
        workload.target = new Revision("v1");
        bench.clock.advance(Duration.ofMinutes(5));
        assertThat(rollout.snapshot().phase()).isEqualTo(Phase.FAILED);
        decided.clear();
        bench.clock.advance(Duration.ofMinutes(1));
        assertThat(decided).isNotEmpty().allMatch(Situation::canaryInDoubt);
        bench.journal.clear();
        hanging.lateEffect();
        assertThat(bench.journal.writes()).containsExactly("scale up v2", "scale down");
        bench.clock.advance(Duration.ofMinutes(2));
        decided.clear();
        bench.clock.advance(Duration.ofMinutes(2));
        assertThat(decided).isEmpty();
    }
}
