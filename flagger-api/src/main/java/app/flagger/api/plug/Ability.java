package app.flagger.api.plug;

/** What a router may be able to do. A canary that needs more than its router has is refused. */
public enum Ability {
    /** Share requests out by weight. Without it the router shifts no traffic at all. */
    WEIGHTS,
    /** Copy requests to the canary. */
    MIRROR,
    /** Copy a share of the requests other than all. */
    MIRROR_SHARE,
    /** Match a header that is equal. */
    MATCH_HEADER_EXACT,
    /** Match a header that begins with a text. */
    MATCH_HEADER_PREFIX,
    /** Match a header that ends with a text. */
    MATCH_HEADER_SUFFIX,
    /** Match a header by a regular expression. */
    MATCH_HEADER_REGEX,
    /** Match query parameters. */
    MATCH_QUERY,
    /** Match labels of the workload that sends the request. */
    MATCH_SOURCE_LABELS,
    /** Keep clients with their version by a cookie. */
    AFFINITY,
    /** Write only if the object is as it was read. */
    COMPARE_AND_SET,
    /** Refuse a write whose {@link app.flagger.api.Fence} is lower than one that the route has seen. */
    COMPARE_FENCES,
    /** Keep the operation that wrote the route. */
    STAMP
}
