package app.flagger.testkit.world;

import java.util.OptionalDouble;

/**
 * What a version saw in a span of time, copies of mirrored requests included.
 *
 * @param total requests
 * @param failed those of them that failed
 * @param p99 the duration in milliseconds that 99 % of the answered ones stayed below; nothing without any
 */
public record Tally(long total, long failed, OptionalDouble p99) {}
