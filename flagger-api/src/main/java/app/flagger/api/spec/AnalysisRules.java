package app.flagger.api.spec;

import app.flagger.api.Problems;
import java.util.List;

/** What an {@link Analysis} must fulfil to exist. */
final class AnalysisRules {
    private AnalysisRules() {}

    static void check(Analysis analysis) {
        Problems problems = new Problems();
        percent(problems, "maxWeight", analysis.maxWeight().orElse(0));
        percent(problems, "stepWeight", analysis.stepWeight().orElse(0));
        percent(problems, "stepWeightPromotion", analysis.stepWeightPromotion().orElse(0));
        percent(problems, "mirrorWeight", analysis.mirrorWeight().orElse(0));
        percent(
                problems,
                "primaryReadyThreshold",
                analysis.primaryReadyThreshold().orElse(100));
        percent(
                problems,
                "canaryReadyThreshold",
                analysis.canaryReadyThreshold().orElse(100));
        rising(problems, analysis.stepWeights());
        problems.require(
                analysis.stepWeights().isEmpty() || analysis.stepWeight().orElse(0) == 0,
                "stepWeights",
                analysis.stepWeights(),
                "must not be given together with stepWeight");
        int iterations = analysis.iterations().orElse(0);
        problems.require(iterations >= 0, "iterations", iterations, "must not be negative");
        problems.require(
                analysis.effectiveMaxInconclusive() >= 1,
                "maxInconclusive",
                analysis.effectiveMaxInconclusive(),
                "must be at least 1");
        problems.require(
                analysis.delay().isEmpty() || !analysis.delay().get().isNegative(),
                "delay",
                analysis.delay().map(Object::toString).orElse(""),
                "must not be negative");
        problems.throwIfAny("analysis");
    }

    private static void percent(Problems problems, String path, int value) {
        problems.require(value >= 0 && value <= 100, path, value, "must be between 0 and 100");
    }

    private static void rising(Problems problems, List<Integer> weights) {
        int before = 0;
        for (int i = 0; i < weights.size(); i++) {
            int weight = weights.get(i);
            String path = "stepWeights[" + i + "]";
            problems.require(weight >= 1 && weight <= 100, path, weight, "must be between 1 and 100");
            problems.require(weight > before, path, weight, "must be above the weight before it (" + before + ")");
            before = weight;
        }
    }
}
