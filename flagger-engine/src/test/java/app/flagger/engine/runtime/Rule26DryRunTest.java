package app.flagger.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Revision;
import app.flagger.api.plug.Delivery;
import app.flagger.api.plug.HookAnswer;
import app.flagger.api.plug.Measurement;
import app.flagger.api.spec.HookMode;
import app.flagger.api.spec.HookType;
import app.flagger.api.spec.Metric;
import app.flagger.api.spec.Range;
import app.flagger.api.spec.Webhook;
import app.flagger.api.status.Phase;
import app.flagger.engine.Event;
import app.flagger.engine.Rollout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rule 26: metrics are queried, no hook is called, status and routes live in memory, events and alerts say so. */
class Rule26DryRunTest {
    private final Bench bench = new Bench();
    private final List<Event> events = new ArrayList<>();
    private final List<String> alerts = new ArrayList<>();
    private final List<String> called = new ArrayList<>();

    /** Plays a push to its end with the decisions that ship. */
    private Rollout played() {
        bench.workload.primary = Optional.of(new Revision("v1"));
        Engine engine = bench.builder()
                .seams(Seams.deterministic(new Random(7)::nextLong))
                .dryRun(true)
                .notifier((alert, call) -> {
                    alerts.add(alert.message());
                    return new Delivery.Delivered();
                })
                .hooks("https", (hook, call) -> {
                    called.add(hook.name());
                    return HookAnswer.no("closed");
                })
                .build();
        engine.listen(events::add);
        engine.start();
        Rollout rollout = engine.manage(Bench.canary(analysis -> analysis.addMetrics(Metric.builder()
                        .name(Metric.SUCCESS_RATE)
                        .thresholdRange(Range.atLeast(99))
                        .build())
                .addWebhooks(hook("gate", HookType.CONFIRM_ROLLOUT))
                .addWebhooks(hook("check", HookType.ROLLOUT))
                .addWebhooks(hook("back", HookType.ROLLBACK))
                .addWebhooks(hook("after", HookType.POST_ROLLOUT))));
        bench.clock.advance(Duration.ofMinutes(1));
        bench.workload.target = new Revision("v2");
        bench.journal.clear();
        bench.clock.advance(Duration.ofMinutes(12));
        return rollout;
    }

    private static Webhook hook(String name, HookType type) {
        return Webhook.builder()
                .name(name)
                .type(type)
                .url("https://hooks.test/" + name)
                .mode(type == HookType.ROLLBACK ? Optional.of(HookMode.ASK) : Optional.empty())
                .build();
    }

    @Test
    void aGoodRevisionIsPromotedWithoutMovingAnything() {
        assertThat(played().snapshot().phase()).isEqualTo(Phase.SUCCEEDED);
        assertThat(bench.journal.writes()).isEmpty();
        assertThat(bench.journal.reads("query " + Metric.SUCCESS_RATE)).isPositive();
        assertThat(bench.workload.primary).contains(new Revision("v1"));
    }

    @Test
    void noHookIsCalled() {
        played();
        assertThat(called).isEmpty();
    }

    @Test
    void eventsAndAlertsSaySo() {
        played();
        assertThat(events)
                .isNotEmpty()
                .allMatch(event -> event.sentence().startsWith("[dry run] "))
                .allMatch(event -> event.reason().fact("dryRun").equals("true"));
        assertThat(alerts).isNotEmpty().allMatch(message -> message.startsWith("[dry run] "));
    }

    @Test
    void aBadRevisionIsRolledBackWithoutMovingAnything() {
        bench.answers = query -> new Measurement.Value(50, bench.clock.now());
        assertThat(played().snapshot().phase()).isEqualTo(Phase.FAILED);
        assertThat(bench.journal.writes()).isEmpty();
    }

    @Test
    void missingValuesAreReportedAndNotCounted() {
        bench.answers = query -> new Measurement.Missing(Measurement.Why.NO_DATA, "no canary runs");
        Rollout rollout = played();
        assertThat(rollout.snapshot().phase()).isEqualTo(Phase.SUCCEEDED);
        assertThat(rollout.snapshot().status().failedChecks()).isZero();
        assertThat(events).extracting(Event::code).containsOnlyOnce("dry-run-metric-missing");
    }
}
