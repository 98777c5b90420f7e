package app.flagger.engine.decision;

/** Annotations of a Canary by which people command without an API. */
final class Annotations {
    static final String SKIP = "flagger.app/skip-analysis";
    static final String RESET = "flagger.app/reset";

    private Annotations() {}
}
