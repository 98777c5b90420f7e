package app.flagger.engine.decision;

import static app.flagger.engine.decision.Canaries.canary;
import static app.flagger.engine.decision.Canaries.steps;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Command;
import app.flagger.api.Revision;
import app.flagger.api.status.Phase;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** DESIGN section 3, rule 17: initialising. */
class Rule17InitialisingTest {
    private final DecisionBench bench = new DecisionBench(canary(steps(10, 50)));

    @Test
    void atInitializedLastAppliedAndLastPromotedAreTheRevisionThatThePrimaryWasMadeFrom() {
        bench.initialised();
        assertThat(bench.state()).isEqualTo("Initialized 0");
        assertThat(bench.status.lastAppliedSpec()).contains("1");
        assertThat(bench.status.lastPromotedSpec()).contains("1");
        assertThat(bench.status.primary().orElseThrow().lastGood()).contains(new Revision("1"));
        assertThat(bench.alerts()).containsExactly("INFO initialised");
    }

    @Test
    void aTargetThatDiffersStartsARunNext() {
        bench.primaryMode = "starting";
        bench.ticks(2);
        bench.push("2");
        bench.primaryMode = "ready";
        bench.tick();
        assertThat(bench.status.phase()).isEqualTo(Phase.INITIALIZED);
        assertThat(bench.status.lastPromotedSpec()).contains("1");
        bench.tick();
        assertThat(bench.status.phase()).isEqualTo(Phase.PROGRESSING);
    }

    @Test
    void aPrimaryThatIsThereAlreadyKeepsItsName() {
        bench.primary = Optional.of(new Revision("0"));
        bench.initialised();
        assertThat(bench.status.lastPromotedSpec()).contains("0");
        assertThat(bench.done).extracting(Action::kind).doesNotContain(Action.Kind.PREPARE_PRIMARY);
    }

    @Test
    void aPushBeforeThePrimaryIsMadeIsFollowed() {
        bench.watcher = decision -> {
            if (decision.rule().equals("initialise")) {
                bench.push("2");
            }
        };
        bench.initialised();
        assertThat(bench.primary).contains(new Revision("2"));
        assertThat(bench.status.lastPromotedSpec()).contains("2");
    }

    @Test
    void trafficAndScaleWaitForThePrimary() {
        bench.primaryMode = "starting";
        bench.ticks(3);
        assertThat(bench.canaryUp).isTrue();
        assertThat(bench.live).isEmpty();
        bench.primaryMode = "ready";
        bench.tick();
        assertThat(bench.state()).isEqualTo("Initialized 0");
    }

    @Test
    void aMissingPrimaryIsMadeAgainFromTheLastGoodCopy() {
        bench.initialised().push("2").until("Succeeded 0").forget();
        bench.primary = Optional.empty();
        bench.push("3").wake();
        assertThat(bench.done.get(0).kind()).isEqualTo(Action.Kind.PREPARE_PRIMARY);
        assertThat(bench.done.get(0).revision()).contains(new Revision("2"));
        assertThat(bench.primary).contains(new Revision("2"));
    }

    @Test
    void aPrimaryThatNeverGetsReadyFailsTheInitialisationAndTheTargetGoesOnServing() {
        bench.primaryMode = "stuck";
        bench.ticks(2);
        assertThat(bench.status.phase()).isEqualTo(Phase.FAILED);
        assertThat(bench.canaryUp).isTrue();
        assertThat(bench.live)
                .as("no route is made to a primary that never served")
                .isEmpty();
        assertThat(bench.alerts()).containsExactly("ERROR initialisation-failed");
        bench.primaryMode = "ready";
        bench.push("2").ticks(3);
        assertThat(bench.state()).isEqualTo("Initialized 0");
        assertThat(bench.primary).contains(new Revision("2"));
    }

    @Test
    void aFailedInitialisationIsRepeatedByARestartAndNotBefore() {
        bench.primaryMode = "stuck";
        bench.ticks(2);
        assertThat(bench.status.lastAppliedSpec()).contains("1");
        bench.primaryMode = "ready";
        bench.ticks(3);
        assertThat(bench.status.phase()).isEqualTo(Phase.FAILED);
        bench.send(Command.Kind.RESTART).ticks(3);
        assertThat(bench.state()).isEqualTo("Initialized 0");
    }
}
