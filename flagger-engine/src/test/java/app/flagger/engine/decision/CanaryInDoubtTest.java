package app.flagger.engine.decision;

import static app.flagger.engine.decision.Canaries.canary;
import static app.flagger.engine.decision.Canaries.steps;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Command;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An order to scale the canary up that lands after the one to scale it down. */
class CanaryInDoubtTest {
    private final DecisionBench bench = new DecisionBench(canary(steps(10, 30)));

    private void upAgain(boolean inDoubt) {
        bench.canaryUp = true;
        bench.running = Optional.of(bench.target);
        bench.canaryInDoubt = inDoubt;
        bench.forget().tick();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Initialized 0", "Succeeded 0", "Failed 0"})
    void isTakenBackWhereNothingNeedsTheCanary(String state) {
        settle(state);
        upAgain(true);
        assertThat(bench.state()).isEqualTo(state);
        assertThat(bench.lastActions()).containsExactly(Action.Kind.SCALE_CANARY);
        bench.tick();
        assertThat(bench.lastRules()).containsExactly("idle");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Initialized 0", "Succeeded 0", "Failed 0"})
    void whatPeopleDoToAnIdleTargetStays(String state) {
        settle(state);
        upAgain(false);
        assertThat(bench.state()).isEqualTo(state + " up");
        assertThat(bench.lastActions()).isEmpty();
    }

    private void settle(String state) {
        bench.initialised();
        if (!state.startsWith("Initialized")) {
            bench.started("2");
            if (state.startsWith("Failed")) {
                bench.send(Command.Kind.ABORT);
            }
            bench.until(state);
        }
    }

    @Test
    void theCopyThatServesAfterAFailedPromotionStays() {
        bench.started("2").until("Promoting 30 up");
        bench.primaryMode = "stuck";
        bench.until("Failed 100 up");
        upAgain(true);
        assertThat(bench.state()).isEqualTo("Failed 100 up");
    }

    @Test
    void aRunGoesOn() {
        bench.started("2").until("Progressing 10 up");
        bench.canaryInDoubt = true;
        assertThat(bench.path(2)).containsExactly("Progressing 20 up", "Progressing 30 up");
    }

    @Test
    void aTargetThatIsGivenBackStaysUp() {
        bench.initialised();
        bench.canaryInDoubt = true;
        bench.giveBack = true;
        bench.ticks(4);
        assertThat(bench.canaryUp).isTrue();
        assertThat(bench.status.phase().wireName()).isEqualTo("Terminated");
    }
}
