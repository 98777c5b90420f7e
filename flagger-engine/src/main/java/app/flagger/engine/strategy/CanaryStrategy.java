package app.flagger.engine.strategy;

import app.flagger.api.Settings;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.Canary;
import app.flagger.api.strategy.Plan;
import app.flagger.api.strategy.Progress;
import app.flagger.api.strategy.Proposal;
import app.flagger.api.strategy.Strategy;

/**
 * Raises the canary's weight step by step up to the limit, after mirroring if that is asked for. With {@code iterations} the
 * analysis goes on at the limit until so many checks have passed in all.
 */
final class CanaryStrategy implements Strategy {
    @Override
    public String version() {
        return "1";
    }

    @Override
    public Plan plan(Canary canary, Settings with) {
        Analysis analysis = canary.spec().analysis();
        boolean stepsBack = analysis.stepWeightPromotion().orElse(0) > 0;
        return Plan.of(
                analysis.effectiveMaxWeight(),
                Needs.of(analysis),
                stepsBack ? Plan.Promotion.COPY_THEN_STEP_BACK : Plan.Promotion.COPY,
                steps(analysis)
                        + Mirroring.steps(analysis)
                        + analysis.iterations().orElse(0));
    }

    private static int steps(Analysis analysis) {
        int steps = 0;
        for (int weight = 0; weight < analysis.effectiveMaxWeight(); weight = next(analysis, weight)) {
            steps++;
        }
        return Math.max(1, steps);
    }

    @Override
    public Proposal next(Progress progress) {
        Analysis analysis = progress.canary().spec().analysis();
        Split current = progress.current();
        if (!progress.started() && analysis.mirror()) {
            return Proposal.expose(Split.mirror(analysis.effectiveMirrorWeight()));
        }
        if (current.mirrorPercent() > 0 && Mirroring.grows(analysis, current.mirrorPercent())) {
            return Proposal.expose(Split.mirror(Mirroring.next(analysis, current.mirrorPercent())));
        }
        if (current.canaryPercent() < progress.plan().limitPercent()) {
            return Proposal.expose(Split.canary(next(analysis, current.canaryPercent())));
        }
        int iterations = analysis.iterations().orElse(0);
        if (progress.passed() < iterations) {
            return Proposal.hold("iteration " + progress.passed() + " of " + iterations);
        }
        return new Proposal.Finish();
    }

    /** The next weight above this one, never above the limit. */
    private static int next(Analysis analysis, int weight) {
        int limit = analysis.effectiveMaxWeight();
        if (!analysis.stepWeights().isEmpty()) {
            return analysis.stepWeights().stream()
                    .filter(step -> step > weight)
                    .findFirst()
                    .orElse(limit);
        }
        int step = analysis.stepWeight().orElse(0);
        return step == 0 ? limit : Math.min(limit, weight + step);
    }
}
