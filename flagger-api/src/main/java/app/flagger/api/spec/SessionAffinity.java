package app.flagger.api.spec;

import app.flagger.api.Problems;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/** Keeps a client with the version that it was first sent to, by a cookie. */
@Value.Immutable
public abstract class SessionAffinity {
    SessionAffinity() {}

    /** Name of the cookie for clients of the canary, not blank. */
    public abstract String cookieName();

    /** Name of the cookie for clients of the primary; must differ from {@link #cookieName()}. */
    public abstract Optional<String> primaryCookieName();

    /** How long the cookie is kept; 86,400 s if not set. */
    @Value.Default
    public Duration maxAge() {
        return Duration.ofSeconds(86_400);
    }

    /** Cookie attribute {@code Domain}. */
    public abstract Optional<String> domain();

    /** Cookie attribute {@code Path}. */
    public abstract Optional<String> path();

    /** Cookie attribute {@code SameSite}: Strict, Lax or None. */
    public abstract Optional<String> sameSite();

    /** Cookie attribute {@code HttpOnly}. */
    @Value.Default
    public boolean httpOnly() {
        return false;
    }

    /** Cookie attribute {@code Partitioned}. */
    @Value.Default
    public boolean partitioned() {
        return false;
    }

    /** Cookie attribute {@code Secure}. */
    @Value.Default
    public boolean secure() {
        return false;
    }

    @Value.Check
    void check() {
        Problems problems = new Problems();
        problems.require(!cookieName().isBlank(), "cookieName", cookieName(), "must not be blank");
        problems.require(
                !primaryCookieName().orElse("").equals(cookieName()),
                "primaryCookieName",
                primaryCookieName().orElse(""),
                "must differ from cookieName");
        problems.require(!maxAge().isNegative(), "maxAge", maxAge().toSeconds(), "must not be negative");
        problems.require(
                sameSite().isEmpty()
                        || List.of("Strict", "Lax", "None").contains(sameSite().get()),
                "sameSite",
                sameSite().orElse(""),
                "must be Strict, Lax or None");
        problems.throwIfAny("sessionAffinity");
    }

    /** A builder without any field set. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with every field as it is here. */
    public Builder toBuilder() {
        return builder().from(this);
    }

    /** Collects the fields; not thread-safe; may be used again after {@code build()}. */
    public static final class Builder extends ImmutableSessionAffinity.Builder {
        Builder() {}
    }
}
