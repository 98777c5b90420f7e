package app.flagger.engine.decision;

import static app.flagger.engine.decision.Canaries.canary;
import static app.flagger.engine.decision.Canaries.hook;
import static app.flagger.engine.decision.Canaries.steps;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.spec.HookType;
import org.junit.jupiter.api.Test;

/** DESIGN section 3, rule 8: pre-rollout hooks. */
class Rule08PreRolloutTest {
    private final DecisionBench bench = new DecisionBench(canary(analysis -> steps(10, 30)
            .apply(analysis)
            .threshold(3)
            .addWebhooks(hook("smoke", HookType.PRE_ROLLOUT), hook("raise", HookType.CONFIRM_TRAFFIC_INCREASE))));

    @Test
    void hooksRunUntilTheyHavePassedOnce() {
        bench.hooks.put("smoke", false);
        bench.started("2").ticks(2);
        assertThat(bench.state()).isEqualTo("Progressing 0 up");
        bench.hooks.put("smoke", true);
        bench.ticks(3);
        assertThat(bench.asked.stream().filter(name -> name.startsWith("smoke")))
                .hasSize(3);
        assertThat(bench.status.run().orElseThrow().preRolloutPassed()).isTrue();
    }

    @Test
    void theyAreNotAskedAgainWhereTheFirstRaiseWasRefused() {
        bench.hooks.put("raise", false);
        bench.started("2").ticks(4);
        assertThat(bench.state()).isEqualTo("Progressing 0 up");
        assertThat(bench.asked.stream().filter(name -> name.startsWith("smoke")))
                .hasSize(1);
    }

    @Test
    void aNewRunAsksThemAgain() {
        bench.started("2").tick();
        bench.push("3").ticks(2);
        assertThat(bench.asked.stream().filter(name -> name.startsWith("smoke")))
                .hasSize(2);
    }

    @Test
    void aFailureCountsAsAFailedCheckAndTheThresholdRollsBack() {
        bench.hooks.put("smoke", false);
        bench.started("2").tick();
        assertThat(bench.status.failedChecks()).isEqualTo(1);
        assertThat(bench.sentences())
                .contains("Halt podinfo.test advancement pre-rollout check smoke failed status 403");
        bench.ticks(2);
        assertThat(bench.state()).isEqualTo("Failed 0");
    }
}
