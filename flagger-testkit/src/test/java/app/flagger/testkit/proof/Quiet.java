package app.flagger.testkit.proof;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Thousands of injected faults are not worth a line each. */
final class Quiet {
    /** Held on to, because the log manager forgets loggers and their levels. */
    private static final Logger ENGINE = Logger.getLogger("app.flagger.engine");

    private Quiet() {}

    static void please() {
        ENGINE.setLevel(Level.OFF);
    }
}
