package app.flagger.engine.decision;

import static app.flagger.engine.decision.Canaries.canary;
import static app.flagger.engine.decision.Canaries.hook;
import static app.flagger.engine.decision.Canaries.steps;
import static app.flagger.engine.decision.Canaries.successRate;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Revision;
import app.flagger.api.spec.HookType;
import app.flagger.api.status.Phase;
import org.junit.jupiter.api.Test;

/** DESIGN section 3, rule 18: waiting at the rollout gate. */
class Rule18WaitingTest {
    private final DecisionBench bench = new DecisionBench(canary(analysis -> steps(10, 30)
                    .apply(analysis)
                    .addMetrics(successRate())
                    .addWebhooks(hook("gate", HookType.CONFIRM_ROLLOUT), hook("back", HookType.ROLLBACK))))
            .metric("request-success-rate", 100);

    private DecisionBench waiting() {
        bench.hooks.put("gate", false);
        bench.hooks.put("back", false);
        bench.initialised().push("2").tick();
        assertThat(bench.status.phase()).isEqualTo(Phase.WAITING);
        return bench;
    }

    @Test
    void theRevisionWaitedForIsSaved() {
        waiting();
        assertThat(bench.status.waiting().orElseThrow().revision()).isEqualTo(new Revision("2"));
    }

    @Test
    void itFollowsAPushAndThereIsNoSecondAlert() {
        waiting().forget().push("3").tick();
        assertThat(bench.status.waiting().orElseThrow().revision()).isEqualTo(new Revision("3"));
        assertThat(bench.alerts()).isEmpty();
        bench.hooks.put("gate", true);
        bench.tick();
        assertThat(bench.status.run().orElseThrow().revision()).isEqualTo(new Revision("3"));
    }

    @Test
    void anAnswerForAnotherRevisionIsVoid() {
        waiting();
        bench.hooks.put("gate", true);
        bench.watcher = decision -> {
            if (decision.kind() == Decision.Kind.ASK) {
                bench.watcher = ignored -> {};
                bench.push("3");
            }
        };
        bench.forget().tick();
        assertThat(bench.lastRules())
                .containsSubsequence("ask-confirm-rollout", "waiting-follows", "ask-confirm-rollout", "start");
        assertThat(bench.asked).containsExactly("gate@Waiting", "gate@Waiting");
    }

    @Test
    void aTargetBackAtThePrimarysRevisionReturnsToThePhaseBefore() {
        waiting().push("1").wake();
        assertThat(bench.state()).isEqualTo("Initialized 0");
        assertThat(bench.status.waiting()).isEmpty();
        bench.hooks.put("gate", true);
        bench.push("2").until("Succeeded 0");
        bench.hooks.put("gate", false);
        bench.push("3").tick();
        bench.push("2").wake();
        assertThat(bench.state()).isEqualTo("Succeeded 0");
    }

    @Test
    void thereAreNoChecksAndNoRollbackHooks() {
        waiting().forget();
        bench.hooks.put("back", true);
        bench.ticks(3);
        assertThat(bench.asked).containsOnly("gate@Waiting");
        assertThat(bench.status.phase()).isEqualTo(Phase.WAITING);
    }
}
