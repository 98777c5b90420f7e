package app.flagger.engine.strategy;

import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.CanaryAnalysis;

/** The mirrored share, and how it grows where {@code analysis.canaryAnalysis} asks for that. */
final class Mirroring {
    private Mirroring() {}

    static boolean grows(Analysis analysis, int share) {
        return step(analysis) > 0 && share < most(analysis);
    }

    static int next(Analysis analysis, int share) {
        return Math.min(most(analysis), share + step(analysis));
    }

    /** How many passed checks the mirroring takes at most. */
    static int steps(Analysis analysis) {
        if (!analysis.mirror()) {
            return 0;
        }
        int steps = 1;
        for (int share = analysis.effectiveMirrorWeight(); grows(analysis, share); share = next(analysis, share)) {
            steps++;
        }
        return steps;
    }

    private static int step(Analysis analysis) {
        return analysis.canaryAnalysis()
                .map(CanaryAnalysis::stepWeightPromotion)
                .map(step -> step.orElse(0))
                .orElse(0);
    }

    private static int most(Analysis analysis) {
        return analysis.canaryAnalysis()
                .map(CanaryAnalysis::maxMirrorWeight)
                .map(most -> most.orElse(100))
                .orElse(100);
    }
}
