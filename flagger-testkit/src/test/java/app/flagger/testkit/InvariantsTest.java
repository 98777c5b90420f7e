package app.flagger.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import app.flagger.api.Revision;
import app.flagger.api.plug.Measurement;
import app.flagger.api.plug.MetricQuery;
import app.flagger.api.plug.Shape;
import app.flagger.api.plug.Split;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.Metric;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.Check;
import app.flagger.api.status.Phase;
import app.flagger.api.status.PrimaryStatus;
import app.flagger.api.status.RunStatus;
import app.flagger.api.strategy.Judgement.Verdict;
import app.flagger.engine.codec.SkimmedStatus;
import app.flagger.engine.codec.StatusJson;
import app.flagger.testkit.world.Mesh;
import app.flagger.testkit.world.Mode;
import app.flagger.testkit.world.Role;
import app.flagger.testkit.world.SettableMetrics;
import app.flagger.testkit.world.SimulatedCall;
import app.flagger.testkit.world.SimulatedMesh;
import app.flagger.testkit.world.SimulatedWorkload;
import app.flagger.testkit.world.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each promise, when it is broken, is noticed. */
class InvariantsTest {
    private static final Revision V1 = new Revision("v1");
    private static final Revision V2 = new Revision("v2");

    private final Canary canary = Canaries.steps();
    private final VirtualClock clock = new VirtualClock();
    private final SimulatedCall call = SimulatedCall.of(canary.key(), clock);
    private final SimulatedWorkload workload = new SimulatedWorkload(clock, V1);
    private final SimulatedMesh mesh = new SimulatedMesh(Mesh.istio(), clock, 1);
    private final Invariants invariants = new Invariants(canary, mesh, workload, clock);
    private final WatchedWorkload watched = new WatchedWorkload(workload, invariants);
    private final WatchedRouter router = new WatchedRouter(mesh.router(), invariants);

    @BeforeEach
    void release() throws Exception {
        mesh.connect(canary, workload);
        workload.pin(V1, List.of(), call);
        workload.prepare(V1, call);
        workload.push(V2);
        workload.pin(V2, List.of(V1), call);
        router.prepare(canary, call);
    }

    private void look() throws Exception {
        invariants.told(workload.observe(call));
        invariants.told(router.read(canary, call));
    }

    /** As an engine does: it looks, then it writes. */
    private void write(Split split) throws Exception {
        look();
        router.write(canary, split, router.read(canary, call), call);
    }

    @Test
    void whatIsRightIsNotNoticed() throws Exception {
        write(Split.canary(10));
        write(Split.allToPrimary());
        watched.scaleCanary(false, V2, call);

        assertThat(invariants.broken()).isEmpty();
    }

    @Test
    void trafficToACanaryWithoutReplicas() throws Exception {
        workload.crash(Role.CANARY);
        write(Split.canary(10));

        assertThat(invariants.broken()).containsExactly("3: raises the canary to 10 %, which has no available replica");
    }

    @Test
    void aRollbackToAPrimaryWithoutReplicas() throws Exception {
        write(Split.canary(10));
        workload.mode(Role.PRIMARY, Mode.STARTING);
        write(Split.allToPrimary());

        assertThat(invariants.broken())
                .containsExactly("3: moves traffic to the primary, which has no available replica");
    }

    @Test
    void aCanaryThatIsScaledDownWithItsTraffic() throws Exception {
        write(Split.canary(10));
        look();
        watched.scaleCanary(false, V2, call);

        assertThat(invariants.broken())
                .containsExactly("4, 6: scales the canary down while 10 % of the traffic goes there");
    }

    @Test
    void whatSomebodyElseRaisedSinceTheEngineLooked() throws Exception {
        write(Split.allToPrimary());
        look();
        mesh.foreignWrite(canary.key(), Split.canary(90), "somebody");
        watched.scaleCanary(false, V2, call);

        assertThat(invariants.broken()).isEmpty();
    }

    @Test
    void anUpdateThatTakesTheServingReplicasAway() throws Exception {
        workload.can(WorkloadAbility.SCALE);
        watched.promote(V2, call);

        assertThat(invariants.broken()).singleElement().asString().startsWith("6: updates the primary");
    }

    /** A check of that verdict, as it is saved. */
    private CanaryStatus checked(Verdict verdict) {
        return CanaryStatus.builder()
                .phase(Phase.PROGRESSING)
                .step(5)
                .run(RunStatus.builder()
                        .id("run-1")
                        .revision(V2)
                        .startedAt(clock.now())
                        .strategy("canary@1")
                        .build())
                .canaryAnalysis(List.of(new Check(clock.now(), 10, verdict, List.of())))
                .build();
    }

    private void save(CanaryStatus status) {
        String json = StatusJson.write(status);
        invariants.saved(json, SkimmedStatus.of(json));
    }

    /** Time passes, and nothing happens in it. */
    private void pass(Duration time) {
        clock.after(time, () -> {});
        clock.runNext();
    }

    @ParameterizedTest
    @ValueSource(longs = {-3600, 0, 3600})
    void aCheckOfASplitThatIsNotInForceForAnInterval(long clockIsSetBy) throws Exception {
        write(Split.canary(10));
        clock.jump(Duration.ofSeconds(clockIsSetBy));
        pass(Duration.ofSeconds(61));
        save(checked(Verdict.FAIL));
        assertThat(invariants.broken()).isEmpty();

        write(Split.canary(20));
        pass(Duration.ofSeconds(30));
        save(checked(Verdict.FAIL));
        assertThat(invariants.broken()).singleElement().asString().startsWith("2: judges a split after PT30S");
    }

    @Test
    void aCheckOfASplitThatAnotherEngineWrote() throws Exception {
        write(Split.canary(10));
        invariants.engineStarted();
        look();
        pass(Duration.ofSeconds(30));
        save(checked(Verdict.FAIL));
        assertThat(invariants.broken()).as("it cannot know since when").isEmpty();
    }

    private CanaryStatus at(int weight, Check... checks) {
        return checked(Verdict.PASS).toBuilder()
                .canaryWeight(weight)
                .canaryAnalysis(List.of(checks))
                .build();
    }

    @Test
    void aRaiseWithoutACheckThatPassed() {
        Check passed = new Check(clock.now(), 20, Verdict.PASS, List.of());
        Check failed = new Check(clock.now(), 30, Verdict.FAIL, List.of());
        invariants.afterStep(at(20), true);
        invariants.afterStep(at(30, passed), true);
        assertThat(invariants.broken()).isEmpty();

        invariants.afterStep(at(50, passed, failed), true);
        assertThat(invariants.broken())
                .contains("2: raises the canary from 30 % to 50 % without a check that passed there");
    }

    @Test
    void aWeightAboveTheLimitInTwoTicks() throws Exception {
        mesh.foreignWrite(canary.key(), Split.canary(80), "somebody");
        look();
        invariants.afterStep(at(0), true);
        invariants.afterStep(at(0), true);
        assertThat(invariants.broken()).isEmpty();

        look();
        invariants.afterStep(at(0), true);
        assertThat(invariants.broken()).containsExactly("1: the canary has 80 % while the limit is 50 %");
    }

    @Test
    void aRaiseFromALowerLimitAtWhichACheckHasPassed() {
        invariants.afterStep(at(40), true);
        invariants.afterStep(at(15), true);
        invariants.afterStep(at(50, new Check(clock.now(), 15, Verdict.PASS, List.of())), true);
        assertThat(invariants.broken()).isEmpty();
    }

    private static Canary measured() {
        return Canaries.of(it -> it.stepWeight(10)
                .maxWeight(50)
                .metrics(List.of(
                        Metric.builder().name("request-success-rate").build(),
                        Metric.builder().name("queue").query("custom_queue").build())));
    }

    private void ask(String metric, Measurement answer) throws Exception {
        SimulatedCall asking = call.operation("shop/web/run-1/metric/4/0/" + metric);
        MetricQuery query = MetricQuery.builder()
                .metric(metric)
                .canary(measured())
                .shape(Shape.VALUE)
                .interval(Duration.ofMinutes(1))
                .build();
        invariants.over(new SettableMetrics().answers(metric, any -> answer)).query(query, asking);
        invariants.told(asking.operation(), answer, clock.now());
    }

    private Measurement.Value value(double number) {
        return new Measurement.Value(number, clock.now());
    }

    @Test
    void aCheckThatPassesOnAnswersThatCanBeBelieved() throws Exception {
        invariants.canary(measured());
        save(checked(Verdict.FAIL));
        pass(Duration.ofMinutes(2));
        ask("request-success-rate", value(100));
        ask("queue", value(1e9));
        save(checked(Verdict.PASS));
        assertThat(invariants.broken()).isEmpty();

        watched.promote(V2, call);
        invariants.afterStep(checked(Verdict.PASS), true);
        assertThat(invariants.broken()).isEmpty();
    }

    static Stream<Arguments> unbelievable() {
        Instant longAgo = VirtualClock.START.minus(Duration.ofMinutes(10));
        return Stream.of(
                arguments(new Measurement.Missing(Measurement.Why.NO_DATA, ""), "answered with NO_DATA"),
                arguments(new Measurement.Value(100, longAgo), "as old as PT"),
                arguments(new Measurement.Counts(9, 0, 9, 0, longAgo, longAgo), "as old as PT"),
                arguments(new Measurement.Value(Double.NaN, VirtualClock.START), "answered with NaN"),
                arguments(new Measurement.Value(101, VirtualClock.START), "answered with 101.0"),
                arguments(new Measurement.Value(-1, VirtualClock.START), "answered with -1.0"));
    }

    @ParameterizedTest
    @MethodSource("unbelievable")
    void aCheckThatPassesOnAnAnswerThatCannotBeBelieved(Measurement answer, String so) throws Exception {
        invariants.canary(measured());
        save(checked(Verdict.FAIL));
        pass(Duration.ofSeconds(2));
        ask("queue", value(1));
        ask("request-success-rate", answer);
        save(checked(Verdict.PASS));

        assertThat(invariants.broken())
                .singleElement()
                .asString()
                .startsWith("8: a check passed although metric request-success-rate was ")
                .contains(so);
    }

    @Test
    void aCheckThatPassesOnAnAnswerThatWasLost() throws Exception {
        invariants.canary(measured());
        save(checked(Verdict.FAIL));
        pass(Duration.ofMinutes(2));
        ask("request-success-rate", value(100));
        save(checked(Verdict.PASS));

        assertThat(invariants.broken()).containsExactly("8: a check passed although metric queue was not answered");
    }

    @Test
    void aRevisionOfWhichOnlyFailedChecksKnow() throws Exception {
        invariants.canary(measured());
        ask("request-success-rate", value(100));
        ask("queue", value(1));
        save(checked(Verdict.FAIL));
        watched.promote(V2, call);
        invariants.afterStep(checked(Verdict.FAIL), true);

        assertThat(invariants.broken()).containsExactly("5: promoted v2, which no check has seen");
    }

    private static CanaryStatus failedPromotion() {
        return CanaryStatus.builder()
                .phase(Phase.FAILED)
                .canaryWeight(100)
                .primary(PrimaryStatus.builder().wanted(V2).lastGood(V1).build())
                .build();
    }

    @Test
    void aFailedPromotionThatSendsTrafficToThePrimary() throws Exception {
        write(Split.canary(100));
        look();
        invariants.afterStep(failedPromotion(), true);
        assertThat(invariants.broken()).isEmpty();

        write(Split.canary(99));
        look();
        invariants.afterStep(failedPromotion(), true);
        assertThat(invariants.broken()).singleElement().asString().startsWith("7: after a failed promotion Split[");
    }

    @Test
    void aFixThatIsThrownAway() throws Exception {
        write(Split.canary(100));
        look();
        workload.push(new Revision("v3"));
        invariants.afterStep(failedPromotion(), true);
        invariants.afterRun(failedPromotion());

        assertThat(invariants.broken()).containsExactly("7: v3 was pushed, and no run of it ever began");
    }

    @Test
    void aBrokenPromiseFailsTheRunWithItsTimelineAndSeed() {
        Simulation careless = Simulation.of(canary).seed(9).at(Duration.ofSeconds(90), world -> {
            Play play = (Play) world;
            play.workload().crash(Role.CANARY);
            play.invariants().beforeWrite(Split.canary(20));
        });

        assertThatThrownBy(careless::run)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("a promise was broken with seed 9")
                .hasMessageContaining("3: raises the canary to 20 %")
                .hasMessageContaining("Scaling up web.shop");
    }
}
