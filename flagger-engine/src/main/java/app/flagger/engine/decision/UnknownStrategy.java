package app.flagger.engine.decision;

import app.flagger.api.Settings;
import app.flagger.api.spec.Canary;
import app.flagger.api.strategy.Plan;
import app.flagger.api.strategy.Progress;
import app.flagger.api.strategy.Proposal;
import app.flagger.api.strategy.Strategy;
import java.util.List;

/** Stands in for a strategy that is not registered, or whose plan fails: exposes nothing and aborts, saying why. */
record UnknownStrategy(String why) implements Strategy {
    @Override
    public String version() {
        return "unknown";
    }

    @Override
    public Plan plan(Canary canary, Settings with) {
        return Plan.of(0, List.of(), Plan.Promotion.COPY, 1);
    }

    @Override
    public Proposal next(Progress progress) {
        return new Proposal.Abort("no such strategy: " + why);
    }
}
