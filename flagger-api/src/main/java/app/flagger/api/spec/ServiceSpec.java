package app.flagger.api.spec;

import app.flagger.api.Problems;
import app.flagger.api.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * How the versions of a target are reached: {@code spec.service}. Parts that only one mesh reads are kept as {@link
 * Settings} and handed on as they were written.
 */
@Value.Immutable
public abstract class ServiceSpec {
    ServiceSpec() {}

    /** Name of the apex service; nothing means the target's name. */
    public abstract Optional<String> name();

    /** Port of the service, 1–65535. */
    public abstract int port();

    /** Name of the port; nothing means {@code http}. */
    public abstract Optional<String> portName();

    /** Port of the container, a number or a name; nothing means {@link #port()}. */
    public abstract Optional<String> targetPort();

    /** Application protocol of the port, as {@code grpc}. */
    public abstract Optional<String> appProtocol();

    /** {@code PreferClose}, {@code PreferSameZone} or {@code PreferSameNode}. */
    public abstract Optional<String> trafficDistribution();

    /** Also expose the other ports of the containers. */
    @Value.Default
    public boolean portDiscovery() {
        return false;
    }

    /** Make the services without an address of their own. */
    @Value.Default
    public boolean headless() {
        return false;
    }

    /** Longest time for a request on the route. */
    public abstract Optional<Duration> timeout();

    /** Longest time for a request at the backend (Gateway API). */
    public abstract Optional<Duration> backendTimeout();

    /** Gateways that the route belongs to (Gateway API), at most 32, each with a {@code name}. */
    public abstract List<Settings> gatewayRefs();

    /** Host names of the route. */
    public abstract List<String> hosts();

    /** Gateways of the route (Istio). */
    public abstract List<String> gateways();

    /** Make a delegate route without hosts and gateways (Istio). */
    @Value.Default
    public boolean delegation() {
        return false;
    }

    /** Load balancing, connection pool, outlier detection and TLS (Istio). */
    public abstract Optional<Settings> trafficPolicy();

    /** Which requests the route is for. */
    public abstract List<HttpMatch> match();

    /** {@code uri}, {@code authority} and {@code type} of a rewrite. */
    public abstract Optional<Settings> rewrite();

    /** {@code attempts}, {@code perTryTimeout} and {@code retryOn} of the route. */
    public abstract Optional<Settings> retries();

    /** Header operations: {@code request} and {@code response}, each with {@code add}, {@code set}, {@code remove}. */
    @Value.Redacted
    public abstract Optional<Settings> headers();

    /** Further mirror destinations (Gateway API). */
    public abstract List<Settings> mirror();

    /** Cross-origin rules of the route. */
    public abstract Optional<Settings> corsPolicy();

    /** Mesh of the virtual node (App Mesh). */
    public abstract Optional<String> meshName();

    /** Backends of the virtual node (App Mesh). */
    public abstract List<String> backends();

    /** Labels and annotations of the apex service. */
    public abstract Optional<Settings> apex();

    /** Labels and annotations of the primary's service. */
    public abstract Optional<Settings> primary();

    /** Labels and annotations of the canary's service. */
    public abstract Optional<Settings> canary();

    /** Names of labels and annotations to leave alone on the services. */
    public abstract Optional<Settings> unmanagedMetadata();

    @Value.Check
    void check() {
        Problems problems = new Problems();
        problems.require(port() >= 1 && port() <= 65535, "port", port(), "must be between 1 and 65535");
        problems.require(
                trafficDistribution().isEmpty()
                        || List.of("PreferClose", "PreferSameZone", "PreferSameNode")
                                .contains(trafficDistribution().get()),
                "trafficDistribution",
                trafficDistribution().orElse(""),
                "must be PreferClose, PreferSameZone or PreferSameNode");
        problems.require(
                gatewayRefs().size() <= 32, "gatewayRefs", gatewayRefs().size(), "must be at most 32 entries");
        for (int i = 0; i < gatewayRefs().size(); i++) {
            boolean named = gatewayRefs().get(i).text("name", problems).isPresent();
            problems.require(named, "gatewayRefs[" + i + "].name", "", "must be given");
        }
        problems.require(
                !delegation() || (hosts().isEmpty() && gateways().isEmpty()),
                "delegation",
                delegation(),
                "must be false where hosts or gateways are given");
        problems.throwIfAny("service");
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
    public static final class Builder extends ImmutableServiceSpec.Builder {
        Builder() {}
    }
}
