package app.flagger.engine.config;

/**
 * A value together with the text it was read from. Unknown fields, the status, the order of fields and the spelling of what
 * did not change survive a change; comments do not. Immutable and thread-safe.
 *
 * @param <T> the value
 */
public interface Document<T> {
    /** The value. */
    T value();

    /**
     * The document with another value: fields that differ are replaced, added or removed, everything else stays as it is. Metrics,
     * alerts and webhooks are recognised by their name.
     */
    Document<T> with(T changed);

    /** The document as YAML, one document, with a line break at its end. */
    String toYaml();

    /** The document as JSON, indented. */
    String toJson();
}
