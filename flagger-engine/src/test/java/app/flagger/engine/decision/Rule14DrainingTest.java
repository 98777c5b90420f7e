package app.flagger.engine.decision;

import static app.flagger.engine.decision.Canaries.canary;
import static app.flagger.engine.decision.Canaries.hook;
import static app.flagger.engine.decision.Canaries.steps;
import static app.flagger.engine.decision.Canaries.successRate;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Command;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.HookType;
import org.junit.jupiter.api.Test;

/** DESIGN section 3, rule 14: draining never waits. */
class Rule14DrainingTest {
    private final DecisionBench bench = new DecisionBench(canary(analysis -> steps(20, 60)
                    .apply(analysis)
                    .addMetrics(successRate())
                    .addWebhooks(hook("load", HookType.ROLLOUT))))
            .metric("request-success-rate", 100);

    /** Something happens while a question is under way; nothing is answered any more. */
    private void whileAsked(Runnable happens) {
        bench.started("2").until("Progressing 40 up").forget();
        bench.watcher = decision -> {
            if (decision.kind() == Decision.Kind.ASK) {
                bench.watcher = ignored -> {};
                happens.run();
            }
        };
        bench.tick();
        assertThat(bench.asked).containsExactly("load@Progressing");
    }

    @Test
    void aDrainCutsQuestionsOff() {
        whileAsked(() -> bench.push("3"));
        assertThat(bench.lastRules()).containsSubsequence("ask-rollout", "restarted");
        assertThat(bench.live).contains(Split.allToPrimary());
        assertThat(bench.status.canaryAnalysis()).isEmpty();
    }

    @Test
    void aCommandCutsQuestionsOff() {
        whileAsked(() -> bench.send(Command.Kind.ABORT));
        assertThat(bench.state()).isEqualTo("Failed 0");
    }

    @Test
    void aRollbackCutsQuestionsOff() {
        whileAsked(() -> bench.canaryMode = "stuck");
        assertThat(bench.state()).isEqualTo("Failed 0");
    }

    @Test
    void whereNothingMayBeAskedARollbackGoesOn() {
        bench.started("2").until("Progressing 40 up");
        bench.mayAsk = false;
        bench.tick();
        assertThat(bench.lastRules()).endsWith("asks-next-tick");
        bench.send(Command.Kind.ABORT).wake();
        assertThat(bench.state()).isEqualTo("Failed 0");
    }
}
