package app.flagger.api.plug;

/** What form the answer of a metric provider has. */
public enum Shape {
    /** One number. */
    VALUE,
    /** Numbers of requests and bad requests of both arms. */
    COUNTS_OF_BOTH
}
