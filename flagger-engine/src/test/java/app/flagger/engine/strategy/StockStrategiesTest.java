package app.flagger.engine.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Settings;
import app.flagger.api.plug.Ability;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.CanaryAnalysis;
import app.flagger.api.spec.CanarySpec;
import app.flagger.api.spec.HttpMatch;
import app.flagger.api.spec.ObjectMetadata;
import app.flagger.api.spec.ObjectRef;
import app.flagger.api.spec.SessionAffinity;
import app.flagger.api.spec.StringMatch;
import app.flagger.api.status.Check;
import app.flagger.api.strategy.Plan;
import app.flagger.api.strategy.Progress;
import app.flagger.api.strategy.Proposal;
import app.flagger.api.strategy.Strategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The stock strategies: what they plan, and what they propose when every check passes. */
class StockStrategiesTest {
    /** A run as a strategy sees it. */
    private record Run(Canary canary, Plan plan, boolean started, Split current, int passed) implements Progress {
        @Override
        public int failed() {
            return 0;
        }

        @Override
        public int passedHere() {
            return passed;
        }

        @Override
        public List<Check> recent() {
            return List.of();
        }

        @Override
        public Duration running() {
            return Duration.ZERO;
        }

        @Override
        public Duration here() {
            return Duration.ZERO;
        }

        @Override
        public Settings state() {
            return Settings.none();
        }
    }

    private static Canary canary(UnaryOperator<Analysis.Builder> analysis) {
        return Canary.builder()
                .metadata(ObjectMetadata.builder().name("podinfo").build())
                .spec(CanarySpec.builder()
                        .targetRef(ObjectRef.of("apps/v1", "Deployment", "podinfo"))
                        .analysis(analysis.apply(Analysis.builder()).build())
                        .build())
                .build();
    }

    private static Plan plan(String name, Canary canary) {
        return Strategies.stock().get(name).plan(canary, Settings.none());
    }

    /** The proposals in short, until it finishes: {@code 20}, {@code m50} mirrored, {@code 100?} matched, {@code =} hold. */
    private static List<String> path(String name, Canary canary) {
        Strategy strategy = Strategies.stock().get(name);
        Plan plan = plan(name, canary);
        List<String> path = new ArrayList<>();
        Split current = Split.allToPrimary();
        for (int passed = 0; passed <= plan.mostChecks(); passed++) {
            Proposal proposal = strategy.next(new Run(canary, plan, !path.isEmpty(), current, passed));
            if (proposal instanceof Proposal.Expose expose) {
                current = expose.split();
                path.add(inShort(current));
            } else if (proposal instanceof Proposal.Hold) {
                path.add("=");
            } else {
                path.add("finish");
                return path;
            }
        }
        throw new AssertionError("more checks than planned: " + path);
    }

    private static String inShort(Split split) {
        return split.mirrorPercent() > 0
                ? "m" + split.mirrorPercent()
                : split.canaryPercent() + (split.matchedOnly() ? "?" : "");
    }

    @Test
    void canaryRaisesStepByStepUpToItsLimit() {
        assertThat(path("canary", canary(analysis -> analysis.stepWeight(20).maxWeight(50))))
                .containsExactly("20", "40", "50", "finish");
        assertThat(path(
                        "canary",
                        canary(analysis -> analysis.addStepWeights(1, 5, 80).maxWeight(50))))
                .containsExactly("1", "5", "80", "finish");
        assertThat(path("canary", canary(analysis -> analysis.stepWeight(50)))).containsExactly("50", "100", "finish");
    }

    @Test
    void canaryMirrorsFirstIfThatIsAskedFor() {
        assertThat(path(
                        "canary",
                        canary(analysis -> analysis.stepWeight(50).maxWeight(50).mirror(true))))
                .containsExactly("m100", "50", "finish");
        assertThat(path(
                        "canary",
                        canary(analysis -> analysis.stepWeight(50)
                                .maxWeight(50)
                                .mirror(true)
                                .mirrorWeight(10))))
                .containsExactly("m10", "50", "finish");
    }

    @Test
    void theMirroredShareGrowsUpToItsLimit() {
        CanaryAnalysis growing = CanaryAnalysis.builder()
                .stepWeightPromotion(20)
                .maxMirrorWeight(45)
                .build();
        assertThat(path(
                        "canary",
                        canary(analysis -> analysis.stepWeight(50)
                                .maxWeight(50)
                                .mirror(true)
                                .mirrorWeight(10)
                                .canaryAnalysis(growing))))
                .containsExactly("m10", "m30", "m45", "50", "finish");
        assertThat(path(
                        "blue-green",
                        canary(analysis -> analysis.iterations(4)
                                .mirror(true)
                                .mirrorWeight(10)
                                .canaryAnalysis(growing))))
                .containsExactly("m10", "m30", "m45", "100", "finish");
    }

    @Test
    void canaryWithIterationsStaysAtItsLimitUntilSoManyChecksHavePassed() {
        assertThat(path(
                        "canary",
                        canary(analysis -> analysis.stepWeight(25).maxWeight(50).iterations(4))))
                .containsExactly("25", "50", "=", "=", "finish");
        assertThat(path(
                        "canary",
                        canary(analysis -> analysis.stepWeight(10).maxWeight(50).iterations(2))))
                .containsExactly("10", "20", "30", "40", "50", "finish");
    }

    @Test
    void abTestingSendsMatchedRequestsUntilItsIterationsAreUsedUp() {
        HttpMatch insiders = HttpMatch.builder()
                .putHeaders("x-user", new StringMatch(StringMatch.Kind.PREFIX, "in"))
                .build();
        Canary canary = canary(analysis -> analysis.iterations(3).addMatch(insiders));
        assertThat(path("ab-testing", canary)).containsExactly("100?", "=", "finish");
        assertThat(plan("ab-testing", canary).needs()).containsExactly(Ability.WEIGHTS, Ability.MATCH_HEADER_PREFIX);
    }

    @Test
    void blueGreenSwitchesAfterItsIterationsAndChecksOnceMore() {
        assertThat(path("blue-green", canary(analysis -> analysis.iterations(3))))
                .containsExactly("0", "=", "100", "finish");
        assertThat(path("blue-green", canary(analysis -> analysis.iterations(2).mirror(true))))
                .containsExactly("m100", "100", "finish");
    }

    @Test
    void whereNoTrafficIsShiftedThereIsNoSwitch() {
        Canary canary = canary(analysis -> analysis.iterations(3).mirror(true));
        assertThat(path("kubernetes", canary)).containsExactly("0", "=", "finish");
        assertThat(plan("kubernetes", canary).needs()).isEmpty();
        assertThat(plan("kubernetes", canary).limitPercent()).isZero();
    }

    @Test
    void whereNoTrafficIsShiftedTenIterationsAreTheDefault() {
        assertThat(path("kubernetes", canary(analysis -> analysis.stepWeight(50))))
                .hasSize(10)
                .endsWith("finish");
    }

    @Test
    void plansSayWhatTheRouterMustBeAbleToDo() {
        Canary canary = canary(analysis -> analysis.stepWeight(50)
                .mirror(true)
                .sessionAffinity(SessionAffinity.builder().cookieName("c").build()));
        assertThat(plan("canary", canary).needs()).containsExactly(Ability.WEIGHTS, Ability.MIRROR, Ability.AFFINITY);
    }

    @Test
    void plansSayHowThePromotionGoes() {
        Canary steps = canary(analysis -> analysis.stepWeight(50).stepWeightPromotion(20));
        assertThat(plan("canary", steps).promotion()).isEqualTo(Plan.Promotion.COPY_THEN_STEP_BACK);
        Canary never = canary(analysis -> analysis.stepWeight(50).stepWeightPromotion(0));
        assertThat(plan("canary", never).promotion()).isEqualTo(Plan.Promotion.COPY);
        Canary blue = canary(analysis -> analysis.iterations(3));
        assertThat(plan("blue-green", blue).mostChecks()).isEqualTo(5);
        assertThat(plan("blue-green", blue).promotion()).isEqualTo(Plan.Promotion.SWITCH_THEN_COPY);
        assertThat(plan("kubernetes", blue).promotion()).isEqualTo(Plan.Promotion.COPY);
    }

    @Test
    void theStockIsComplete() {
        assertThat(Strategies.stock().keySet()).containsExactly("canary", "ab-testing", "blue-green", "kubernetes");
        assertThat(Strategies.stock().values()).extracting(Strategy::version).doesNotContain("");
    }
}
