package app.flagger.engine.strategy;

import app.flagger.api.Settings;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.Canary;
import app.flagger.api.strategy.Plan;
import app.flagger.api.strategy.Progress;
import app.flagger.api.strategy.Proposal;
import app.flagger.api.strategy.Strategy;

/** Sends all matched requests to the canary and analyses until the iterations are used up. */
final class AbTesting implements Strategy {
    @Override
    public String version() {
        return "1";
    }

    @Override
    public Plan plan(Canary canary, Settings with) {
        int iterations = canary.spec().analysis().iterations().orElse(0);
        return Plan.of(100, Needs.withMatches(canary.spec().analysis()), Plan.Promotion.COPY, Math.max(1, iterations));
    }

    @Override
    public Proposal next(Progress progress) {
        if (!progress.started()) {
            return Proposal.expose(Split.matched());
        }
        int iterations = progress.canary().spec().analysis().iterations().orElse(0);
        int reached = progress.passed() + 1;
        return reached < iterations
                ? Proposal.hold("iteration " + reached + " of " + iterations)
                : new Proposal.Finish();
    }
}
