package app.flagger.testkit.docs;

import static app.flagger.testkit.FlaggerAssertions.assertThat;
import static app.flagger.testkit.Units.hours;
import static app.flagger.testkit.Units.minutes;
import static app.flagger.testkit.Units.percent;
import static app.flagger.testkit.Units.seconds;
import static app.flagger.testkit.world.Behaviour.above;
import static app.flagger.testkit.world.Behaviour.errors;
import static app.flagger.testkit.world.Behaviour.from;
import static app.flagger.testkit.world.Behaviour.onReplicas;

import app.flagger.api.Command;
import app.flagger.api.plug.Split;
import app.flagger.api.plug.TrafficRouter;
import app.flagger.testkit.Faults;
import app.flagger.testkit.Run;
import app.flagger.testkit.Simulation;
import app.flagger.testkit.World;
import app.flagger.testkit.junit.RolloutPolicy;
import app.flagger.testkit.world.Mesh;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The test of the guide docs/TESTING-POLICIES.md, with the policy that the guide ends with. */
@RolloutPolicy("checkout.yaml")
class CheckoutPolicyTest {
    @Test
    void aReleaseThatFailsOneInTwentyIsRolledBack(Simulation checkout) {
        Run run = checkout.requestsPerSecond(20).canary(errors(percent(5))).run();
        assertThat(run).rolledBack().within(minutes(5)).exposedAtMost(percent(10));
    }

    @Test
    void aReleaseThatFailsOneInTwentyIsRolledBackAsARule(Simulation checkout) {
        assertThat(checkout.requestsPerSecond(20).canary(errors(percent(5))).runs(100))
                .rolledBackAtLeast(percent(98))
                .detectedWithin(minutes(5))
                .exposedAtMost(percent(20));
    }

    @Test
    void aGoodReleaseGetsThrough(Simulation checkout) {
        assertThat(checkout.requestsPerSecond(20).canary(errors(percent(0.2))).runs(100))
                .promotedAtLeast(percent(98))
                .within(minutes(10));
    }

    @Test
    void aReleaseThatGetsBadLaterIsRolledBackAlthoughTheEngineDies(Simulation checkout) {
        Run run = checkout.canary(from(minutes(2), errors(percent(20))))
                .at(seconds(150), World::killEngine)
                .at(minutes(3), World::restartEngine)
                .run();
        assertThat(run).rolledBackBecause("threshold-reached").neverExceeded(percent(50));
    }

    @Test
    void nothingIsPromotedWhileTheMetricsAreDown(Simulation checkout) {
        Run run = checkout.at(Duration.ZERO, world -> world.metric("request-success-rate", Double.NaN))
                .run();
        assertThat(run).rolledBack().reachedWeight(10).neverExceeded(percent(10));
    }

    @Test
    void aReleaseThatBreaksUnderLoadIsRolledBackWhereItBreaks(Simulation checkout) {
        Run run = checkout.requestsPerSecond(100)
                .replicas(2)
                .canary(above(20, errors(percent(5))))
                .run();
        assertThat(run).rolledBack().reachedWeight(50).neverExceeded(percent(50));
    }

    @Test
    void oneBadPodOfTenIsEnoughForARollback(Simulation checkout) {
        assertThat(checkout.requestsPerSecond(20)
                        .replicas(10)
                        .canary(onReplicas(1, errors(percent(50))))
                        .runs(100))
                .rolledBackAtLeast(percent(98))
                .exposedAtMost(percent(20));
    }

    @Test
    void atNightAGoodReleaseIsTurnedAwayForWantOfRequests(Simulation checkout) {
        Run run =
                checkout.at(Duration.ZERO, world -> world.requestsPerSecond(0)).run();
        assertThat(run).sawNoRequest().rolledBackBecause("threshold-reached");
    }

    @Test
    void aMeshThatFollowsLateOnlyCostsTime(Simulation checkout) {
        Run run = checkout.mesh(Mesh.istio().lag(seconds(20))).run();
        assertThat(run).promoted().passedChecks(3).within(minutes(12));
    }

    @Test
    @RolloutPolicy("gated.yaml")
    void nothingIsPromotedBeforeItIsApproved(Simulation checkout) {
        Run run = checkout.at(Duration.ZERO, world -> world.hook("approval", 403))
                .at(hours(1), world -> world.hook("approval", 200))
                .run();
        assertThat(run).asked("approval").promoted();
    }

    @Test
    void whereSomebodyTookTheTrafficAwayItWaitsForResume(Simulation checkout) {
        Run run = checkout.at(seconds(150), world -> world.foreignRoute(Split.allToPrimary(), "kubectl"))
                .at(minutes(6), world -> world.send(Command.Kind.RESUME))
                .run();
        assertThat(run).published("route-lowered").promoted();
    }

    @Test
    void answersOfTheMeshThatGetLostDoNoHarm(Simulation checkout) {
        Simulation shaky = checkout.fault(
                Faults.on(TrafficRouter.class).random(percent(20)).lostAnswer());
        assertThat(shaky.runs(20)).promotedAtLeast(percent(100)).within(minutes(15));
    }

    static void draw(Run run) throws IOException {
        Files.writeString(Path.of("target/checkout.svg"), run.timeline().toSvg());
    }
}
