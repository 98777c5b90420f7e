package app.flagger.testkit;

import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.CanarySpec;
import app.flagger.api.spec.Metric;
import app.flagger.api.spec.ObjectMetadata;
import app.flagger.api.spec.ObjectRef;
import app.flagger.api.spec.Range;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** Policies for tests. */
public final class Canaries {
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private Canaries() {}

    /** Weights 10, 20, … 50 every minute; success rate at least 99 %, duration at most 500 ms; two failed checks roll back. */
    public static Canary steps() {
        return of(it -> it.stepWeight(10).maxWeight(50).threshold(2));
    }

    /** The same metrics with another analysis. */
    public static Canary of(UnaryOperator<Analysis.Builder> change) {
        Analysis.Builder analysis = Analysis.builder()
                .interval(INTERVAL)
                .metrics(List.of(
                        metric(Metric.SUCCESS_RATE, Range.atLeast(99)), metric(Metric.DURATION, Range.atMost(500))));
        return Canary.builder()
                .metadata(ObjectMetadata.builder().namespace("shop").name("web").build())
                .spec(CanarySpec.builder()
                        .targetRef(ObjectRef.of("apps/v1", "Deployment", "web"))
                        .analysis(change.apply(analysis).build())
                        .build())
                .build();
    }

    /** The same canary with another provider. */
    public static Canary provider(Canary canary, String provider) {
        return canary.toBuilder()
                .spec(canary.spec().toBuilder().provider(provider).build())
                .build();
    }

    private static Metric metric(String name, Range range) {
        return Metric.builder()
                .name(name)
                .thresholdRange(range)
                .interval(INTERVAL)
                .build();
    }
}
