package app.flagger.engine.decision;

import app.flagger.api.InvalidResource;

/** What is told of an exception of a strategy or judge: its message may hold a secret, and differs from one JVM to the next. */
final class Thrown {
    private Thrown() {}

    static String told(RuntimeException broken) {
        return Budget.shortened(
                broken instanceof InvalidResource refused
                        ? String.valueOf(refused.getMessage())
                        : broken.getClass().getName());
    }
}
