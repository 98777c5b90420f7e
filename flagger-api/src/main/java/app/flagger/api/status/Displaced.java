package app.flagger.api.status;

/**
 * All traffic is away from a version that has no available replica.
 *
 * @param canary whether the canary is the one without a replica; otherwise the primary
 */
public record Displaced(boolean canary) {}
