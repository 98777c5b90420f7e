package app.flagger.testkit.stock;

import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.CanaryAnalysis;
import app.flagger.api.spec.CanarySpec;
import app.flagger.api.spec.HttpMatch;
import app.flagger.api.spec.ObjectMetadata;
import app.flagger.api.spec.ObjectRef;
import app.flagger.api.spec.StringMatch;
import app.flagger.api.strategy.Strategy;
import app.flagger.engine.strategy.Strategies;
import app.flagger.testkit.contract.StrategyContract;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;

class StrategiesTest {
    @Nested
    class ForCanary extends Held {
        ForCanary() {
            super(
                    "canary",
                    canary("steps", it -> it.stepWeight(10).maxWeight(50)),
                    canary("step-beyond-the-limit", it -> it.stepWeight(35).maxWeight(35)),
                    canary("uneven-steps", it -> it.stepWeight(33)),
                    canary("list", it -> it.stepWeights(List.of(1, 5, 7, 40, 80))),
                    canary(
                            "steps-and-iterations",
                            it -> it.stepWeight(5).maxWeight(50).iterations(20)),
                    canary("steps-back", it -> it.stepWeight(20).maxWeight(60).stepWeightPromotion(15)),
                    canary("mirror-first", it -> it.stepWeight(10).maxWeight(30).mirror(true)),
                    canary(
                            "growing-mirror",
                            it -> it.stepWeight(25)
                                    .mirror(true)
                                    .mirrorWeight(10)
                                    .canaryAnalysis(CanaryAnalysis.builder()
                                            .stepWeightPromotion(20)
                                            .maxMirrorWeight(70)
                                            .build())));
        }
    }

    @Nested
    class ForAbTesting extends Held {
        ForAbTesting() {
            super(
                    "ab-testing",
                    canary("one-iteration", it -> it.iterations(1).addMatch(insiders())),
                    canary("ten-iterations", it -> it.iterations(10).addMatch(insiders())));
        }
    }

    @Nested
    class ForBlueGreen extends Held {
        ForBlueGreen() {
            super(
                    "blue-green",
                    canary("one-iteration", it -> it.iterations(1)),
                    canary("ten-iterations", it -> it.iterations(10)),
                    canary("mirror", it -> it.iterations(4).mirror(true)),
                    canary(
                            "growing-mirror",
                            it -> it.iterations(6)
                                    .mirror(true)
                                    .mirrorWeight(5)
                                    .canaryAnalysis(CanaryAnalysis.builder()
                                            .stepWeightPromotion(30)
                                            .maxMirrorWeight(65)
                                            .build())));
        }
    }

    @Nested
    class ForKubernetes extends Held {
        ForKubernetes() {
            super(
                    "kubernetes",
                    canary("one-iteration", it -> it.iterations(1)),
                    canary("four-iterations", it -> it.iterations(4)));
        }
    }

    private abstract static class Held extends StrategyContract {
        private final Strategy strategy;
        private final List<Canary> canaries;

        Held(String name, Canary... canaries) {
            this.strategy = Strategies.stock().get(name);
            this.canaries = List.of(canaries);
        }

        @Override
        protected Strategy strategy() {
            return strategy;
        }

        @Override
        protected List<Canary> canaries() {
            return canaries;
        }
    }

    private static HttpMatch insiders() {
        return HttpMatch.builder()
                .putHeaders("x-user", new StringMatch(StringMatch.Kind.EXACT, "insider"))
                .build();
    }

    private static Canary canary(String name, UnaryOperator<Analysis.Builder> analysis) {
        return Canary.builder()
                .metadata(ObjectMetadata.builder().namespace("stock").name(name).build())
                .spec(CanarySpec.builder()
                        .targetRef(ObjectRef.of("apps/v1", "Deployment", name))
                        .analysis(analysis.apply(Analysis.builder()).build())
                        .build())
                .build();
    }
}
