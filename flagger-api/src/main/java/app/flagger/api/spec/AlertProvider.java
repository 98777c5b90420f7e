package app.flagger.api.spec;

import app.flagger.api.Problems;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * Where alerts go: Flagger's resource {@code AlertProvider}. Exactly one of address and secretRef is given. Immutable
 * and thread-safe.
 */
@Value.Immutable
public abstract class AlertProvider {
    AlertProvider() {}

    /** Name and namespace. */
    public abstract ObjectMetadata metadata();

    /** Type of the receiver, as {@code slack}; open: what is registered is valid. */
    public abstract String type();

    /** Channel; {@code general} if not set. */
    public abstract Optional<String> channel();

    /** Name of the sender; {@code flagger} if not set. */
    public abstract Optional<String> username();

    /** Address of the receiver; it may be a secret in itself, so {@link #toString()} leaves it out. */
    public abstract Optional<String> address();

    /** Proxy to go through. */
    public abstract Optional<String> proxy();

    /** Name of the secret with {@code address} and perhaps {@code token}, in the provider's namespace. */
    public abstract Optional<String> secretRef();

    /** Go template of the message; nothing means the stock message. */
    public abstract Optional<String> messageTemplate();

    /** The provider without its address. */
    @Override
    public String toString() {
        return "AlertProvider{" + metadata().namespace() + "/" + metadata().name() + ", type=" + type() + "}";
    }

    @Value.Check
    void check() {
        Problems problems = new Problems();
        problems.require(!type().isBlank(), "spec.type", type(), "must not be blank");
        problems.require(
                address().isPresent() != secretRef().isPresent(),
                "spec",
                "",
                "needs exactly one of address and secretRef");
        problems.throwIfAny("AlertProvider " + metadata().name());
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
    public static final class Builder extends ImmutableAlertProvider.Builder {
        Builder() {}
    }
}
