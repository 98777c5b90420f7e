package app.flagger.api.plug;

import app.flagger.api.Call;
import app.flagger.api.spec.Canary;

/**
 * Moves traffic between the primary and the canary of one target: a mesh, an ingress, a proxy.
 *
 * <p>Every write is absolute and may be repeated. What others wrote into the same object (labels, annotations, unknown fields)
 * must be left as it is. Thread-safe.
 */
public interface TrafficRouter {
    /** What the router can do for this canary. Does no I/O; asked when the canary is registered. */
    RouterTraits traits(Canary canary);

    /** Creates the route with all traffic on the primary, or adopts it as it is; never moves traffic of a route that exists. */
    default void prepare(Canary canary, Call call) throws Exception {}

    /** Reads the route. */
    RouteState read(Canary canary, Call call) throws Exception;

    /**
     * Writes the route.
     *
     * @param want the split that shall be, whatever it was before
     * @param seen what was read before; a router with {@link Ability#COMPARE_AND_SET} fails with
     *     {@link app.flagger.api.PlugException.Kind#CONFLICT} if the object is no longer so
     */
    void write(Canary canary, Split want, RouteState seen, Call call) throws Exception;

    /** Leaves the route as it was before {@link #prepare}. */
    default void giveBack(Canary canary, Call call) throws Exception {}
}
