package app.flagger.engine.runtime;

import static app.flagger.engine.decision.MadeDecisions.asks;
import static app.flagger.engine.decision.MadeDecisions.metric;
import static app.flagger.engine.decision.MadeDecisions.saves;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.CanaryKey;
import app.flagger.api.Reason;
import app.flagger.api.Severity;
import app.flagger.api.plug.Measurement;
import app.flagger.api.plug.Measurement.Why;
import app.flagger.api.plug.Resources;
import app.flagger.api.spec.AlertProvider;
import app.flagger.api.spec.AlertRef;
import app.flagger.api.spec.Metric;
import app.flagger.api.spec.MetricTemplate;
import app.flagger.api.spec.ResourceRef;
import app.flagger.api.status.OutboxEntry;
import app.flagger.api.status.Phase;
import app.flagger.engine.Rollout;
import app.flagger.engine.decision.Answer;
import app.flagger.engine.decision.Question;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Resources that throw are as those that know nothing. */
class ResourcesTest {
    private final Bench bench = new Bench();
    private boolean broken;

    private final Resources resources = new Resources() {
        @Override
        public Optional<MetricTemplate> metricTemplate(ResourceRef ref, CanaryKey asker) {
            return nothing();
        }

        @Override
        public Optional<AlertProvider> alertProvider(ResourceRef ref, CanaryKey asker) {
            return nothing();
        }

        private <T> Optional<T> nothing() {
            if (broken) {
                throw new IllegalStateException("hush-hush");
            }
            return Optional.empty();
        }
    };

    @Test
    void ticksGoOnWhereAnAlertProviderCannotBeLookedFor() {
        Rollout rollout = bench.manual(
                builder -> builder.resources(resources),
                analysis -> analysis.addAlerts(AlertRef.builder()
                        .name("oncall")
                        .severity(Severity.INFO)
                        .providerRef(ResourceRef.of("slack"))
                        .build()));
        broken = true;
        bench.script(situation -> saves(Bench.status(Phase.PROGRESSING, 0, 1).toBuilder()
                .addOutbox(OutboxEntry.builder()
                        .id("1")
                        .kind(OutboxEntry.Kind.ALERT)
                        .receiver("oncall")
                        .code("started")
                        .severity(Severity.INFO)
                        .reason(Reason.of("started"))
                        .phase(Phase.PROGRESSING)
                        .at(bench.clock.now())
                        .build())
                .build()));
        for (int i = 0; i < 3; i++) {
            assertThat(Bench.tick(rollout).failure()).isEmpty();
        }
    }

    @Test
    void aMetricWhoseTemplateCannotBeLookedForIsMissing() {
        Metric templated = Metric.builder()
                .name("errors")
                .templateRef(ResourceRef.of("errors"))
                .build();
        Rollout rollout =
                bench.manual(builder -> builder.resources(resources), analysis -> analysis.addMetrics(templated));
        broken = true;
        bench.script(situation -> asks(Question.Order.TOGETHER, metric("id", templated)));
        assertThat(Bench.tick(rollout).failure()).isEmpty();
        Answer answer = bench.seen.get(bench.seen.size() - 1).answers().get("id");
        assertThat(answer).isInstanceOfSatisfying(Answer.Measured.class, measured -> {
            assertThat(measured.measurement()).isInstanceOfSatisfying(Measurement.Missing.class, missing -> {
                assertThat(missing.why()).isEqualTo(Why.UNAVAILABLE);
                assertThat(missing.detail()).contains("ResourcesTest").doesNotContain("hush");
            });
        });
    }

    @Test
    void aCanaryWhoseResourcesCannotBeLookedForIsTaken() {
        broken = true;
        Rollout rollout = bench.manual(
                builder -> builder.resources(resources),
                analysis -> analysis.addAlerts(AlertRef.builder()
                        .name("oncall")
                        .providerRef(ResourceRef.of("slack"))
                        .build()));
        assertThat(Bench.tick(rollout).failure()).isEmpty();
    }
}
