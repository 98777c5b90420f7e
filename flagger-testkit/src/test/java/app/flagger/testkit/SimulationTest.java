package app.flagger.testkit;

import static app.flagger.testkit.FlaggerAssertions.assertThat;
import static app.flagger.testkit.Units.hours;
import static app.flagger.testkit.Units.minutes;
import static app.flagger.testkit.Units.percent;
import static app.flagger.testkit.Units.seconds;
import static app.flagger.testkit.world.Behaviour.crashesAt;
import static app.flagger.testkit.world.Behaviour.errors;
import static app.flagger.testkit.world.Behaviour.from;
import static app.flagger.testkit.world.Behaviour.latency;
import static app.flagger.testkit.world.Behaviour.p50;
import static app.flagger.testkit.world.Behaviour.p99;
import static app.flagger.testkit.world.Behaviour.startsAfter;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Command;
import app.flagger.api.Severity;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.HookType;
import app.flagger.api.spec.Metric;
import app.flagger.api.spec.SessionAffinity;
import app.flagger.api.spec.Webhook;
import app.flagger.engine.TickRecord;
import app.flagger.testkit.world.Mesh;
import app.flagger.testkit.world.Mode;
import app.flagger.testkit.world.Role;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whole rollouts on the simulated world. */
class SimulationTest {
    private static final Canary STEPS = Canaries.steps();

    @Test
    void aGoodRevisionIsPromotedStepByStep() {
        Run run = Simulation.of(STEPS).run();

        assertThat(run)
                .promoted()
                .reachedWeight(50)
                .neverExceeded(percent(50))
                .measured(Metric.DURATION)
                .published("promotion-finished")
                .alerted(Severity.INFO)
                .within(minutes(10));
        assertThat(run.requestsByVersion()).containsOnlyKeys("v1", "v2");
    }

    @Test
    void aBadRevisionIsRolledBackBeforeManyAreHurt() {
        assertThat(Simulation.of(STEPS)
                        .canary(errors(percent(5)))
                        .requestsPerSecond(50)
                        .run())
                .rolledBackBecause("threshold-reached")
                .failedChecks(2)
                .neverExceeded(percent(10))
                .exposedAtMost(percent(10))
                .alerted(Severity.ERROR);
    }

    @Test
    void aRevisionThatGetsSlowLaterIsRolledBackLater() {
        Run run = Simulation.of(STEPS)
                .canary(from(minutes(3), latency(p50(300), p99(2_000))))
                .run();

        assertThat(run).rolledBackBecause("threshold-reached").reachedWeight(20);
        assertThat(run.took()).isGreaterThan(minutes(3));
    }

    @Test
    void aSlowStartDelaysTheRunOnly() {
        assertThat(Simulation.of(STEPS).canary(startsAfter(seconds(90))).run()).promoted();
    }

    @Test
    void aCanaryThatCrashesIsRolledBackAndThePrimaryServes() {
        Run run = Simulation.of(STEPS).canary(crashesAt(minutes(3))).run();

        assertThat(run).rolledBack().alerted(Severity.ERROR);
    }

    @Test
    void aStuckCanaryIsRolledBackWithoutARequest() {
        Run run = Simulation.of(STEPS)
                .at(Duration.ZERO, world -> world.mode(Role.CANARY, Mode.STUCK))
                .run();

        assertThat(run)
                .sawNoRequest()
                .neverMeasured(Metric.SUCCESS_RATE, Metric.DURATION)
                .rolledBack()
                .alerted(Severity.ERROR);
    }

    @Test
    void aPromotionThatFailsLeavesTheTrafficOnTheCanary() {
        Run run = Simulation.of(STEPS)
                .at(seconds(361), world -> world.mode(Role.PRIMARY, Mode.STUCK))
                .run();

        assertThat(run).rolledBack().published("promotion-failed");
        assertThat(run.timeline().toString()).contains("0/100");
    }

    @Test
    void blueGreenIsAnalysedByALoadTestBeforeTheSwitch() {
        Canary blueGreen = Canaries.of(it -> it.iterations(5).threshold(2));

        assertThat(Simulation.of(blueGreen).testRequestsPerSecond(10).run())
                .promoted()
                .reachedWeight(100);
        assertThat(Simulation.of(blueGreen)
                        .testRequestsPerSecond(10)
                        .canary(errors(percent(20)))
                        .run())
                .rolledBack()
                .exposedAtMost(percent(0));
    }

    @Test
    void clientsWithACookieStayWithTheirVersion() {
        Canary sticky = Canaries.of(it -> it.stepWeight(10)
                .maxWeight(30)
                .sessionAffinity(
                        SessionAffinity.builder().cookieName("flagger-cookie").build()));
        Run loose = Simulation.of(Canaries.of(it -> it.stepWeight(10).maxWeight(30)))
                .run();
        Run kept = Simulation.of(sticky).run();

        assertThat(kept).promoted();
        assertThat(kept.exposure().percent())
                .as("whoever was sent to the canary once stays there")
                .isGreaterThan(loose.exposure().percent());
    }

    @Test
    void aLaggingMeshOnlyDelaysTheChecks() {
        assertThat(Simulation.of(STEPS).mesh(Mesh.istio().lag(seconds(20))).run())
                .promoted()
                .passedChecks(5);
    }

    @Test
    void aHookThatRefusesKeepsTheRunFromItsEnd() {
        Webhook gate = Webhook.builder()
                .name("approve")
                .type(HookType.CONFIRM_PROMOTION)
                .url("http://hooks.test/gate")
                .build();
        Canary gated = Canaries.of(
                it -> it.interval(hours(1)).stepWeight(50).maxWeight(50).webhooks(List.of(gate)));

        assertThat(Simulation.of(gated)
                        .at(Duration.ZERO, world -> world.hook("approve", 403))
                        .at(hours(5), world -> world.hook("approve", 200))
                        .run())
                .promoted()
                .asked("approve");
        assertThat(Simulation.of(gated)
                        .at(Duration.ZERO, world -> world.hook("approve", 403))
                        .requestsPerSecond(1)
                        .run())
                .didNotEnd()
                .asked("approve");
    }

    @Test
    void whatHappensAtTimeZeroIsInForceBeforeThePushInTheOrderGiven() {
        Run run = Simulation.of(STEPS)
                .at(Duration.ZERO, world -> world.metric(Metric.SUCCESS_RATE, 99.5))
                .at(minutes(1), world -> world.metric(Metric.DURATION, 1))
                .at(Duration.ZERO, world -> world.metric(Metric.SUCCESS_RATE, 100))
                .run();

        assertThat(run.timeline().entries().stream()
                        .filter(entry -> entry.kind() == Timeline.Kind.PUSH || entry.kind() == Timeline.Kind.CHANGE)
                        .map(entry -> entry.at() + " " + entry.what()))
                .containsExactly(
                        "PT0S metric request-success-rate is 99.5 from now on",
                        "PT0S metric request-success-rate is 100.0 from now on",
                        "PT0S v2",
                        "PT1M metric request-duration is 1.0 from now on");
    }

    @Test
    void anAbortEndsTheRun() {
        assertThat(Simulation.of(STEPS)
                        .at(minutes(3), world -> world.send(Command.Kind.ABORT))
                        .run())
                .aborted();
    }

    @Test
    void aSecondPushMidRunIsTheOneThatEnds() {
        Run run = Simulation.of(STEPS)
                .revision("v3", errors(percent(30)))
                .at(minutes(3), world -> world.push("v3"))
                .run();

        assertThat(run).rolledBack();
        assertThat(run.result().orElseThrow().revision().id()).isEqualTo("v3");
    }

    @Test
    void anEngineThatDiesIsTakenOverFrom() {
        Run whole = Simulation.of(STEPS).run();
        Run interrupted = Simulation.of(STEPS)
                .at(seconds(150), World::killEngine)
                .at(seconds(200), World::restartEngine)
                .run();

        assertThat(interrupted).promoted().passedChecks(5);
        assertThat(interrupted.took()).isCloseTo(whole.took(), minutes(1));
    }

    @Test
    void theSameSeedGivesTheSameBytes() {
        Simulation simulation = Simulation.of(STEPS)
                .canary(errors(percent(1)), startsAfter(seconds(7)))
                .requestsPerSecond(33)
                .seed(42);

        assertThat(bytes(simulation.run())).isEqualTo(bytes(simulation.run()));
        assertThat(bytes(simulation.seed(43).run())).isNotEqualTo(bytes(simulation.run()));
    }

    static String bytes(Run run) {
        return run + "\n" + run.requestsByVersion() + "\n"
                + run.events().stream().map(event -> event.toJson()).collect(Collectors.joining("\n")) + "\n"
                + run.decisions().stream().map(TickRecord::toJson).collect(Collectors.joining("\n"));
    }
}
