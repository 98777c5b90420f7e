package app.flagger.testkit.docs;

import app.flagger.api.Problems;
import app.flagger.api.Settings;
import app.flagger.api.plug.Ability;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.Canary;
import app.flagger.api.strategy.Plan;
import app.flagger.api.strategy.Progress;
import app.flagger.api.strategy.Proposal;
import app.flagger.api.strategy.Strategy;
import java.util.List;

/** 1, 2, 4, … percent, up to {@code with.limit}. */
final class Doubling implements Strategy {
    @Override
    public String version() {
        return "1";
    }

    @Override
    public Plan plan(Canary canary, Settings with) {
        Problems problems = new Problems();
        int limit = with.whole("limit", problems).orElse(64);
        problems.throwIfAny("strategy doubling");
        return Plan.of(limit, List.of(Ability.WEIGHTS), Plan.Promotion.COPY, 10);
    }

    @Override
    public Proposal next(Progress progress) {
        int weight = progress.current().canaryPercent();
        int limit = progress.plan().limitPercent();
        if (weight == limit) {
            return new Proposal.Finish();
        }
        return Proposal.expose(Split.canary(Math.min(limit, Math.max(1, weight * 2))));
    }
}
