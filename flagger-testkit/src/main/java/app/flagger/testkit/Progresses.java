package app.flagger.testkit;

import app.flagger.api.Settings;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.Canary;
import app.flagger.api.status.Check;
import app.flagger.api.strategy.Plan;
import app.flagger.api.strategy.Progress;
import app.flagger.api.strategy.Strategy;
import java.time.Duration;
import java.util.List;

/**
 * Makes what a {@link Strategy} is given, for its unit tests. It begins at the start of a run, before the first step. Not
 * thread-safe.
 *
 * <pre>{@code
 * strategy.next(Progresses.of(canary, plan).at(Split.canary(20)).passed(3, 1).progress());
 * }</pre>
 */
public final class Progresses {
    private final Canary canary;
    private final Plan plan;
    private boolean started;
    private Split current = Split.allToPrimary();
    private int passed;
    private int failed;
    private int passedHere;
    private List<Check> recent = List.of();
    private Duration running = Duration.ZERO;
    private Duration here = Duration.ZERO;
    private Settings state = Settings.none();

    private Progresses(Canary canary, Plan plan) {
        this.canary = canary;
        this.plan = plan;
    }

    /** A run that has just started. */
    public static Progresses of(Canary canary, Plan plan) {
        return new Progresses(canary, plan);
    }

    /** A run that has just started, of a strategy that is asked for its plan. */
    public static Progresses of(Canary canary, Strategy strategy, Settings with) {
        return of(canary, strategy.plan(canary, with));
    }

    /** The first step was taken, and this is the split now. */
    public Progresses at(Split split) {
        started = true;
        current = split;
        return this;
    }

    /**
     * So many checks have passed.
     *
     * @param all in this run
     * @param atThisSplit of them at the current split
     */
    public Progresses passed(int all, int atThisSplit) {
        passed = all;
        passedHere = atThisSplit;
        return this;
    }

    /** So many checks have failed. */
    public Progresses failed(int count) {
        failed = count;
        return this;
    }

    /** The last checks, newest last. */
    public Progresses recent(List<Check> checks) {
        recent = List.copyOf(checks);
        return this;
    }

    /**
     * How long it has lasted.
     *
     * @param run the whole run
     * @param atThisSplit the current split
     */
    public Progresses lasting(Duration run, Duration atThisSplit) {
        running = run;
        here = atThisSplit;
        return this;
    }

    /** What the last proposal carried. */
    public Progresses state(Settings carried) {
        state = carried;
        return this;
    }

    /** What the strategy is given; does not change any more. */
    public Progress progress() {
        return new Value(canary, plan, started, current, passed, failed, passedHere, recent, running, here, state);
    }

    private record Value(
            Canary canary,
            Plan plan,
            boolean started,
            Split current,
            int passed,
            int failed,
            int passedHere,
            List<Check> recent,
            Duration running,
            Duration here,
            Settings state)
            implements Progress {}
}
