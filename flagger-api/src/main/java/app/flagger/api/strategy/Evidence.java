package app.flagger.api.strategy;

import app.flagger.api.Settings;
import app.flagger.api.plug.Measurement;
import app.flagger.api.plug.Split;
import java.util.List;

/** What a judge may know. Only the engine (and the testkit) implements it, so it may grow. */
public interface Evidence {
    /** Name of the metric. */
    String metric();

    /** The settings of the judge; the limits of the metric are in them as {@code min} and {@code max}. */
    Settings with();

    /** The measurements of this check; the newest last. */
    List<Measurement> window();

    /** The split under which they were taken. */
    Split split();

    /** What the judge's last judgement in this run carried; empty at first. */
    Settings state();

    /** The share of wrong failures that is accepted, between 0 and 1, shared out among the metrics. */
    double alpha();
}
