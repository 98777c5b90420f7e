package app.flagger.engine.codec;

/** The kinds of names in a resource that stand for something registered. */
public enum NameKind {
    /** {@code spec.provider}. */
    PROVIDER("provider"),
    /** {@code spec.targetRef.kind}. */
    TARGET_KIND("kind of target"),
    /** {@code spec.provider.type} of a MetricTemplate. */
    METRIC_PROVIDER("type of metric provider"),
    /** {@code spec.type} of an AlertProvider. */
    ALERT_TYPE("type of alert provider"),
    /** The scheme of a webhook's URL. */
    HOOK_SCHEME("scheme of a webhook's URL"),
    /** {@code spec.analysis.strategy.type}. */
    STRATEGY("strategy"),
    /** {@code judge.type} of a metric. */
    JUDGE("judge");

    private final String words;

    NameKind(String words) {
        this.words = words;
    }

    /** What it is called in a message. */
    public String words() {
        return words;
    }
}
