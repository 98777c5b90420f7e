package app.flagger.testkit.world;

import app.flagger.api.plug.Ability;
import app.flagger.api.plug.RouterTraits;
import java.time.Duration;

/**
 * What kind of mesh to simulate.
 *
 * @param traits what it can do
 * @param lag how long the data plane takes to follow a write, not negative
 */
public record Mesh(RouterTraits traits, Duration lag) {
    /** As Istio: weights, mirroring, matches, cookies; writes are conditional, fenced and stamped. */
    public static Mesh istio() {
        return of(RouterTraits.of(Ability.values()));
    }

    /** As the Gateway API: weights, exact and regular header matches, query matches, cookies, mirroring of all requests. */
    public static Mesh gatewayApi() {
        return of(RouterTraits.of(
                Ability.WEIGHTS,
                Ability.MIRROR,
                Ability.MATCH_HEADER_EXACT,
                Ability.MATCH_HEADER_REGEX,
                Ability.MATCH_QUERY,
                Ability.AFFINITY,
                Ability.COMPARE_AND_SET,
                Ability.COMPARE_FENCES,
                Ability.STAMP));
    }

    /** As Linkerd and other meshes with traffic splits: weights only. */
    public static Mesh linkerd() {
        return of(RouterTraits.of(Ability.WEIGHTS, Ability.COMPARE_AND_SET, Ability.COMPARE_FENCES, Ability.STAMP));
    }

    /** As NGINX: weights, and matches of one header. */
    public static Mesh nginx() {
        return of(RouterTraits.of(
                Ability.WEIGHTS,
                Ability.MATCH_HEADER_EXACT,
                Ability.MATCH_HEADER_REGEX,
                Ability.COMPARE_AND_SET,
                Ability.COMPARE_FENCES,
                Ability.STAMP));
    }

    /** Plain Kubernetes: shifts no traffic; the primary serves everything. */
    public static Mesh kubernetes() {
        return of(RouterTraits.of());
    }

    /** A mesh with these traits whose data plane follows at once. */
    public static Mesh of(RouterTraits traits) {
        return new Mesh(traits, Duration.ZERO);
    }

    /** The mesh that a canary's {@code provider} names; what is not known can do what Istio can. */
    public static Mesh ofProvider(String provider) {
        String name = provider.contains(":") ? provider.substring(0, provider.indexOf(':')) : provider;
        return switch (name) {
            case "kubernetes" -> kubernetes();
            case "nginx" -> nginx();
            case "gatewayapi" -> gatewayApi();
            case "linkerd", "smi", "osm", "kuma", "traefik", "apisix", "knative", "skipper" -> linkerd();
            default -> istio();
        };
    }

    /** The same mesh with a data plane that takes so long to follow a write. */
    public Mesh lag(Duration lag) {
        return new Mesh(traits, lag);
    }
}
