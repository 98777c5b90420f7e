package app.flagger.engine.decision;

import static app.flagger.engine.decision.Canaries.canary;
import static app.flagger.engine.decision.Canaries.hook;
import static app.flagger.engine.decision.Canaries.steps;
import static app.flagger.engine.decision.Canaries.successRate;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Command;
import app.flagger.api.Revision;
import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.HookType;
import app.flagger.api.status.OutboxEntry;
import app.flagger.api.status.Phase;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** DESIGN section 3, rule 16: skipAnalysis. */
class Rule16SkipAnalysisTest {
    private static final UnaryOperator<Analysis.Builder> HOOKED = analysis -> steps(10, 50)
            .apply(analysis)
            .addMetrics(successRate())
            .addWebhooks(
                    hook("gate", HookType.CONFIRM_ROLLOUT),
                    hook("pre", HookType.PRE_ROLLOUT),
                    hook("post", HookType.POST_ROLLOUT));

    private final DecisionBench bench = new DecisionBench(canary(HOOKED, spec -> spec.skipAnalysis(true)));

    @Test
    void thePromotionIsOrderedWhenTheCanaryIsReadyAndRoutesAndPhaseAreLeft() {
        bench.canaryMode = "starting";
        bench.started("2").ticks(2);
        assertThat(bench.primary).contains(new Revision("1"));
        bench.canaryMode = "ready";
        bench.watcher = decision -> bench.primaryMode = "degraded";
        bench.tick();
        assertThat(bench.primary).contains(new Revision("2"));
        assertThat(bench.state()).isEqualTo("Progressing 0 up");
    }

    @Test
    void onceThePrimaryIsReadyRoutesCanaryToZeroAndSucceededAreOneTick() {
        bench.started("2");
        bench.watcher = decision -> bench.primaryMode = "degraded";
        bench.ticks(3);
        assertThat(bench.state()).isEqualTo("Progressing 0 up");
        bench.watcher = decision -> {};
        bench.primaryMode = "ready";
        bench.tick();
        assertThat(bench.state()).isEqualTo("Succeeded 0");
        assertThat(bench.alerts()).endsWith("INFO promotion-skipped");
    }

    @Test
    void nothingIsAskedButTheRolloutGate() {
        bench.started("2").until("Succeeded 0");
        assertThat(bench.asked).containsExactly("gate@Initialized");
        assertThat(bench.told)
                .filteredOn(entry -> entry.kind() == OutboxEntry.Kind.HOOK)
                .hasSize(1);
    }

    @Test
    void whileThePrimaryIsUpdatedTheTargetIsHeld() {
        bench.started("2");
        bench.watcher = decision -> bench.primaryMode = "degraded";
        bench.tick();
        assertThat(bench.held).isTrue();
        bench.push("3").tick();
        assertThat(bench.primary).contains(new Revision("2"));
        bench.watcher = decision -> {};
        bench.primaryMode = "ready";
        bench.tick();
        assertThat(bench.status.lastPromotedSpec()).contains("2");
    }

    @Test
    void aStuckPrimaryIsAFailedPromotion() {
        bench.started("2");
        bench.watcher = decision -> bench.primaryMode = "stuck";
        bench.ticks(3);
        assertThat(bench.state()).isEqualTo("Failed 100 up");
        assertThat(bench.alerts()).contains("ERROR promotion-failed");
    }

    @Test
    void switchedOnMidRunTheRoutesAreLeftUntilThePrimaryIsReady() {
        bench.edit(canary(HOOKED)).metric("request-success-rate", 100);
        bench.started("2").until("Progressing 20 up");
        bench.edit(canary(HOOKED, spec -> spec.skipAnalysis(true)));
        bench.watcher = decision -> {
            if (decision.rule().equals("skip-promote")) {
                bench.primaryMode = "degraded";
            }
        };
        bench.tick();
        assertThat(bench.primary).contains(new Revision("2"));
        assertThat(bench.state()).isEqualTo("Progressing 20 up");
        bench.primaryMode = "ready";
        bench.tick();
        assertThat(bench.state()).isEqualTo("Succeeded 0");
    }

    @Test
    void aPausedCanaryIsNotPromotedAndNothingIsAsked() {
        bench.initialised().forget();
        bench.push("2").tick();
        bench.forget().send(Command.Kind.PAUSE).ticks(3);
        assertThat(bench.primary).contains(new Revision("1"));
        assertThat(bench.asked).isEmpty();
        assertThat(bench.state()).isEqualTo("Progressing 0 up");
    }

    @Test
    void theAnnotationBindsToTheRevisionAtWhichItWasFirstSeen() {
        bench.edit(canary(steps(10, 50))).initialised();
        bench.push("2").annotate(Annotations.SKIP, Optional.of("true")).tick();
        assertThat(bench.canary.metadata().annotations()).isEmpty();
        bench.until("Succeeded 0");
        assertThat(bench.rules).contains("skipped");
        bench.forget().push("3").tick();
        bench.until("Succeeded 0");
        assertThat(bench.rules).contains("promote").doesNotContain("skip-promote");
    }

    @Test
    void theAnnotationIsVoidForARevisionThatIsPushedBeforeItIsActedOn() {
        bench.edit(canary(steps(10, 50))).initialised();
        bench.canaryMode = "starting";
        bench.push("2").annotate(Annotations.SKIP, Optional.of("true")).ticks(2);
        bench.push("3").tick();
        bench.canaryMode = "ready";
        bench.forget().ticks(3);
        assertThat(bench.rules).contains("advanced").doesNotContain("skip-promote");
    }

    @Test
    void aRestartAfterARunWithoutAnalysisIsAnalysed() {
        bench.started("2").until("Succeeded 0");
        bench.edit(canary(HOOKED)).metric("request-success-rate", 100);
        bench.forget().send(Command.Kind.RESTART).ticks(3);
        assertThat(bench.rules).contains("first-step").doesNotContain("skip-promote");
    }

    @Test
    void aPushIntoARunWithoutAnalysisIsAnalysedWhereTheSpecAsksForItAgain() {
        bench.canaryMode = "starting";
        bench.started("2").tick();
        bench.edit(canary(HOOKED)).metric("request-success-rate", 100);
        bench.push("3").tick();
        bench.canaryMode = "ready";
        bench.forget().ticks(2);
        assertThat(bench.rules).contains("first-step").doesNotContain("skip-promote");
    }

    @Test
    void aRunThatBeganWithoutAnalysisGoesOnWithoutIt() {
        bench.canaryMode = "starting";
        bench.started("2").tick();
        bench.edit(canary(HOOKED)).forget();
        bench.canaryMode = "ready";
        bench.tick();
        assertThat(bench.rules).contains("skip-promote").doesNotContain("first-step");
    }

    @Test
    void anAbortedPromotionWithoutAnalysisIsOverOnlyOnceThePrimaryRunsWhatItRanBefore() {
        bench.started("2");
        bench.watcher = decision -> bench.primaryMode = "degraded";
        bench.tick();
        assertThat(bench.primary).contains(new Revision("2"));
        bench.promotionIsSlow = true;
        bench.send(Command.Kind.ABORT).ticks(2);
        assertThat(bench.status.phase()).isEqualTo(Phase.PROGRESSING);
        bench.promotionIsSlow = false;
        bench.watcher = decision -> {};
        bench.primaryMode = "ready";
        bench.ticks(2);
        assertThat(bench.state()).isEqualTo("Failed 0");
        assertThat(bench.primary).contains(new Revision("1"));
    }
}
