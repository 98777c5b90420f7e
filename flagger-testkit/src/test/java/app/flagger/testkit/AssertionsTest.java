package app.flagger.testkit;

import static app.flagger.testkit.FlaggerAssertions.assertThat;
import static app.flagger.testkit.Units.minutes;
import static app.flagger.testkit.Units.percent;
import static app.flagger.testkit.world.Behaviour.errors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.flagger.api.PlugException;
import app.flagger.api.Severity;
import app.flagger.api.plug.MetricProvider;
import app.flagger.api.spec.Metric;
import app.flagger.api.spec.ResourceRef;
import app.flagger.engine.RunResult.Outcome;
import app.flagger.testkit.world.Mesh;
import app.flagger.testkit.world.Mode;
import app.flagger.testkit.world.Role;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Each assertion can fail, and says why; what would be true for the wrong reason fails first. */
class AssertionsTest {
    private static final Run PROMOTED = Simulation.of(Canaries.steps()).run();
    private static final Run ROLLED_BACK =
            Simulation.of(Canaries.steps()).canary(errors(percent(50))).seed(5).run();
    private static final Run STUCK = Simulation.of(Canaries.steps())
            .at(Duration.ZERO, world -> world.mode(Role.CANARY, Mode.STUCK))
            .run();
    private static final Run WAITING = Simulation.of(Canaries.steps())
            .withoutPush()
            .requestsPerSecond(0)
            .at(Duration.ZERO, World::killEngine)
            .at(Duration.ZERO, world -> world.push("v2"))
            .run();

    @Test
    void eachAssertionCanFail() {
        fails(() -> assertThat(ROLLED_BACK).promoted(), "expected PROMOTED, but was ROLLED_BACK [threshold-reached");
        fails(() -> assertThat(PROMOTED).rolledBack(), "expected ROLLED_BACK, but was PROMOTED");
        fails(() -> assertThat(PROMOTED).aborted(), "expected ABORTED, but was PROMOTED");
        fails(() -> assertThat(ROLLED_BACK).rolledBackBecause("reverted"), "but was [threshold-reached]");
        fails(() -> assertThat(ROLLED_BACK).reachedWeight(20), "the highest was 10");
        fails(() -> assertThat(PROMOTED).neverExceeded(percent(40)), "it reached 50 %");
        fails(() -> assertThat(PROMOTED).exposedAtMost(percent(1)), "expected that the canary answers at most 1 %");
        fails(() -> assertThat(PROMOTED).within(minutes(1)), "expected an end within PT1M, but it took PT8M");
        fails(() -> assertThat(PROMOTED).passedChecks(4), "expected 4 checks that PASS, but was 5");
        fails(() -> assertThat(PROMOTED).failedChecks(1), "expected 1 checks that FAIL, but was 0");
        fails(() -> assertThat(PROMOTED).asked("gate"), "expected a call of hook gate, but there were only []");
        fails(() -> assertThat(PROMOTED).neverAsked("gate"), "there is no hook gate that could have been called");
        fails(() -> assertThat(PROMOTED).measured("queue"), "expected a query of metric queue");
        fails(
                () -> assertThat(PROMOTED).alerted(Severity.ERROR),
                "expected an alert ERROR, but there were [INFO, INFO, INFO]");
        fails(() -> assertThat(PROMOTED).published("promotion-failed"), "expected an event promotion-failed");
        fails(() -> assertThat(PROMOTED).didNotEnd(), "expected a run without an end, but it ended");
        fails(() -> assertThat(PROMOTED).sawNoRequest(), "expected a canary without requests");
        fails(() -> assertThat(PROMOTED).neverMeasured(Metric.DURATION), "expected no query of metric");
    }

    @Test
    void aMessageEndsWithSeedAndTimeline() {
        fails(() -> assertThat(ROLLED_BACK).promoted(), "run with seed 5");
        fails(() -> assertThat(ROLLED_BACK).promoted(), "Rolling back web.shop failed checks threshold reached 2");
    }

    @Test
    void aRunWithoutAnEndSaysSoFirst() {
        fails(() -> assertThat(WAITING).rolledBack(), "the run did not end within 7 days: it stands at INITIALIZED");
        fails(() -> assertThat(WAITING).neverExceeded(percent(100)), "the run did not end within 7 days");
        assertThat(WAITING)
                .neverMeasured(Metric.SUCCESS_RATE, Metric.DURATION)
                .didNotEnd()
                .neverExceeded(percent(0));
    }

    @Test
    void aRunWhoseCanarySawNoRequestSaysSoFirst() {
        fails(() -> assertThat(STUCK).rolledBack(), "the canary saw no request");
        fails(
                () -> assertThat(STUCK).sawNoRequest().rolledBack(),
                "metrics request-success-rate, request-duration were");
        assertThat(STUCK)
                .sawNoRequest()
                .neverMeasured(Metric.SUCCESS_RATE, Metric.DURATION)
                .rolledBack();
    }

    @Test
    void aWordAllowsItsOwnDoubtAndNoOther() {
        fails(
                () -> assertThat(STUCK)
                        .sawNoRequest()
                        .neverMeasured(Metric.DURATION)
                        .rolledBack(),
                "metric request-success-rate was never asked: nothing is known of it"
                        + " (if that is meant, say neverMeasured(\"request-success-rate\") first)");
        fails(() -> assertThat(STUCK).neverMeasured(Metric.DURATION), "the canary saw no request");
        fails(() -> assertThat(WAITING).didNotEnd(), "metrics request-success-rate, request-duration were never asked");
        fails(() -> assertThat(WAITING).sawNoRequest().promoted(), "the run did not end within 7 days");
        Simulation closed =
                Simulation.of(Canaries.steps()).requestsPerSecond(0.001).at(Duration.ofSeconds(1), World::killEngine);
        fails(() -> assertThat(closed.run()).didNotEnd(), "the canary saw no request");
    }

    @Test
    void onlyAMetricThatIsThereCanBeMeantNotToBeAsked() {
        fails(
                () -> assertThat(STUCK).sawNoRequest().neverMeasured("request-success"),
                "there is no metric request-success that could have been asked, only [request-success-rate, request-duration]");
        fails(
                () -> assertThat(new Runs(List.of(STUCK))).sawNoRequest().neverMeasured("request-success"),
                "there is no metric request-success that could have been asked");
    }

    @Test
    void whereALoadTestShouldReachTheCanaryItMust() {
        Simulation unrouted = Simulation.of(Canaries.of(it -> it.iterations(2)))
                .mesh(Mesh.ofProvider("kubernetes"))
                .requestsPerSecond(0)
                .at(Duration.ZERO, world -> world.metric(Metric.SUCCESS_RATE, 100))
                .at(Duration.ZERO, world -> world.metric(Metric.DURATION, 100))
                .at(Duration.ZERO, world -> world.mode(Role.CANARY, Mode.STUCK));

        fails(
                () -> assertThat(unrouted.run()).rolledBack(),
                "metrics request-success-rate, request-duration were never");
        fails(() -> assertThat(unrouted.testRequestsPerSecond(0.001).run()).rolledBack(), "the canary saw no request");
    }

    @Test
    void aMetricIsAskedWhateverComesOfIt() {
        Simulation steps = Simulation.of(Canaries.steps());
        for (Run run : List.of(
                steps.at(Duration.ZERO, world -> world.cutOff(MetricProvider.class))
                        .run(),
                steps.fault(Faults.on(MetricProvider.class).error(PlugException.Kind.TRANSIENT))
                        .run(),
                steps.fault(Faults.on(MetricProvider.class).timeout()).run())) {
            assertThat(run).rolledBack().measured(Metric.DURATION).failedChecks(2);
            assertThat(run.measured()).containsOnly(Metric.SUCCESS_RATE, Metric.DURATION);
            fails(() -> assertThat(run).neverMeasured(Metric.DURATION), "expected no query of metric request-duration");
        }
    }

    @Test
    void aMetricWhoseTemplateIsMissingWasNotAsked() {
        Run run = Policies.policy("stepWeight: 20")
                .at(
                        Duration.ZERO,
                        world -> world.edit(canary -> Canaries.of(it -> it.stepWeight(20)
                                .metrics(List.of(Metric.builder()
                                        .name("orders")
                                        .templateRef(ResourceRef.of("orders"))
                                        .build())))))
                .run();

        fails(() -> assertThat(run).rolledBack(), "metric orders was never asked");
    }

    @Test
    void ofNothingNothingCanBeSaid() {
        fails(() -> assertThat((Run) null).promoted(), "there is no run to say anything about: it is null");
        fails(() -> assertThat((Runs) null).within(minutes(1)), "there are no runs to say anything about: it is null");
    }

    @Test
    void aShareOfTheRunsIsNarrowedByEachAssertion() {
        Runs runs = Simulation.of(Canaries.steps())
                .canary(errors(percent(1)))
                .requestsPerSecond(20)
                .runs(40);

        assertThat(runs).rolledBackAtLeast(percent(5));
        assertThat(runs).promotedAtLeast(percent(5)).neverExceeded(percent(50));
        fails(
                () -> assertThat(runs).rolledBackAtLeast(percent(100)),
                "expected at least 100 % runs that were rolled back");
        fails(
                () -> assertThat(runs).rolledBackAtLeast(percent(5)).within(minutes(1)),
                "runs that were rolled back and took at most PT1M, but it was 0 %");
        fails(
                () -> assertThat(runs).promotedAtLeast(percent(5)).exposedAtMost(percent(0)),
                "It was otherwise with seeds");
        assertThat(runs.share(Outcome.PROMOTED).percent()
                        + runs.share(Outcome.ROLLED_BACK).percent())
                .isEqualTo(100);
    }

    @Test
    void oneRunThatSaysNothingIsEnoughToFailAll() {
        Runs runs = new Runs(List.of(PROMOTED, STUCK));

        fails(() -> assertThat(runs).promotedAtLeast(percent(50)), "the canary saw no request");
    }

    @Test
    void quantilesAreOfTheRunsInOrder() {
        Runs runs = new Runs(List.of(PROMOTED, ROLLED_BACK));

        assertThat(runs.tookQuantile(percent(50))).isEqualTo(ROLLED_BACK.took());
        assertThat(runs.tookQuantile(percent(100))).isEqualTo(PROMOTED.took());
        assertThat(runs.exposureQuantile(percent(50))).isEqualTo(ROLLED_BACK.exposure());
    }

    private static void fails(ThrowingCallable assertion, String with) {
        assertThatThrownBy(assertion).isInstanceOf(AssertionError.class).hasMessageContaining(with);
    }
}
