package app.flagger.engine.decision;

import static app.flagger.engine.decision.Canaries.canary;
import static app.flagger.engine.decision.Canaries.steps;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The condition {@code Promoted}, which upstream's users wait for. */
class PromotedConditionTest {
    private final DecisionBench bench = new DecisionBench(canary(steps(20, 40)));

    private Condition promoted() {
        return bench.status.condition("Promoted").orElseThrow();
    }

    @Test
    void itSaysInEachPhaseHowThePromotionStands() {
        bench.initialised();
        assertThat(promoted().status()).isEqualTo("True");
        assertThat(promoted().reason()).isEqualTo("Initialized");
        bench.started("2");
        assertThat(promoted().status()).isEqualTo("Unknown");
        assertThat(promoted().reason()).isEqualTo("Progressing");
        bench.until("Succeeded 0");
        assertThat(promoted().status()).isEqualTo("True");
        assertThat(promoted().message()).isEqualTo("Canary analysis completed successfully, promotion finished.");
        assertThat(bench.status.conditions()).hasSize(1);
    }

    @Test
    void itsTransitionIsWhenItsStatusChanged() {
        bench.started("2");
        Optional<Instant> begun = promoted().lastTransitionTime();
        assertThat(begun).contains(bench.now);
        bench.until("Promoting 40 up");
        assertThat(promoted().lastTransitionTime()).as("still unknown").isEqualTo(begun);
        assertThat(promoted().lastUpdateTime()).contains(bench.now);
        bench.until("Succeeded 0");
        assertThat(promoted().lastTransitionTime()).contains(bench.now);
    }

    @Test
    void conditionsOfOthersAreLeft() {
        bench.initialised();
        CanaryStatus status = bench.status;
        Condition theirs = Condition.builder().from(promoted()).type("Theirs").build();
        List<Condition> conditions = new ArrayList<>(status.conditions());
        conditions.add(theirs);
        bench.status = status.toBuilder().conditions(conditions).build();
        bench.started("2");
        assertThat(bench.status.conditions()).hasSize(2).contains(theirs);
    }
}
