package app.flagger.api.spec;

import app.flagger.api.Problems;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** A question or a message over HTTP, or to Java code where the URL's scheme is registered for that. */
@Value.Immutable
public abstract class Webhook {
    Webhook() {}

    /** Name of the hook, not blank. */
    public abstract String name();

    /**
     * Where to send it, with a scheme: {@code https://…} or {@code gate:NAME}. It may be a secret in itself, so {@link #toString()}
     * leaves it out.
     */
    @Value.Redacted
    public abstract String url();

    /** When it is called; {@code rollout} if not set. */
    @Value.Default
    public HookType type() {
        return HookType.ROLLOUT;
    }

    /** Longest time for one attempt; 10 s if not set. */
    @Value.Default
    public Duration timeout() {
        return Duration.ofSeconds(10);
    }

    /** Further attempts after the first, at least 0. */
    @Value.Default
    public int retries() {
        return 0;
    }

    /** Do not check the certificate of the other side. */
    @Value.Default
    public boolean disableTLS() {
        return false;
    }

    /** Send no alert while this gate is closed. */
    @Value.Default
    public boolean muteAlert() {
        return false;
    }

    /** Sent along; placeholders such as {@code {{ canaryWeight }}} are filled in. {@link #toString()} leaves it out. */
    @Value.Redacted
    public abstract Map<String, String> metadata();

    /** Rollback hooks only: whether it asks or acts; nothing means by its metadata. */
    public abstract Optional<HookMode> mode();

    /**
     * Whether a rollback hook asks (success rolls back) or acts (called once after a rollback). Where {@code mode} is not given, a
     * hook with {@code cmd} or {@code body} in its metadata acts.
     */
    public HookMode effectiveMode() {
        boolean command = metadata().containsKey("cmd") || metadata().containsKey("body");
        return mode().orElse(command ? HookMode.ACT : HookMode.ASK);
    }

    /** The part of the URL before the first colon, in lower case. */
    public String scheme() {
        return url().substring(0, url().indexOf(':')).toLowerCase(java.util.Locale.ROOT);
    }

    @Value.Check
    void check() {
        Problems problems = new Problems();
        problems.require(!name().isBlank(), "name", name(), "must not be blank");
        // Not quoted: it may be a secret.
        problems.require(
                url().matches("[A-Za-z][A-Za-z0-9+.-]*:.+"),
                "url",
                "",
                "must begin with a scheme, as http://host/path");
        problems.require(
                !timeout().isNegative() && !timeout().isZero(), "timeout", timeout(), "must be longer than 0s");
        problems.require(retries() >= 0, "retries", retries(), "must not be negative");
        problems.throwIfAny("webhook " + name());
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
    public static final class Builder extends ImmutableWebhook.Builder {
        Builder() {}
    }
}
