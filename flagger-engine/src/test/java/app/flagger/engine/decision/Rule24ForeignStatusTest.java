package app.flagger.engine.decision;

import static app.flagger.engine.decision.Canaries.canary;
import static app.flagger.engine.decision.Canaries.hook;
import static app.flagger.engine.decision.Canaries.steps;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Revision;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.HookType;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.Phase;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** DESIGN section 3, rule 24: a status that upstream Flagger has left. */
class Rule24ForeignStatusTest {
    private final DecisionBench bench = new DecisionBench(canary(
            analysis -> steps(10, 50).apply(analysis).addWebhooks(hook("raise", HookType.CONFIRM_TRAFFIC_INCREASE))));

    /** A world that upstream has left: revision 1 promoted, 2 in the target. */
    private DecisionBench upstream(Phase phase, int weight, String primary) {
        bench.target = new Revision("2");
        bench.running = Optional.of(bench.target);
        bench.primary = Optional.of(new Revision(primary));
        bench.live = Optional.of(Split.canary(weight));
        bench.status = CanaryStatus.builder()
                .phase(phase)
                .canaryWeight(weight)
                .failedChecks(1)
                .lastAppliedSpec("67dd4f8c5f")
                .lastPromotedSpec("5b7c6d8f9")
                .build();
        return bench;
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"PROGRESSING", "WAITING_PROMOTION"})
    void anAnalysisIsAdoptedByRestartingAtZero(Phase phase) {
        upstream(phase, 30, "1").tick();
        assertThat(bench.state()).isEqualTo("Progressing 0 up");
        assertThat(bench.status.failedChecks()).isZero();
        assertThat(bench.status.run().orElseThrow().revision()).isEqualTo(new Revision("2"));
        bench.until("Progressing 10 up");
        assertThat(bench.asked).as("the gate is asked as in any run").contains("raise@Progressing");
        bench.until("Succeeded 0");
        assertThat(bench.primary).contains(new Revision("2"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"PROMOTING", "FINALISING"})
    void aPromotionIsAdoptedByCompletingItWithTheRevisionThatThePrimaryCarries(Phase phase) {
        upstream(phase, phase == Phase.PROMOTING ? 50 : 0, "2").ticks(3);
        assertThat(bench.state()).isEqualTo("Succeeded 0");
        assertThat(bench.primary).contains(new Revision("2"));
        assertThat(bench.done).extracting(Action::kind).doesNotContain(Action.Kind.PROMOTE);
    }

    @Test
    void trafficStaysUntilThePrimaryOfAnAdoptedPromotionIsReady() {
        upstream(Phase.PROMOTING, 50, "2");
        bench.primaryMode = "degraded";
        bench.ticks(2);
        assertThat(bench.live).contains(Split.canary(50));
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"INITIALIZED", "SUCCEEDED", "FAILED"})
    void aSettledCanaryIsAdoptedAndAnUnchangedTargetStartsNothing(Phase phase) {
        upstream(phase, 0, "2");
        bench.canaryUp = false;
        bench.ticks(3);
        assertThat(bench.status.phase()).isEqualTo(phase);
        assertThat(bench.status.primary().orElseThrow().lastGood()).contains(new Revision("2"));
        bench.push("3").tick();
        assertThat(bench.status.phase()).isEqualTo(Phase.PROGRESSING);
    }

    @Test
    void aWaitingCanaryIsAdopted() {
        upstream(Phase.WAITING, 0, "1");
        bench.canaryUp = false;
        bench.until("Succeeded 0");
        assertThat(bench.primary).contains(new Revision("2"));
    }

    @Test
    void aCanaryThatIsBeingInitialisedIsAdopted() {
        upstream(Phase.INITIALIZING, 0, "2").ticks(2);
        assertThat(bench.state()).isEqualTo("Initialized 0");
    }

    @Test
    void anAdoptedPromotionGoesOnInTheNextTick() {
        upstream(Phase.PROMOTING, 50, "2").tick();
        assertThat(bench.state()).isEqualTo("Promoting 50 up");
    }
}
