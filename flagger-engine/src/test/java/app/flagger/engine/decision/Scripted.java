package app.flagger.engine.decision;

import app.flagger.api.Settings;
import app.flagger.api.plug.Ability;
import app.flagger.api.spec.Canary;
import app.flagger.api.strategy.Plan;
import app.flagger.api.strategy.Progress;
import app.flagger.api.strategy.Proposal;
import app.flagger.api.strategy.Strategy;
import java.util.EnumSet;
import java.util.List;

/** A strategy that says what it was told to say, in order, and then finishes. */
final class Scripted implements Strategy {
    private final List<Proposal> script;
    private final int limit;

    private Scripted(List<Proposal> script, int limit) {
        this.script = script;
        this.limit = limit;
    }

    static Strategy saying(Proposal... script) {
        return new Scripted(List.of(script), 100);
    }

    static Strategy sayingBelow(int limit, Proposal... script) {
        return new Scripted(List.of(script), limit);
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public Plan plan(Canary canary, Settings with) {
        return Plan.of(limit, EnumSet.noneOf(Ability.class), Plan.Promotion.COPY, 20);
    }

    @Override
    public Proposal next(Progress progress) {
        int at = progress.started() ? Math.max(1, progress.passed()) : 0;
        return at < script.size() ? script.get(at) : new Proposal.Finish();
    }
}
