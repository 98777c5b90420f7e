package app.flagger.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Values that must not be seen: tokens, passwords, and addresses such as a chat webhook's. Never printed: {@link #toString()}
 * is {@code ***}. Immutable and thread-safe.
 */
public final class Secret {
    private final Map<String, String> values;

    private Secret(Map<String, String> values) {
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** A secret of several entries, as a Kubernetes Secret holds them. */
    public static Secret of(Map<String, String> values) {
        return new Secret(values);
    }

    /** The value of one entry. Whoever reads it must not put it into a message, an event or an exception. */
    public Optional<String> reveal(String key) {
        return Optional.ofNullable(values.get(key));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.values.equals(values);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(values.keySet());
    }

    @Override
    public String toString() {
        return "***";
    }
}
