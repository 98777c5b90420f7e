package app.flagger.testkit;

import app.flagger.engine.runtime.Invocation;

/**
 * What a fault does to a call.
 *
 * @param java as it is written
 * @param strike does it
 */
record Effect(String java, Strike strike) {
    /** Plays one call that goes wrong. */
    interface Strike {
        void at(Invocation call, Site site);
    }
}
