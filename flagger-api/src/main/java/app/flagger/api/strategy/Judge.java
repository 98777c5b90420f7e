package app.flagger.api.strategy;

import app.flagger.api.Settings;
import app.flagger.api.plug.Shape;
import java.util.Set;

/** Says what measurements mean. Pure and thread-safe. An exception is inconclusive and counts as a failed check; only its type is told. */
public interface Judge {
    /** Kept in the status; another version in mid-run starts with an empty memory. */
    String version();

    /**
     * The forms of measurement that are needed; matched with what the provider offers when a canary is registered.
     *
     * @param with the settings under {@code metrics[].judge.with}
     * @throws app.flagger.api.InvalidResource with all problems of the settings
     */
    Set<Shape> needs(Settings with);

    /** Judges. Called only when every needed measurement is there; never sees {@code Missing}. */
    Judgement judge(Evidence evidence);
}
