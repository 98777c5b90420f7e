package app.flagger.testkit;

import static app.flagger.testkit.FlaggerAssertions.assertThat;
import static app.flagger.testkit.Units.minutes;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.spec.Canary;
import app.flagger.api.spec.HttpMatch;
import app.flagger.api.spec.Metric;
import app.flagger.api.spec.StringMatch;
import app.flagger.api.status.Check;
import app.flagger.api.status.Phase;
import app.flagger.testkit.world.Request;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ten iterations with a threshold of five failed checks, as A/B test and as blue/green, from the push to the end. */
class AcceptanceTest {
    private static final Duration START_TICK = minutes(1);

    static Stream<Simulation> abTestAndBlueGreen() {
        return Stream.of(abTest(), blueGreen());
    }

    private static Simulation abTest() {
        HttpMatch insider = HttpMatch.builder()
                .putHeaders("x-user", new StringMatch(StringMatch.Kind.EXACT, "insider"))
                .build();
        Canary canary = Canaries.of(it -> it.iterations(10).threshold(5).match(List.of(insider)));
        return Simulation.of(Canaries.provider(canary, "istio"))
                .requests(Request.plain().header("x-user", "insider"), 2, 10);
    }

    private static Simulation blueGreen() {
        return Simulation.of(
                Canaries.provider(Canaries.of(it -> it.iterations(10).threshold(5)), "kubernetes"));
    }

    private static Simulation scenario1(Simulation simulation) {
        return simulation.at(
                Duration.ZERO,
                world -> world.metrics()
                        .inTurn(Metric.SUCCESS_RATE, 99.5, 98.0, 97.5, 96.0, 95.0, 94.0)
                        .inTurn(Metric.DURATION, 450, 470, 490, 510, 530, 550));
    }

    private static Simulation scenario2(Simulation simulation) {
        return simulation.at(
                Duration.ZERO,
                world -> world.metrics()
                        .inTurn(Metric.SUCCESS_RATE, 99.5, 98.0, 99.5)
                        .inTurn(Metric.DURATION, 450));
    }

    @ParameterizedTest
    @MethodSource("abTestAndBlueGreen")
    void fiveFailedChecksRollBackInTheSixthCheck(Simulation simulation) {
        Run run = scenario1(simulation).run();

        assertThat(run).rolledBackBecause("threshold-reached").passedChecks(1).failedChecks(5);
        assertThat(run.checks()).hasSize(6);
        assertThat(run.snapshot().phase()).isEqualTo(Phase.FAILED);
        assertThat(run.snapshot().status().failedChecks()).isEqualTo(5);
        assertThat(run.snapshot().status().run().orElseThrow().passed()).isEqualTo(1);
        assertThat(run.took()).isEqualTo(START_TICK.plus(minutes(6)));
        assertThat(run.timeline().toString())
                .contains("Halt advancement web.shop request-success-rate check failed: 98.00 < 99.00");
    }

    @ParameterizedTest
    @MethodSource("abTestAndBlueGreen")
    void oneFailedCheckDelaysThePromotionToTheTenthCheck(Simulation simulation) {
        Run run = scenario2(simulation).run();

        assertThat(run).promoted().passedChecks(9).failedChecks(1);
        assertThat(run.checks()).hasSize(10);
        assertThat(run.snapshot().phase()).isEqualTo(Phase.SUCCEEDED);
        assertThat(run.snapshot().status().failedChecks()).isEqualTo(1);
        Check last = run.checks().get(9);
        assertThat(run.events())
                .filteredOn(event -> event.phase() == Phase.PROMOTING)
                .first()
                .satisfies(event -> assertThat(event.at()).isEqualTo(last.at()));
    }

    @Test
    void theStartTickIsNoCheck() {
        Run run = scenario2(abTest()).run();

        Check first = run.checks().get(0);
        Check second = run.checks().get(1);
        assertThat(Duration.between(first.at(), second.at())).isEqualTo(minutes(1));
        assertThat(first.canaryWeight()).isEqualTo(100);
        assertThat(run.measured()).hasSize(20);
    }
}
