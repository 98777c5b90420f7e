package app.flagger.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Revision;
import app.flagger.api.plug.Measurement;
import app.flagger.api.plug.MetricProvider;
import app.flagger.api.plug.MetricQuery;
import app.flagger.api.plug.Shape;
import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.CanarySpec;
import app.flagger.api.spec.Metric;
import app.flagger.api.spec.ObjectMetadata;
import app.flagger.api.spec.ObjectRef;
import app.flagger.api.status.Phase;
import app.flagger.engine.Rollout;
import app.flagger.engine.RunResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The runtime with the decisions that ship, from the first tick to a promotion. */
class WholeRolloutTest {
    private final Journal journal = new Journal();
    private final HandClock clock = new HandClock();
    private final FakeWorkload workload = new FakeWorkload(journal);
    private final FakeRouter router = new FakeRouter(journal);
    private final FakeStore store = new FakeStore(journal);
    private volatile double rate = 99.9;

    private final Canary canary = Canary.builder()
            .metadata(ObjectMetadata.builder().namespace("shop").name("web").build())
            .spec(CanarySpec.builder()
                    .targetRef(ObjectRef.of("apps/v1", "Deployment", "web"))
                    .analysis(Analysis.builder()
                            .stepWeight(20)
                            .maxWeight(60)
                            .threshold(2)
                            .metrics(List.of(Metric.builder()
                                    .name(Metric.SUCCESS_RATE)
                                    .threshold(99)
                                    .build()))
                            .build())
                    .build())
            .build();

    private Engine engine() {
        return builder().build();
    }

    private EngineBuilder builder() {
        MetricProvider provider = new MetricProvider() {
            @Override
            public Set<Shape> shapes() {
                return Set.of(Shape.VALUE);
            }

            @Override
            public Measurement query(MetricQuery query, app.flagger.api.Call call) {
                return new Measurement.Value(rate, call.now());
            }
        };
        return new EngineBuilder()
                .router("fake", router)
                .workloads((ref, key) -> Optional.of(workload))
                .metrics(provider)
                .store(store)
                .clock(clock)
                .seams(Seams.deterministic(new Random(7)::nextLong));
    }

    @Test
    void aGoodRevisionIsPromotedStepByStep() {
        Engine engine = engine();
        List<String> codes = new ArrayList<>();
        engine.listen(event -> codes.add(event.code()));
        engine.start();
        Rollout rollout = engine.manage(canary);
        clock.advance(Duration.ofMinutes(1));
        assertThat(rollout.snapshot().phase()).isEqualTo(Phase.INITIALIZED);

        workload.target = new Revision("v2");
        rollout.wake();
        assertThat(rollout.snapshot().phase()).isEqualTo(Phase.PROGRESSING);
        var result = rollout.result(new Revision("v2")).toCompletableFuture();
        journal.clear();
        for (int i = 0; i < 12 && !result.isDone(); i++) {
            clock.advance(Duration.ofMinutes(1));
        }
        assertThat(journal.writes().stream().filter(write -> write.startsWith("route")))
                .containsExactly("route 20", "route 40", "route 60", "route 0");
        assertThat(result.join().outcome()).isEqualTo(RunResult.Outcome.PROMOTED);
        assertThat(workload.primary).contains(new Revision("v2"));
        assertThat(codes).contains("initialised", "started", "advanced", "promotion-finished");
        assertThat(store.status(canary.key()).outbox()).isEmpty();
    }

    @Test
    void aBadRevisionIsRolledBack() {
        Engine engine = engine();
        engine.start();
        Rollout rollout = engine.manage(canary);
        clock.advance(Duration.ofMinutes(1));
        workload.target = new Revision("v2");
        rollout.wake();
        rate = 50;
        clock.advance(Duration.ofMinutes(10));
        assertThat(rollout.snapshot().phase()).isEqualTo(Phase.FAILED);
        assertThat(rollout.result(new Revision("v2"))
                        .toCompletableFuture()
                        .join()
                        .outcome())
                .isEqualTo(RunResult.Outcome.ROLLED_BACK);
        assertThat(workload.primary).contains(new Revision("v1"));
        assertThat(workload.up).isFalse();
    }

    @Test
    void aRolloutGoesOnWhereItWasAfterTheEngineDied() {
        Engine first = engine();
        first.start();
        first.manage(canary);
        clock.advance(Duration.ofMinutes(1));
        workload.target = new Revision("v2");
        clock.advance(Duration.ofMinutes(3));
        int weight = store.status(canary.key()).canaryWeight();
        assertThat(weight).isPositive();
        first.kill();
        clock.advance(Duration.ofMinutes(30));
        assertThat(store.status(canary.key()).canaryWeight()).isEqualTo(weight);

        Engine second = engine();
        second.start();
        Rollout rollout = second.manage(canary);
        clock.advance(Duration.ofMinutes(10));
        assertThat(rollout.snapshot().phase()).isEqualTo(Phase.SUCCEEDED);
    }

    @Test
    void targetAndRouteAreGivenBackAndTheCanaryIsForgotten() {
        Engine engine = engine();
        engine.start();
        engine.manage(canary);
        clock.advance(Duration.ofMinutes(1));
        journal.clear();
        var given = engine.giveBack(canary.key()).toCompletableFuture();
        clock.advance(Duration.ofMinutes(5));
        assertThat(given).isDone();
        assertThat(journal.writes()).containsSubsequence("give back target", "give back route");
        assertThat(store.status(canary.key()).phase()).isEqualTo(Phase.TERMINATED);
        assertThat(engine.find(canary.key())).isEmpty();
    }

    @Test
    void theFormerRouterIsRestoredBeforeARunGoesOnUnderAnother() {
        Journal others = new Journal();
        FakeRouter other = new FakeRouter(others);
        Engine engine = builder().router("other", other).manualTicks().build();
        Rollout rollout = engine.manage(canary);
        interval(rollout);
        interval(rollout);
        workload.target = new Revision("2");
        interval(rollout);
        interval(rollout);
        assertThat(router.live.canaryPercent()).isEqualTo(20);

        engine.manage(canary.toBuilder()
                .spec(canary.spec().toBuilder().provider("other").build())
                .build());
        Bench.tick(rollout);
        assertThat(router.live.canaryPercent()).isZero();
        assertThat(journal.writes()).contains("give back route");
        interval(rollout);
        assertThat(other.live.canaryPercent()).isEqualTo(20);
        assertThat(router.live.canaryPercent()).isZero();
    }

    private void interval(Rollout rollout) {
        clock.advance(Duration.ofMinutes(1));
        Bench.tick(rollout);
    }
}
