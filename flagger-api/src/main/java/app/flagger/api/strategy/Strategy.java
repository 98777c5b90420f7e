package app.flagger.api.strategy;

import app.flagger.api.Settings;
import app.flagger.api.spec.Canary;

/**
 * Proposes how far a canary is exposed, and nothing else: phases, counters, hooks, readiness, pinning, rollback and promotion
 * cannot be replaced, and a guard stands between every proposal and every action. Pure and thread-safe.
 */
public interface Strategy {
    /** Kept in the status; another version in mid-run restarts the run at 0. */
    String version();

    /**
     * What a canary will need, before anything moves.
     *
     * @param with the settings under {@code analysis.strategy.with}
     * @throws app.flagger.api.InvalidResource with all problems of the settings
     */
    Plan plan(Canary canary, Settings with);

    /**
     * What to do next. Called only while the canary is progressing and ready, after this tick's check has passed, and before
     * the first exposure. An exception, a proposal that the guard refuses, or an overrun rolls back with reason
     * {@code strategy-fault}; of an exception only the type is told. Whoever has something to say aborts.
     */
    Proposal next(Progress progress);
}
