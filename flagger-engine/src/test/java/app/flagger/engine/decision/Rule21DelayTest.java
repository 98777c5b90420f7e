package app.flagger.engine.decision;

import static app.flagger.engine.decision.Canaries.canary;
import static app.flagger.engine.decision.Canaries.hook;
import static app.flagger.engine.decision.Canaries.insiders;
import static app.flagger.engine.decision.Canaries.iterations;
import static app.flagger.engine.decision.Canaries.steps;
import static app.flagger.engine.decision.Canaries.successRate;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.HookType;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** DESIGN section 3, rule 21: delay. */
class Rule21DelayTest {
    private static DecisionBench bench(UnaryOperator<Analysis.Builder> strategy) {
        return new DecisionBench(canary(analysis -> strategy.apply(analysis)
                        .delay(Duration.ofMinutes(5))
                        .addMetrics(successRate())
                        .addWebhooks(hook("load", HookType.ROLLOUT))))
                .metric("request-success-rate", 100);
    }

    private final DecisionBench bench = bench(steps(10, 30));

    @Test
    void meanwhileTheFirstStepIsTakenAndNothingElse() {
        bench.metric("request-success-rate", 10).started("2").forget();
        bench.ticks(4);
        assertThat(bench.state()).isEqualTo("Progressing 10 up");
        assertThat(bench.asked).doesNotContain("request-success-rate");
        assertThat(bench.status.failedChecks()).isZero();
        assertThat(bench.status.run().orElseThrow().passed()).isZero();
    }

    @Test
    void meanwhileThereIsNoFurtherIteration() {
        DecisionBench ab = bench(analysis -> iterations(5).apply(analysis).addMatch(insiders()));
        ab.started("2").ticks(4);
        assertThat(ab.status.iterations()).isEqualTo(1);
    }

    @Test
    void rolloutHooksAreCalledAndTheirAnswersIgnored() {
        bench.hooks.put("load", false);
        bench.started("2").forget();
        bench.ticks(4);
        assertThat(bench.asked).containsOnly("load@Progressing").hasSize(3);
        assertThat(bench.status.failedChecks()).isZero();
    }

    @Test
    void theDelayCountsFromReadySince() {
        bench.canaryMode = "starting";
        bench.started("2").ticks(3);
        bench.canaryMode = "ready";
        bench.ticks(5);
        assertThat(bench.state()).isEqualTo("Progressing 10 up");
        bench.tick();
        assertThat(bench.state()).isEqualTo("Progressing 20 up");
    }

    @Test
    void itCountsAgainAfterEveryLossOfReadiness() {
        bench.started("2").ticks(4);
        bench.canaryMode = "degraded";
        bench.tick();
        bench.canaryMode = "ready";
        bench.tick();
        bench.forget().ticks(4);
        assertThat(bench.state()).isEqualTo("Progressing 10 up");
        bench.tick();
        assertThat(bench.state()).isEqualTo("Progressing 20 up");
    }

    @Test
    void itCountsAgainAfterALossOfReadinessWhileSuspended() {
        bench.started("2").ticks(4);
        Canary running = bench.canary;
        bench.edit(running.toBuilder()
                .spec(running.spec().toBuilder().suspend(true).build())
                .build());
        bench.canaryMode = "degraded";
        bench.tick();
        bench.canaryMode = "ready";
        bench.edit(running).ticks(4);
        assertThat(bench.state()).isEqualTo("Progressing 10 up");
    }

    @Test
    void aWakeUpDoesNotCallTheHooksOnceMore() {
        bench.started("2").ticks(2).forget();
        bench.wake().wake();
        assertThat(bench.asked).isEmpty();
    }

    @Test
    void everyHookIsCalledWhateverTheOneBeforeSaid() {
        bench.edit(canary(analysis -> steps(10, 30)
                .apply(analysis)
                .delay(Duration.ofMinutes(5))
                .addWebhooks(hook("load", HookType.ROLLOUT), hook("more", HookType.ROLLOUT))));
        bench.started("2").tick().forget().tick();
        assertThat(bench.asked).containsExactly("load@Progressing", "more@Progressing");
    }
}
