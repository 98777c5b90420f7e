package app.flagger.api.strategy;

import app.flagger.api.Settings;
import app.flagger.api.plug.Split;

/** What a strategy proposes. Sealed: strategies build it, the engine reads it. State is at most 1 KiB and kept in the status. */
public sealed interface Proposal {
    /** What the next call finds as {@link Progress#state()}. */
    Settings state();

    /**
     * Share requests out like this from now on.
     *
     * @param split the split; the sticky cookie is the engine's business and ignored
     * @param state memory
     */
    record Expose(Split split, Settings state) implements Proposal {}

    /**
     * Leave everything as it is until the next check.
     *
     * @param because for people: what is waited for
     * @param state memory
     */
    record Hold(String because, Settings state) implements Proposal {}

    /** The analysis is done: go to the promotion gate. */
    record Finish() implements Proposal {
        @Override
        public Settings state() {
            return Settings.none();
        }
    }

    /**
     * Roll back.
     *
     * @param because for people
     */
    record Abort(String because) implements Proposal {
        @Override
        public Settings state() {
            return Settings.none();
        }
    }

    /** Expose without memory. */
    static Proposal expose(Split split) {
        return new Expose(split, Settings.none());
    }

    /** Hold without memory. */
    static Proposal hold(String because) {
        return new Hold(because, Settings.none());
    }
}
