package app.flagger.engine.decision;

import static app.flagger.engine.decision.Canaries.canary;
import static app.flagger.engine.decision.Canaries.steps;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A decision that says that it did not read the clock is the same at any time. */
class TimelessTest {
    private static final List<Duration> SHIFTS = List.of(
            Duration.ofMillis(1),
            Duration.ofMinutes(1),
            Duration.ofDays(400),
            Duration.ofSeconds(-90),
            Duration.ofDays(-9));

    @Test
    void timelessDecisionsOfAllStoriesAreTheSameAtAnyTime() {
        int timeless = 0;
        for (DecisionBench story : Stories.all()) {
            Decider decider = Decider.of(story.strategies, story.judges);
            for (DecisionBench.Step step : story.steps) {
                if (step.decision().timeless()) {
                    timeless++;
                    SHIFTS.forEach(shift -> assertThat(decider.decide(later(step.situation(), shift)))
                            .as("%s, %s later", step.decision().rule(), shift)
                            .isEqualTo(step.decision()));
                }
            }
        }
        assertThat(timeless).isGreaterThan(10);
    }

    private static Situation later(Situation situation, Duration by) {
        return situation.toBuilder()
                .now(situation.now().plus(by))
                .sinceCheck(situation.sinceCheck().map(since -> since.plus(by.abs())))
                .sinceHere(situation.sinceHere().map(since -> since.plus(by.abs())))
                .build();
    }

    @Test
    void whereNothingIsNewTheClockIsNotRead() {
        DecisionBench bench = new DecisionBench(canary(steps(20, 60))).initialised();
        bench.tick();
        Decision last = last(bench);
        assertThat(last.rule()).isEqualTo("idle");
        assertThat(last.timeless()).isTrue();
    }

    @Test
    void betweenTwoChecksTheClockIsRead() {
        DecisionBench bench = new DecisionBench(canary(steps(20, 60)))
                .metric("request-success-rate", 100)
                .started("2")
                .until("Progressing 20 up");
        bench.wake();
        assertThat(last(bench).kind()).isEqualTo(Decision.Kind.WAIT);
        assertThat(last(bench).timeless()).isFalse();
    }

    private static Decision last(DecisionBench bench) {
        return bench.steps.get(bench.steps.size() - 1).decision();
    }
}
