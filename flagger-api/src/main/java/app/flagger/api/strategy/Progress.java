package app.flagger.api.strategy;

import app.flagger.api.Settings;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.Canary;
import app.flagger.api.status.Check;
import java.time.Duration;
import java.util.List;

/** What a strategy may know. Only the engine (and the testkit) implements it, so it may grow. */
public interface Progress {
    /** The canary. */
    Canary canary();

    /** What the strategy planned. */
    Plan plan();

    /** Whether the first step was taken. */
    boolean started();

    /** The split that shall be now. */
    Split current();

    /** Passed checks of this run, this tick's included. */
    int passed();

    /** Failed checks of this run. */
    int failed();

    /** Passed checks at the current split, this tick's included. */
    int passedHere();

    /** The last checks, newest last, with verdicts and numbers; bounded. */
    List<Check> recent();

    /** How long the run has lasted. */
    Duration running();

    /** How long the current split has been in force. */
    Duration here();

    /** What the last proposal carried; empty at first. */
    Settings state();
}
