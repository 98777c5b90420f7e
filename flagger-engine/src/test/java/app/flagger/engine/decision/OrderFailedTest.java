package app.flagger.engine.decision;

import static app.flagger.engine.decision.Canaries.canary;
import static app.flagger.engine.decision.Canaries.steps;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Command;
import app.flagger.api.Revision;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is ordered does not work, tick after tick. */
class OrderFailedTest {
    private final DecisionBench bench = new DecisionBench(canary(steps(20, 60)));

    private void deny(Action.Kind kind) {
        bench.denied = action -> action.kind() == kind;
    }

    private void pushed() {
        bench.initialised();
        deny(Action.Kind.PIN);
        bench.push("2").tick();
    }

    @Test
    void aRevisionThatIsNotKeptIsNeitherAnalysedNorPromoted() {
        pushed();
        bench.canaryUp = true;
        bench.running = Optional.of(bench.target);
        assertThat(bench.path(5)).containsOnly("Progressing 0 up");
        assertThat(bench.lastRules()).containsExactly("orders", "order-failed");

        bench.edit(bench.canary.toBuilder()
                .spec(bench.canary.spec().toBuilder().skipAnalysis(true).build())
                .build());
        assertThat(bench.path(5)).containsOnly("Progressing 0 up");

        bench.denied = action -> false;
        bench.tick();
        assertThat(bench.pinned).contains(bench.target);
        bench.until("Succeeded 0");
    }

    @Test
    void commandsAreCarriedOut() {
        pushed();
        bench.send(Command.Kind.PAUSE).tick();
        assertThat(bench.status.paused()).isPresent();
        bench.send(Command.Kind.ABORT).ticks(2);
        assertThat(bench.state()).isEqualTo("Failed 0");
    }

    @Test
    void anAbortTakesTrafficAwayFromACanaryThatCannotBePromoted() {
        bench.started("2").until("Progressing 60 up");
        deny(Action.Kind.PROMOTE);
        assertThat(bench.path(3)).containsOnly("Promoting 60 up");
        bench.send(Command.Kind.ABORT).until("Failed 0");
        assertThat(bench.primary).contains(new Revision("1"));
    }

    @Test
    void aPromotionThatDoesNotWorkForTooLongIsRolledBack() {
        bench.started("2").until("Progressing 60 up");
        deny(Action.Kind.PROMOTE);
        bench.tick().tickAfter(Duration.ofHours(1));
        assertThat(bench.lastRules()).contains("promotion-not-taken");
        bench.until("Failed 0");
    }

    @Test
    void aPrimaryThatCannotBeMadeIsTriedAgainForAsLongAsItTakes() {
        deny(Action.Kind.PREPARE_PRIMARY);
        bench.tick().tickAfter(Duration.ofHours(1)).tick();
        assertThat(bench.state()).isEqualTo("Initializing up");
        bench.denied = action -> false;
        bench.primaryMode = "starting";
        assertThat(bench.path(3)).as("its time counts from when it was made").containsOnly("Initializing up");
        bench.primaryMode = "ready";
        bench.until("Initialized 0");
    }

    @Test
    void aPrimaryThatWasMadeLateFailsAfterItsDeadline() {
        deny(Action.Kind.PREPARE_PRIMARY);
        bench.tick().tickAfter(Duration.ofHours(1));
        bench.denied = action -> false;
        bench.primaryMode = "starting";
        bench.ticks(2).tickAfter(Duration.ofHours(1));
        assertThat(bench.state()).isEqualTo("Failed up");
    }
}
