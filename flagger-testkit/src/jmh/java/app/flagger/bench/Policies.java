package app.flagger.bench;

import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.CanarySpec;
import app.flagger.api.spec.Metric;
import app.flagger.api.spec.ObjectMetadata;
import app.flagger.api.spec.ObjectRef;
import app.flagger.api.spec.Range;
import app.flagger.testkit.Simulation;
import java.time.Duration;

/** The policy that is measured: ten steps of five percent, a check with two metrics once a minute, if not said otherwise. */
final class Policies {
    private Policies() {}

    static Canary tenSteps(String name) {
        return tenSteps(name, Duration.ofMinutes(1));
    }

    static Canary tenSteps(String name, Duration interval) {
        return Canary.builder()
                .metadata(ObjectMetadata.builder().namespace("bench").name(name).build())
                .spec(CanarySpec.builder()
                        .targetRef(ObjectRef.of("apps/v1", "Deployment", name))
                        .analysis(Analysis.builder()
                                .interval(interval)
                                .threshold(3)
                                .stepWeight(5)
                                .maxWeight(50)
                                .addMetrics(
                                        Metric.builder()
                                                .name(Metric.SUCCESS_RATE)
                                                .thresholdRange(Range.atLeast(99))
                                                .build(),
                                        Metric.builder()
                                                .name(Metric.DURATION)
                                                .thresholdRange(Range.atMost(500))
                                                .build())
                                .build())
                        .build())
                .build();
    }

    /** A rollout without a request: the metrics have these values all the time. */
    static Simulation rollout(double successRate) {
        return Simulation.of(tenSteps("web"))
                .requestsPerSecond(0)
                .at(
                        Duration.ZERO,
                        world -> world.metrics()
                                .set(Metric.SUCCESS_RATE, successRate)
                                .set(Metric.DURATION, 80));
    }
}
