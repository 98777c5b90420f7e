package app.flagger.engine.runtime;

import static app.flagger.engine.decision.MadeDecisions.acts;
import static app.flagger.engine.decision.MadeDecisions.asks;
import static app.flagger.engine.decision.MadeDecisions.hook;
import static app.flagger.engine.decision.MadeDecisions.promote;
import static app.flagger.engine.decision.MadeDecisions.route;
import static app.flagger.engine.decision.MadeDecisions.saves;
import static app.flagger.engine.decision.MadeDecisions.waits;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Call;
import app.flagger.api.CanaryKey;
import app.flagger.api.PlugException;
import app.flagger.api.Revision;
import app.flagger.api.plug.CanaryStore;
import app.flagger.api.plug.HookAnswer;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.Phase;
import app.flagger.engine.Rollout;
import app.flagger.engine.Tick;
import app.flagger.engine.decision.Question;
import app.flagger.engine.decision.Situation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TickLoopTest {
    private static final CanaryStatus TEN = Bench.status(Phase.PROGRESSING, 10, 1);

    private final Bench bench = new Bench();

    @Test
    void theStatusIsSavedBeforeAnythingIsDone() {
        Rollout rollout = bench.manual();
        bench.script(situation -> saves(TEN, route(10, "op/routes/1"), promote("v1", "op/promote/1")));
        Tick tick = Bench.tick(rollout);
        assertThat(bench.journal.writes()).containsExactly("save Progressing 10", "route 10", "promote v1");
        assertThat(bench.journal.operations()).endsWith("op/routes/1", "op/promote/1");
        assertThat(tick.failure()).isEmpty();
        assertThat(tick.snapshot().status()).isEqualTo(TEN);
    }

    @Test
    void whoCannotSaveTouchesNothing() {
        Rollout rollout = bench.manual();
        bench.journal.next("save", call -> {
            throw new PlugException(PlugException.Kind.TRANSIENT, "the store is away");
        });
        bench.script(situation -> saves(TEN, route(10, "op")));
        Tick tick = Bench.tick(rollout);
        assertThat(bench.journal.writes()).isEmpty();
        assertThat(tick.failure().orElseThrow()).contains("CanaryStore.save", "the store is away");
        assertThat(tick.dueIn()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aStatusThatStaysTheSameIsNotWritten() {
        Rollout rollout = bench.manual();
        bench.script(situation -> saves(TEN), situation -> saves(TEN));
        Bench.tick(rollout);
        assertThat(bench.store.saved).containsExactly(TEN);
    }

    @Test
    void aDecisionThatAdvancedIsSeenByTheNextOneOfTheTickAndSoIsWhatWasCarriedOut() {
        Rollout rollout = bench.manual();
        bench.script(situation -> saves(TEN, route(10, "op")));
        Bench.tick(rollout);
        assertThat(bench.seen).hasSize(2);
        assertThat(bench.seen.get(0).advanced()).isFalse();
        assertThat(bench.seen.get(0).carriedOut()).isEmpty();
        Situation second = bench.seen.get(1);
        assertThat(second.advanced()).isTrue();
        assertThat(second.carriedOut()).containsExactly("op");
        assertThat(second.now()).isEqualTo(bench.seen.get(0).now());
        assertThat(second.newRunId()).isEqualTo(bench.seen.get(0).newRunId());
        assertThat(second.observation().route().orElseThrow().live().canaryPercent())
                .isEqualTo(10);
        assertThat(second.startPhase()).isEqualTo(Phase.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ownership.acquire", "Workload.observe"})
    void aTickThatTookLongUntilItSawSomethingIsOneOfThatTime(String slow) {
        Instant began = bench.clock.now();
        bench.holds = invocation -> invocation.method().equals(slow) && bench.seen.isEmpty();
        Rollout rollout = bench.manual();
        bench.script(situation -> saves(TEN));
        CompletableFuture<Tick> tick = rollout.tick().toCompletableFuture();
        bench.clock.advance(Duration.ofSeconds(4));
        bench.heldBack.get(0).run();

        assertThat(tick).isCompleted();
        assertThat(bench.seen).extracting(Situation::now).containsOnly(began.plusSeconds(4));
    }

    @Test
    void anotherTickHasAnotherRunIdAndCookie() {
        Rollout rollout = bench.manual();
        Bench.tick(rollout);
        Bench.tick(rollout);
        assertThat(bench.seen.get(0).newRunId())
                .startsWith("run-")
                .isNotEqualTo(bench.seen.get(1).newRunId());
        assertThat(bench.seen.get(0).newCookie()).isNotEqualTo(bench.seen.get(1).newCookie());
    }

    @Test
    void aTickThatDoesNotComeToAnEndFails() {
        Rollout rollout = bench.manual();
        bench.script = situation -> acts();
        Tick tick = Bench.tick(rollout);
        assertThat(tick.failure().orElseThrow()).contains("acts", "32 rounds");
        assertThat(bench.seen).hasSize(32);
    }

    @Test
    void whatANewerEngineWroteIntoTheStatusOutlivesManySaves() throws Exception {
        bench.store.overwrite(Bench.KEY, "{\"phase\":\"Progressing\",\"fromTheFuture\":{\"kept\":true}}");
        Rollout rollout = bench.manual();
        bench.script(situation -> saves(TEN), situation -> saves(Bench.status(Phase.PROGRESSING, 20, 2)));
        Bench.tick(rollout);
        String text = bench.store
                .load(Bench.KEY, Calling.as("the test"))
                .orElseThrow()
                .json();
        assertThat(text).contains("\"canaryWeight\":20", "\"fromTheFuture\":{\"kept\":true}");
    }

    @Test
    void aSaveThatIsLostBecauseTheStatusChangedDiscardsTheTick() {
        Rollout rollout = bench.manual();
        Bench.tick(rollout);
        CanaryStatus foreign = Bench.status(Phase.FAILED, 0, 5);
        bench.script(situation -> {
            bench.store.overwrite(Bench.KEY, foreign);
            return saves(TEN, route(10, "op"));
        });
        Tick tick = Bench.tick(rollout);
        assertThat(bench.journal.writes()).doesNotContain("route 10");
        assertThat(tick.dueIn()).isZero();
        assertThat(bench.store.status(Bench.KEY)).isEqualTo(foreign);
        Bench.tick(rollout);
        assertThat(bench.seen.get(bench.seen.size() - 1).status()).isEqualTo(foreign);
    }

    @Test
    void aSaveThatIsLostThoughTheStatusIsEqualIsDecidedAgainWithTheSameAnswers() {
        Rollout rollout = bench.manual(builder -> builder.gate("open", request -> true), analysis -> analysis);
        Question gate = hook("q1", Bench.hook("open", "gate:open"));
        bench.script(situation -> saves(TEN));
        Bench.tick(rollout);
        bench.script(
                situation -> asks(Question.Order.UNTIL_NO, gate),
                situation -> {
                    bench.store.overwrite(Bench.KEY, TEN);
                    return saves(Bench.status(Phase.PROGRESSING, 20, 2));
                },
                situation -> saves(Bench.status(Phase.PROGRESSING, 20, 2)));
        var tick = rollout.tick().toCompletableFuture();
        bench.clock.advance(Duration.ofMillis(50));
        assertThat(tick.join().failure()).isEmpty();
        assertThat(bench.store.status(Bench.KEY).canaryWeight()).isEqualTo(20);
        assertThat(bench.seen.get(bench.seen.size() - 2).answers()).containsKey("q1");
    }

    @Test
    void aRouteThatSomebodyChangedIsObservedAndDecidedAgain() {
        Rollout rollout = bench.manual();
        bench.script(
                situation -> {
                    bench.router.version++;
                    return acts(route(10, "op"));
                },
                situation -> acts(route(10, "op")));
        Tick tick = Bench.tick(rollout);
        assertThat(tick.failure()).isEmpty();
        assertThat(bench.router.live.canaryPercent()).isEqualTo(10);
    }

    @Test
    void conflictsThatGoOnEndTheTick() {
        Rollout rollout = bench.manual();
        bench.script = situation -> {
            bench.router.version++;
            return acts(route(10, "op"));
        };
        Tick tick = Bench.tick(rollout);
        assertThat(tick.failure().orElseThrow()).contains("TrafficRouter.write");
        assertThat(bench.seen).hasSize(4);
        assertThat(bench.router.live.canaryPercent()).isZero();
    }

    @Test
    void aFailedActionEndsTheTickAndTheOnesBehindItAreNotDone() {
        Rollout rollout = bench.manual();
        bench.journal.next("route", call -> {
            throw new PlugException(PlugException.Kind.THROTTLED, "slow down").retryAfter(Duration.ofSeconds(20));
        });
        bench.script(situation -> acts(route(10, "op"), promote("v1", "op2")));
        Tick tick = Bench.tick(rollout);
        assertThat(bench.journal.writes()).isEmpty();
        assertThat(tick.dueIn()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void failuresInARowAreRepeatedAtGrowingDistance() {
        Rollout rollout = bench.manual();
        bench.script = situation -> {
            throw new IllegalStateException("broken strategy with a secret in its message");
        };
        assertThat(Bench.tick(rollout).dueIn()).isEqualTo(Duration.ofSeconds(1));
        assertThat(Bench.tick(rollout).dueIn()).isEqualTo(Duration.ofSeconds(2));
        Tick third = Bench.tick(rollout);
        assertThat(third.dueIn()).isEqualTo(Duration.ofSeconds(4));
        assertThat(third.failure().orElseThrow())
                .contains("IllegalStateException")
                .doesNotContain("secret");
        for (int i = 0; i < 10; i++) {
            Bench.tick(rollout);
        }
        assertThat(Bench.tick(rollout).dueIn()).isEqualTo(Bench.INTERVAL);
        bench.script = situation -> waits(Duration.ofSeconds(5));
        assertThat(Bench.tick(rollout).dueIn()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void thereAreAtMostEightRoundsOfQuestionsThenNoneMayBeAsked() {
        Rollout rollout = bench.manual(builder -> builder.gate("open", request -> true), analysis -> analysis);
        bench.script = situation -> situation.mayAsk()
                ? asks(Question.Order.UNTIL_NO, hook("q" + situation.answers().size(), Bench.hook("open", "gate:open")))
                : waits(Bench.INTERVAL);
        Tick tick = Bench.tick(rollout);
        assertThat(tick.failure()).isEmpty();
        assertThat(bench.seen).hasSize(9);
        assertThat(bench.seen.get(8).answers()).hasSize(8);
    }

    @Test
    void aDecisionThatAsksWhatWasAnsweredFails() {
        Rollout rollout = bench.manual(builder -> builder.gate("open", request -> true), analysis -> analysis);
        bench.script = situation -> asks(Question.Order.UNTIL_NO, hook("q", Bench.hook("open", "gate:open")));
        assertThat(Bench.tick(rollout).failure().orElseThrow()).contains("asks what was answered");
    }

    @Test
    void answersAreVoidIfTheTargetChangedWhileTheyWereGiven() {
        Rollout rollout = bench.manual(
                builder -> builder.hooks("test", (request, call) -> {
                    bench.workload.target = new Revision("v2");
                    return HookAnswer.yes();
                }),
                analysis -> analysis);
        bench.script(situation -> asks(Question.Order.UNTIL_NO, hook("q", Bench.hook("h", "test:h"))));
        Bench.tick(rollout);
        assertThat(bench.seen.get(1).answers()).isEmpty();
        assertThat(bench.seen.get(1).mayAsk()).isFalse();
        assertThat(bench.seen.get(1).observation().workload().target()).isEqualTo(new Revision("v2"));
    }

    @Test
    void aStoreThatDoesNotGiveBackWhatWasSavedIsRefused() {
        EngineBuilder builder = new EngineBuilder()
                .router("fake", bench.router)
                .workloads((ref, key) -> Optional.of(bench.workload))
                .clock(bench.clock)
                .store(new ForgetfulStore())
                .manualTicks()
                .seams(Seams.deterministic(() -> 1).decider(situation -> saves(TEN, route(10, "op"))));
        Rollout rollout = builder.build().manage(Bench.canary(analysis -> analysis));
        Tick tick = Bench.tick(rollout);
        assertThat(tick.failure().orElseThrow()).contains("does not give back what was saved");
        assertThat(bench.journal.writes()).isEmpty();
    }

    /** Knows only the phase, as a CRD that prunes. */
    private static final class ForgetfulStore implements CanaryStore {
        private final MemoryStore kept = new MemoryStore();

        @Override
        public Optional<Stored> load(CanaryKey key, Call call) {
            return kept.load(key, call);
        }

        @Override
        public Stored save(CanaryKey key, String json, Optional<String> version, Call call) throws PlugException {
            return kept.save(key, "{\"phase\":\"Progressing\"}", version, call);
        }

        @Override
        public void delete(CanaryKey key, String version, Call call) throws PlugException {
            kept.delete(key, version, call);
        }
    }

    @Test
    void theStatusIsLoadedOnceAndThenKept() {
        Rollout rollout = bench.manual();
        Bench.tick(rollout);
        Bench.tick(rollout);
        assertThat(bench.journal.reads("load")).isEqualTo(1);
        assertThat(bench.journal.reads("observe")).isEqualTo(2);
    }
}
