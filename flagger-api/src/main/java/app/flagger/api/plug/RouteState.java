package app.flagger.api.plug;

import java.util.Optional;

/**
 * What a router found.
 *
 * @param live the split that is written in the route
 * @param data whether the data plane follows it
 * @param version the version of the object, for conditional writes
 * @param writtenBy {@link app.flagger.api.Call#operation()} of the last write where the router can stamp it
 */
public record RouteState(Split live, Propagation data, Optional<String> version, Optional<String> writtenBy) {
    /** Whether the data plane follows what is written. */
    public enum Propagation {
        /** It does. */
        PROGRAMMED,
        /** It does not yet. */
        PENDING,
        /** The router cannot tell; {@link RouterTraits#settles()} is waited for. */
        UNKNOWN
    }
}
