package app.flagger.engine.record;

import app.flagger.api.CanaryKey;
import app.flagger.api.Command;
import app.flagger.api.Reason;
import app.flagger.api.Revision;
import app.flagger.api.plug.Ability;
import app.flagger.api.plug.Measurement;
import app.flagger.api.plug.Replicas;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.RouterTraits;
import app.flagger.api.plug.Split;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.api.plug.WorkloadState;
import app.flagger.api.plug.WorkloadTraits;
import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.CanarySpec;
import app.flagger.api.spec.Metric;
import app.flagger.api.spec.ObjectMetadata;
import app.flagger.api.spec.ObjectRef;
import app.flagger.api.spec.Webhook;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.Phase;
import app.flagger.api.status.RunStatus;
import app.flagger.engine.decision.Answer;
import app.flagger.engine.decision.Decision;
import app.flagger.engine.decision.MadeDecisions;
import app.flagger.engine.decision.Observation;
import app.flagger.engine.decision.Question;
import app.flagger.engine.decision.Situation;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A record in which every field has a value. Does not change when decisions do. */
final class Everything {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final Webhook GATE =
            Webhook.builder().name("gate").url("test:left-out").build();
    private static final Metric RATE = Metric.builder()
            .name(Metric.SUCCESS_RATE)
            .threshold(99)
            .interval(Duration.ofMinutes(1))
            .build();

    private Everything() {}

    static RecordedTick record() {
        TreeMap<String, String> judges = new TreeMap<>();
        judges.put("threshold", "1");
        Question hook = MadeDecisions.hook("q-1", GATE);
        Question metric = MadeDecisions.metric("q-2", RATE);
        Decision asks = MadeDecisions.asks(Question.Order.UNTIL_NO, hook, metric);
        Decision saves = MadeDecisions.saves(
                status(), MadeDecisions.route(20, "op/routes/4"), MadeDecisions.promote("v2", "op/promote/4"));
        Decision waits = MadeDecisions.waits(Duration.ofSeconds(30));
        return new RecordedTick(
                new CanaryKey("shop", "web"),
                NOW,
                "canary@1",
                judges,
                List.of(
                        new RecordedTick.Step(situation(), asks),
                        new RecordedTick.Step(situation(), saves),
                        new RecordedTick.Step(situation(), waits)));
    }

    static Situation situation() {
        Map<String, Answer> answers = new LinkedHashMap<>();
        answers.put("hook", new Answer.Hook(true, "200 OK"));
        answers.put("value", new Answer.Measured(new Measurement.Value(99.5, NOW)));
        answers.put("counts", new Answer.Measured(new Measurement.Counts(100, 1, 50, 2, NOW.minusSeconds(60), NOW)));
        answers.put("none", new Answer.Measured(new Measurement.Missing(Measurement.Why.NO_DATA, "no data")));
        return Situation.builder()
                .canary(canary())
                .status(status())
                .observation(observation())
                .answers(answers)
                .commands(List.of(new Command(Command.Kind.PAUSE, "c-1", "kim", "lunch \"break\"")))
                .now(NOW)
                .startPhase(Phase.PROGRESSING)
                .advanced(true)
                .carriedOut(List.of("op/pin/3"))
                .mayAsk(false)
                .newRunId("run-b")
                .newCookie("cookie")
                .halted("spec.provider: istio: is not registered")
                .giveBack(true)
                .build();
    }

    private static Canary canary() {
        return Canary.builder()
                .metadata(ObjectMetadata.builder().namespace("shop").name("web").build())
                .spec(CanarySpec.builder()
                        .targetRef(ObjectRef.of("apps/v1", "Deployment", "web"))
                        .analysis(Analysis.builder()
                                .stepWeight(10)
                                .metrics(List.of(RATE))
                                .webhooks(List.of(GATE))
                                .build())
                        .build())
                .build();
    }

    private static CanaryStatus status() {
        return CanaryStatus.builder()
                .phase(Phase.PROGRESSING)
                .canaryWeight(10)
                .step(3)
                .run(RunStatus.builder()
                        .id("run-a")
                        .revision(new Revision("v2"))
                        .startedAt(NOW)
                        .strategy("canary@1")
                        .result(Reason.of("none").with("fact", 1))
                        .build())
                .build();
    }

    private static Observation observation() {
        WorkloadState workload = new WorkloadState(
                new Revision("v2"),
                Optional.of(new Revision("v2")),
                Optional.of(new Revision("v1")),
                new Replicas(3, 2, 1, false, true, "stuck"),
                Replicas.allReady(2),
                true);
        RouteState route = new RouteState(
                new Split(10, 5, true, Optional.of("a=b")),
                RouteState.Propagation.PENDING,
                Optional.of("17"),
                Optional.of("op/routes/3"));
        return new Observation(
                workload,
                Optional.of(route),
                RouterTraits.of(List.of(Ability.WEIGHTS, Ability.STAMP), 5, Duration.ofSeconds(15)),
                WorkloadTraits.of(WorkloadAbility.HOLD, WorkloadAbility.SCALE));
    }

    /** Prints the record: the golden file of a new format. */
    public static void main(String[] arguments) {
        System.out.println(record().toJson());
    }
}
