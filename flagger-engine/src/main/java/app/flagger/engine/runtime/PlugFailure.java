package app.flagger.engine.runtime;

import app.flagger.api.PlugException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * Why a call of a plug did not work, in the one form that the engine reads. The text never holds the message of an exception
 * other than {@link PlugException}: such messages quote addresses, and an address may be a secret.
 */
final class PlugFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final PlugException.Kind kind;
    private final boolean unknown;
    private final boolean said;
    private final transient Optional<Duration> after;

    private PlugFailure(PlugException.Kind kind, String text, boolean unknown, boolean said, Optional<Duration> after) {
        super(text, null, false, false);
        this.kind = kind;
        this.unknown = unknown;
        this.said = said;
        this.after = after;
    }

    /** A failure that the engine itself found. */
    static PlugFailure of(PlugException.Kind kind, String text) {
        return new PlugFailure(kind, text, false, false, Optional.empty());
    }

    /** No answer in time: what a write did is not known. */
    static PlugFailure overdue(String method, Object plug, Duration deadline) {
        String text =
                method + " of " + plug.getClass().getName() + " did not answer within " + Durations.text(deadline);
        return new PlugFailure(PlugException.Kind.TRANSIENT, text, true, false, Optional.empty());
    }

    /** What a plug threw. */
    static PlugFailure thrown(String method, Object plug, Throwable thrown) {
        String where = method + " of " + plug.getClass().getName();
        if (thrown instanceof PlugFailure failure) {
            return failure;
        }
        if (thrown instanceof PlugException said) {
            return new PlugFailure(said.kind(), where + ": " + said.getMessage(), false, true, said.after());
        }
        String type = thrown.getClass().getName();
        if (thrown instanceof IOException || thrown instanceof InterruptedException) {
            return new PlugFailure(PlugException.Kind.TRANSIENT, where + ": " + type, false, true, Optional.empty());
        }
        StackTraceElement[] stack = thrown.getStackTrace();
        String at = stack.length == 0 ? "" : " at " + stack[0];
        return new PlugFailure(
                PlugException.Kind.TRANSIENT, where + " is broken: " + type + at, false, true, Optional.empty());
    }

    /** The failure behind what a stage reports. */
    static Throwable cause(Throwable reported) {
        Throwable cause = reported;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** The failure of that kind behind what a stage reports, if it is one. */
    static boolean is(Throwable reported, PlugException.Kind kind) {
        return cause(reported) instanceof PlugFailure failure && failure.kind == kind;
    }

    PlugException.Kind kind() {
        return kind;
    }

    /** Whether a write may still take effect. */
    boolean unknown() {
        return unknown;
    }

    /** Whether the plug itself said it: the call is over, and the next look shows what it did. */
    boolean said() {
        return said;
    }

    /** How long the other side asked to wait. */
    Optional<Duration> after() {
        return after;
    }

    /** For people. */
    String text() {
        return String.valueOf(getMessage());
    }
}
