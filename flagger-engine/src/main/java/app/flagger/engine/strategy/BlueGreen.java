package app.flagger.engine.strategy;

import app.flagger.api.Settings;
import app.flagger.api.plug.Ability;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.Canary;
import app.flagger.api.strategy.Plan;
import app.flagger.api.strategy.Progress;
import app.flagger.api.strategy.Proposal;
import app.flagger.api.strategy.Strategy;
import java.util.EnumSet;

/**
 * Analyses the canary without users, perhaps with mirrored requests, until the iterations are used up; then, where traffic can be
 * shifted, sends all of it to the canary for one more check.
 */
final class BlueGreen implements Strategy {
    private static final int DEFAULT_ITERATIONS = 10;

    private final boolean switches;

    /**
     * @param switches whether traffic can be shifted
     */
    BlueGreen(boolean switches) {
        this.switches = switches;
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public Plan plan(Canary canary, Settings with) {
        Analysis analysis = canary.spec().analysis();
        if (!switches) {
            return Plan.of(0, EnumSet.noneOf(Ability.class), Plan.Promotion.COPY, iterations(analysis) + 1);
        }
        return Plan.of(100, Needs.of(analysis), Plan.Promotion.SWITCH_THEN_COPY, iterations(analysis) + 2);
    }

    @Override
    public Proposal next(Progress progress) {
        Analysis analysis = progress.canary().spec().analysis();
        boolean mirrors = switches && analysis.mirror();
        Split current = progress.current();
        if (!progress.started()) {
            return Proposal.expose(mirrors ? Split.mirror(analysis.effectiveMirrorWeight()) : Split.allToPrimary());
        }
        int reached = progress.passed() + 1;
        if (current.canaryPercent() < 100 && reached < iterations(analysis)) {
            return mirrors && Mirroring.grows(analysis, current.mirrorPercent())
                    ? Proposal.expose(Split.mirror(Mirroring.next(analysis, current.mirrorPercent())))
                    : Proposal.hold("iteration " + reached + " of " + iterations(analysis));
        }
        boolean switched = !switches || current.canaryPercent() == 100;
        return switched ? new Proposal.Finish() : Proposal.expose(Split.canary(100));
    }

    private int iterations(Analysis analysis) {
        int written = analysis.iterations().orElse(0);
        return written > 0 ? written : DEFAULT_ITERATIONS;
    }
}
