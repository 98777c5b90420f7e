package app.flagger.testkit;

import static app.flagger.testkit.FlaggerAssertions.assertThat;
import static app.flagger.testkit.Policies.policy;
import static app.flagger.testkit.Units.hours;
import static app.flagger.testkit.Units.minutes;
import static app.flagger.testkit.Units.percent;
import static app.flagger.testkit.Units.seconds;
import static app.flagger.testkit.world.Behaviour.errors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.flagger.api.Command;
import app.flagger.api.spec.Metric;
import app.flagger.testkit.world.Mode;
import app.flagger.testkit.world.Role;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A run is judged by the revision that was pushed last, from its push to the end of its run. */
class LastRevisionTest {
    private static final Simulation STEPS = policy("stepWeight: 20\nmaxWeight: 60");
    private static final String VETO =
            "stepWeight: 20\nmaxWeight: 60\nwebhooks: [{name: veto, type: confirm-promotion, url: 'http://gates.test/veto'}]";

    @Test
    void requestsAndMetricsOfAnEarlierRevisionDoNotCount() {
        Run run = STEPS.at(hours(1), world -> world.mode(Role.CANARY, Mode.STUCK))
                .at(hours(1), world -> world.push("v3"))
                .run();

        assertThat(run.canarySawRequests()).isFalse();
        fails(() -> assertThat(run).rolledBack(), "the canary saw no request");
        fails(() -> assertThat(run).sawNoRequest().rolledBack(), "metrics request-success-rate, request-duration were");
        assertThat(run)
                .sawNoRequest()
                .neverMeasured(Metric.SUCCESS_RATE, Metric.DURATION)
                .rolledBack()
                .exposedAtMost(percent(0))
                .neverExceeded(percent(0))
                .passedChecks(0);
        assertThat(run.measured()).contains(Metric.SUCCESS_RATE);
        assertThat(run.checks()).isNotEmpty();
    }

    @Test
    void hooksThatAnEarlierRevisionReachedDoNotCount() {
        Run run = policy(VETO)
                .revision("v3", errors(percent(60)))
                .at(Duration.ZERO, world -> world.hook("veto", 200))
                .at(hours(1), world -> world.push("v3"))
                .run();

        fails(() -> assertThat(run).rolledBack(), "hook veto was told what to answer, and was never reached");
        assertThat(run).neverAsked("veto").rolledBack();
        assertThat(run.hooks()).isNotEmpty();
    }

    @Test
    void timesCountFromTheLastPush() {
        Run first = STEPS.canary(errors(percent(50))).run();
        Run second = STEPS.revision("v3", errors(percent(50)))
                .at(hours(1), world -> world.push("v3"))
                .run();

        assertThat(second.detectedAfter()).isEqualTo(first.detectedAfter());
        assertThat(second.took()).isEqualTo(first.took());
        assertThat(second.highestWeight()).isEqualTo(20);
        assertThat(second.timeline().title()).endsWith("rolled back after 2m");
        assertThat(second).rolledBack().within(minutes(2)).detectedWithin(minutes(2));
    }

    @Test
    void theSameIsTrueOfARevisionThatTookTheEarlierOnesPlaceMidRun() {
        Run run = STEPS.at(seconds(100), world -> world.push("v3")).run();

        assertThat(run).promoted().passedChecks(3);
        assertThat(run.checks()).hasSizeGreaterThan(3);
        assertThat(run.took())
                .isLessThan(run.timeline()
                        .entries()
                        .get(run.timeline().entries().size() - 1)
                        .at());
    }

    @Test
    void whatHappensAfterTheEndChangesNeitherTimeNorExposure() {
        Simulation bad = STEPS.canary(errors(percent(50)));
        Run alone = bad.run();

        for (Run later : java.util.List.of(
                bad.at(hours(5), World::restartEngine).run(),
                bad.at(hours(5), World::killEngine).run(),
                bad.at(hours(5), world -> world.send(Command.Kind.PAUSE)).run(),
                bad.at(hours(5), World::giveBack).run())) {
            assertThat(later.took()).isEqualTo(alone.took());
            assertThat(later.exposure()).isEqualTo(alone.exposure());
            assertThat(later.detectedAfter()).isEqualTo(alone.detectedAfter());
            assertThat(later).rolledBack().within(minutes(2));
            assertThat(later.requestsByVersion().get("v1"))
                    .isGreaterThan(alone.requestsByVersion().get("v1"));
        }
    }

    @Test
    void aRunThatIsStartedAgainEndsAgain() {
        Run run = STEPS.canary(errors(percent(50)))
                .at(minutes(10), world -> world.send(Command.Kind.RESTART))
                .run();

        assertThat(run.took()).isGreaterThan(minutes(11));
        assertThat(run).rolledBack();
    }

    @Test
    void aSimulationWithoutAPushCountsFromTheFirstPushOfTheTest() {
        Run run = STEPS.withoutPush().at(hours(2), world -> world.push("v2")).run();

        assertThat(run).promoted().within(minutes(10));
    }

    @Test
    void aReplacedRevisionMayGoStraightToTheTarget() {
        Run run = STEPS.at(hours(1), world -> world.mode(Role.CANARY, Mode.STUCK))
                .at(hours(1), world -> world.workload().push(new app.flagger.api.Revision("v3")))
                .run();

        assertThat(run.canarySawRequests()).isFalse();
    }

    private static void fails(ThrowingCallable assertion, String with) {
        assertThatThrownBy(assertion).isInstanceOf(AssertionError.class).hasMessageContaining(with);
    }
}
