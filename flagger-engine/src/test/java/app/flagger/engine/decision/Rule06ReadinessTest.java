package app.flagger.engine.decision;

import static app.flagger.engine.decision.Canaries.canary;
import static app.flagger.engine.decision.Canaries.hook;
import static app.flagger.engine.decision.Canaries.steps;
import static app.flagger.engine.decision.Canaries.successRate;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Revision;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.HookType;
import app.flagger.api.status.OutboxEntry;
import app.flagger.api.status.Phase;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** DESIGN section 3, rule 6: ready, degraded, unavailable, stuck. */
class Rule06ReadinessTest {
    /** progressDeadlineSeconds 60 and threshold 5 times an interval of 60 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(360);

    private final DecisionBench bench = new DecisionBench(canary(analysis -> steps(10, 50)
                    .apply(analysis)
                    .addMetrics(successRate())
                    .addWebhooks(hook("load", HookType.ROLLOUT), hook("pre", HookType.PRE_ROLLOUT))))
            .metric("request-success-rate", 100);

    @ParameterizedTest
    @CsvSource({"canary, degraded", "canary, starting", "primary, degraded", "primary, starting"})
    void whileAVersionInUseIsNotReadyNothingIsJudgedOrAskedOrRaised(String version, String mode) {
        bench.started("2").until("Progressing 20 up").forget();
        set(version, mode);
        bench.ticks(3);
        assertThat(bench.asked).isEmpty();
        assertThat(bench.status.canaryWeight()).isEqualTo(20);
        assertThat(bench.status.failedChecks()).isZero();
    }

    private void set(String version, String mode) {
        if (version.equals("canary")) {
            bench.canaryMode = mode;
        } else {
            bench.primaryMode = mode;
        }
    }

    @Test
    void noPreRolloutHookIsAskedBeforeTheCanaryIsReady() {
        bench.canaryMode = "degraded";
        bench.started("2").ticks(2);
        assertThat(bench.asked).isEmpty();
        bench.canaryMode = "ready";
        bench.tick();
        assertThat(bench.asked).containsExactly("pre@Progressing");
    }

    @Test
    void readyMeansAtLeastTheThresholdIsAvailable() {
        bench.edit(canary(analysis -> steps(10, 50).apply(analysis).canaryReadyThreshold(50)));
        bench.canaryMode = "degraded";
        bench.started("2").tick();
        assertThat(bench.state()).isEqualTo("Progressing 10 up");
    }

    @Test
    void readyMeansAtLeastOneReplicaWhateverTheThreshold() {
        bench.edit(canary(analysis -> steps(10, 50).apply(analysis).canaryReadyThreshold(0)));
        bench.canaryMode = "starting";
        bench.started("2").ticks(2);
        assertThat(bench.state()).isEqualTo("Progressing 0 up");
    }

    @Test
    void aStuckCanaryIsRolledBackWithAnErrorAlert() {
        bench.started("2").until("Progressing 20 up").forget();
        bench.canaryMode = "stuck";
        bench.tick();
        assertThat(bench.state()).isEqualTo("Failed 0");
        assertThat(bench.alerts()).contains("ERROR canary-lost");
    }

    @Test
    void theEngineComputesNoStuckBeforeItsPatienceEnds() {
        bench.started("2").until("Progressing 20 up");
        bench.canaryMode = "degraded";
        bench.wake();
        bench.tickAfter(PATIENCE.minusSeconds(1));
        assertThat(bench.state()).isEqualTo("Progressing 20 up");
        bench.wake();
        assertThat(bench.state()).isEqualTo("Failed 0");
        assertThat(bench.codes(OutboxEntry.Kind.EVENT)).contains("canary-lost");
    }

    @Test
    void patienceStartsAgainAfterEachTimeOfReadiness() {
        bench.started("2").until("Progressing 20 up");
        bench.canaryMode = "degraded";
        bench.wake();
        bench.tickAfter(PATIENCE.minusSeconds(1));
        bench.canaryMode = "ready";
        bench.wake();
        bench.canaryMode = "degraded";
        bench.wake();
        bench.tickAfter(PATIENCE.minusSeconds(1));
        assertThat(bench.status.phase()).isEqualTo(Phase.PROGRESSING);
    }

    @Test
    void theSinceIsSavedSoThatARestartDoesNotExtendIt() {
        bench.started("2").until("Progressing 20 up");
        bench.canaryMode = "degraded";
        bench.wake();
        assertThat(bench.status.canaryNotReadySince()).contains(bench.now);
        assertThat(bench.rules).contains("noted");
    }

    @Test
    void timeSuspendedDoesNotCount() {
        bench.started("2").until("Progressing 20 up");
        Canary running = bench.canary;
        bench.canaryMode = "degraded";
        bench.wake();
        bench.edit(canary(steps(10, 50), spec -> spec.suspend(true))).wake();
        assertThat(bench.status.canaryNotReadySince()).isEmpty();
        bench.tickAfter(PATIENCE);
        bench.edit(running).wake();
        assertThat(bench.status.phase()).isEqualTo(Phase.PROGRESSING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stuck", "degraded"})
    void aPrimaryThatIsLostInPromotingIsAFailedPromotion(String mode) {
        bench.started("2").until("Promoting 50 up");
        bench.primaryMode = mode;
        bench.wake();
        bench.tickAfter(PATIENCE).wake();
        assertThat(bench.state()).isEqualTo("Failed 100 up");
    }

    @Test
    void aPrimaryThatIsLostInFinalisingIsAFailedPromotion() {
        bench.started("2").until("Finalising 0 up");
        bench.primaryMode = "stuck";
        bench.ticks(2);
        assertThat(bench.state()).isEqualTo("Failed 100 up");
        assertThat(bench.status.primary().orElseThrow().lastGood()).contains(new Revision("1"));
    }

    @Test
    void aPromotionThatThePrimaryNeverTakesUpIsRolledBackToWhatItStillRuns() {
        bench.started("2").until("Progressing 50 up");
        bench.promotionIsSlow = true;
        bench.tick();
        assertThat(bench.status.phase()).isEqualTo(Phase.PROMOTING);
        bench.tickAfter(PATIENCE).tick();
        assertThat(bench.state()).isEqualTo("Failed 0");
        assertThat(bench.primary).contains(new Revision("1"));
        assertThat(bench.alerts()).contains("ERROR promotion-not-taken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stuck", "degraded"})
    void aPrimaryThatIsLostEarlierIsARollback(String mode) {
        bench.started("2").until("Progressing 20 up");
        bench.primaryMode = mode;
        bench.wake();
        bench.tickAfter(PATIENCE);
        assertThat(bench.state()).isEqualTo("Failed 0");
        assertThat(bench.codes(OutboxEntry.Kind.EVENT)).contains("primary-lost");
    }

    @Test
    void aClockThatWentBackDoesNotLengthenThePatience() {
        bench.started("2");
        bench.canaryMode = "starting";
        bench.wake().tickAfter(Duration.ofHours(-1));
        assertThat(bench.status.canaryNotReadySince()).contains(bench.now);
    }

    @Test
    void aPromotionWithoutAnalysisThatThePrimaryNeverTakesUpIsRolledBackToo() {
        Canary canary = bench.canary;
        bench.edit(canary.toBuilder()
                .spec(canary.spec().toBuilder().skipAnalysis(true).build())
                .build());
        bench.promotionIsSlow = true;
        bench.started("2").ticks(20);
        assertThat(bench.rules).contains("promotion-not-taken");
        assertThat(bench.status.phase()).isEqualTo(Phase.FAILED);
    }

    @Test
    void noRunStartsWhileThePrimaryIsNotReadyUnlessItGoesWithoutAnalysis() {
        bench.initialised();
        bench.primaryMode = "degraded";
        bench.push("2").ticks(2);
        assertThat(bench.lastRules()).contains("start-waits-for-primary");
        assertThat(bench.status.phase()).isEqualTo(Phase.INITIALIZED);
        Canary canary = bench.canary;
        bench.edit(canary.toBuilder()
                        .spec(canary.spec().toBuilder().skipAnalysis(true).build())
                        .build())
                .tick();
        assertThat(bench.status.phase()).isEqualTo(Phase.PROGRESSING);
    }
}
