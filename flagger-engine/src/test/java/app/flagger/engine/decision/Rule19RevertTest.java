package app.flagger.engine.decision;

import static app.flagger.engine.decision.Canaries.canary;
import static app.flagger.engine.decision.Canaries.hook;
import static app.flagger.engine.decision.Canaries.steps;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.spec.HookType;
import app.flagger.api.status.OutboxEntry;
import app.flagger.api.status.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DESIGN section 3, rule 19: revert mid-run. */
class Rule19RevertTest {
    private final DecisionBench bench = new DecisionBench(canary(analysis -> steps(10, 30)
            .apply(analysis)
            .addWebhooks(hook("promotion", HookType.CONFIRM_PROMOTION), hook("post", HookType.POST_ROLLOUT))));

    @ParameterizedTest
    @ValueSource(strings = {"Progressing 20 up", "WaitingPromotion 30 up"})
    void aTargetBackAtThePrimarysRevisionCancelsTheRun(String when) {
        bench.hooks.put("promotion", false);
        bench.started("2").until(when).forget();
        bench.push("1").wake();
        assertThat(bench.state()).isEqualTo("Failed 0");
        assertThat(bench.done).extracting(Action::kind).containsExactly(Action.Kind.ROUTE, Action.Kind.SCALE_CANARY);
        assertThat(bench.status.run().orElseThrow().result().orElseThrow().rule())
                .isEqualTo("Reverted");
        assertThat(bench.alerts()).containsExactly("WARN reverted");
        assertThat(bench.told)
                .filteredOn(entry -> entry.kind() == OutboxEntry.Kind.HOOK)
                .allMatch(entry -> entry.receiver().equals("post") && entry.phase() == Phase.FAILED)
                .hasSize(1);
    }

    @Test
    void theRevisionMayBePushedAgain() {
        bench.started("2").until("Progressing 20 up");
        bench.push("1").ticks(2);
        bench.push("2").tick();
        assertThat(bench.state()).isEqualTo("Progressing 0 up");
    }

    @Test
    void aFailedRevisionThatWasTakenBackMayBePushedAgain() {
        bench.started("2").until("Progressing 20 up");
        bench.canaryMode = "stuck";
        bench.ticks(2);
        assertThat(bench.status.phase()).isEqualTo(Phase.FAILED);
        bench.canaryMode = "ready";
        bench.push("2").ticks(2);
        assertThat(bench.status.phase()).as("not tried again by itself").isEqualTo(Phase.FAILED);
        bench.push("1").tick();
        bench.push("2").tick();
        assertThat(bench.status.phase()).isEqualTo(Phase.PROGRESSING);
    }
}
