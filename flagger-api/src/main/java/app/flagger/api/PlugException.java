package app.flagger.api;

import java.time.Duration;
import java.util.Optional;

/**
 * The one exception that a plug need know. {@link java.io.IOException} counts as {@link Kind#TRANSIENT}; any other exception is
 * a bug in the plug, is contained, and is reported with the plug's name.
 *
 * <table>
 * <caption>What happens then</caption>
 * <tr><th>kind</th><th>before traffic moved</th><th>while it is shifted</th><th>during rollback</th><th>during promotion</th></tr>
 * <tr><td>TRANSIENT, THROTTLED</td><td>repeated</td><td>weights stay, repeated</td><td>repeated until done</td><td>repeated, rolled back at the deadline</td></tr>
 * <tr><td>CONFLICT</td><td colspan="4">observed and decided again, in the same tick where that is possible</td></tr>
 * <tr><td>DENIED, UNSUPPORTED</td><td>stops with a condition</td><td>traffic stays where it is healthy, alert</td><td>repeated, alert</td><td>repeated, alert, rolled back at the deadline</td></tr>
 * <tr><td>GONE</td><td>run restarts with what is there</td><td>rolled back</td><td>repeated, alert</td><td>failed promotion</td></tr>
 * </table>
 */
public final class PlugException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What kind of failure it was. Embedders that read it should expect further kinds. */
    public enum Kind {
        /** May work when repeated: a time-out, a reset connection, an answer that makes no sense. */
        TRANSIENT,
        /** The other side asked for fewer calls. */
        THROTTLED,
        /** The object is not as it was when it was read, or a newer owner has written. */
        CONFLICT,
        /** Not allowed; repeating does not help until somebody changes a permission. */
        DENIED,
        /** The other side cannot do this at all. */
        UNSUPPORTED,
        /** What the call is about does not exist any more. */
        GONE
    }

    private final Kind kind;
    private final transient Optional<Duration> after;

    /**
     * @param kind what kind of failure
     * @param message for people; must not hold a secret
     */
    public PlugException(Kind kind, String message) {
        this(kind, message, Optional.empty(), null);
    }

    /** As {@link #PlugException(Kind, String)}, with what caused it. */
    public PlugException(Kind kind, String message, Throwable cause) {
        this(kind, message, Optional.empty(), cause);
    }

    private PlugException(
            Kind kind, String message, Optional<Duration> after, @org.jspecify.annotations.Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.after = after;
    }

    /** The same failure, which the other side asked not to repeat before {@code after} has passed. */
    public PlugException retryAfter(Duration after) {
        return new PlugException(kind, String.valueOf(getMessage()), Optional.of(after), getCause());
    }

    /** What kind of failure it was. */
    public Kind kind() {
        return kind;
    }

    /** How long the other side asked to wait, if it said so. */
    public Optional<Duration> after() {
        return after;
    }
}
