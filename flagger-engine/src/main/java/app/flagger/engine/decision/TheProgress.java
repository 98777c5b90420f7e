package app.flagger.engine.decision;

import app.flagger.api.Settings;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.Canary;
import app.flagger.api.status.Check;
import app.flagger.api.status.RunStatus;
import app.flagger.api.strategy.Plan;
import app.flagger.api.strategy.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the strategy is told: the run as it is, with the check that has just passed. */
record TheProgress(Facts facts, int justPassed) implements Progress {
    private RunStatus run() {
        return facts.currentRun();
    }

    @Override
    public Canary canary() {
        return facts.canary();
    }

    @Override
    public Plan plan() {
        return facts.plan();
    }

    @Override
    public boolean started() {
        return run().exposed();
    }

    @Override
    public Split current() {
        return facts.routing().saved().sticky(Optional.empty());
    }

    @Override
    public int passed() {
        return run().passed() + justPassed;
    }

    @Override
    public int failed() {
        return facts.status().failedChecks();
    }

    @Override
    public int passedHere() {
        return run().passedHere() + justPassed;
    }

    @Override
    public List<Check> recent() {
        return facts.status().canaryAnalysis();
    }

    @Override
    public Duration running() {
        return since(run().startedAt());
    }

    @Override
    public Duration here() {
        return since(run().here().orElse(facts.now()));
    }

    @Override
    public Settings state() {
        return run().strategyState();
    }

    private Duration since(Instant then) {
        Duration since = Duration.between(then, facts.now());
        return since.isNegative() ? Duration.ZERO : since;
    }
}
