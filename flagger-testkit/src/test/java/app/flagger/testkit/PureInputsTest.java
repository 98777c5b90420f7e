package app.flagger.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Settings;
import app.flagger.api.plug.Measurement;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.Canary;
import app.flagger.api.strategy.Evidence;
import app.flagger.api.strategy.Judge;
import app.flagger.api.strategy.Judgement.Verdict;
import app.flagger.api.strategy.Progress;
import app.flagger.api.strategy.Proposal;
import app.flagger.api.strategy.Strategy;
import app.flagger.engine.analysis.Judges;
import app.flagger.engine.strategy.Strategies;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Inputs of strategies and judges, shown on the stock ones. */
class PureInputsTest {
    private final Canary canary = Canaries.steps();
    private final Strategy stock = Objects.requireNonNull(Strategies.stock().get("canary"));
    private final Judge threshold = Objects.requireNonNull(Judges.stock().get("threshold"));

    @Test
    void aRunBeginsBeforeItsFirstStep() {
        Progress fresh = Progresses.of(canary, stock, Settings.none()).progress();

        assertThat(fresh.started()).isFalse();
        assertThat(fresh.current()).isEqualTo(Split.allToPrimary());
        assertThat(stock.next(fresh)).isEqualTo(Proposal.expose(Split.canary(10)));
    }

    @Test
    void aStepFollowsAPassedCheck() {
        Progress later = Progresses.of(canary, stock, Settings.none())
                .at(Split.canary(20))
                .passed(2, 1)
                .lasting(Duration.ofMinutes(3), Duration.ofMinutes(1))
                .progress();

        assertThat(stock.next(later)).isEqualTo(Proposal.expose(Split.canary(30)));
    }

    @Test
    void oneNumberIsEnoughForTheThreshold() {
        Evidence evidence =
                Evidences.value("error-rate", 3).with(Settings.of("max", 1.0)).evidence();

        assertThat(threshold.judge(evidence).verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void countsAreOfBothVersions() {
        Evidence evidence = Evidences.counts("errors", 1000, 1, 100, 5)
                .at(Split.canary(9))
                .alpha(0.01)
                .evidence();

        assertThat(evidence.window()).singleElement().isInstanceOf(Measurement.Counts.class);
        assertThat(evidence.split()).isEqualTo(Split.canary(9));
        assertThat(evidence.alpha()).isEqualTo(0.01);
    }
}
