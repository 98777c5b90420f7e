package app.flagger.engine.decision;

import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.CanarySpec;
import app.flagger.api.spec.HookType;
import app.flagger.api.spec.HttpMatch;
import app.flagger.api.spec.Metric;
import app.flagger.api.spec.ObjectMetadata;
import app.flagger.api.spec.ObjectRef;
import app.flagger.api.spec.Range;
import app.flagger.api.spec.StringMatch;
import app.flagger.api.spec.Webhook;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Canaries for tests. */
final class Canaries {
    private Canaries() {}

    static Canary canary(UnaryOperator<Analysis.Builder> analysis) {
        return canary(analysis, spec -> spec);
    }

    static Canary canary(UnaryOperator<Analysis.Builder> analysis, UnaryOperator<CanarySpec.Builder> spec) {
        Analysis built = analysis.apply(
                        Analysis.builder().interval(Duration.ofMinutes(1)).threshold(5))
                .build();
        return Canary.builder()
                .metadata(ObjectMetadata.builder()
                        .namespace("test")
                        .name("podinfo")
                        .build())
                .spec(spec.apply(CanarySpec.builder()
                                .targetRef(ObjectRef.of("apps/v1", "Deployment", "podinfo"))
                                .progressDeadline(Duration.ofSeconds(60))
                                .analysis(built))
                        .build())
                .build();
    }

    static UnaryOperator<Analysis.Builder> steps(int step, int max) {
        return analysis -> analysis.stepWeight(step).maxWeight(max);
    }

    static UnaryOperator<Analysis.Builder> iterations(int iterations) {
        return analysis -> analysis.iterations(iterations);
    }

    static Metric successRate() {
        return Metric.builder()
                .name(Metric.SUCCESS_RATE)
                .thresholdRange(Range.atLeast(99))
                .build();
    }

    static HttpMatch insiders() {
        return HttpMatch.builder()
                .putHeaders("x-user", new StringMatch(StringMatch.Kind.EXACT, "insider"))
                .build();
    }

    static Webhook hook(String name, HookType type) {
        return Webhook.builder()
                .name(name)
                .type(type)
                .url("http://hooks.test/" + name)
                .build();
    }
}
