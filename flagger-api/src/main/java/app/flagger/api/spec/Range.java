package app.flagger.api.spec;

import app.flagger.api.Problems;
import java.util.OptionalDouble;

/**
 * Limits of a value; a value equal to a limit is within.
 *
 * @param min least value, or nothing
 * @param max greatest value, or nothing
 */
public record Range(OptionalDouble min, OptionalDouble max) {
    /** @throws app.flagger.api.InvalidResource if a limit is not a finite number; a min above the max is legal, and never met */
    public Range {
        Problems problems = new Problems();
        problems.require(Double.isFinite(min.orElse(0)), "min", min.orElse(0), "must be a finite number");
        problems.require(Double.isFinite(max.orElse(0)), "max", max.orElse(0), "must be a finite number");
        problems.throwIfAny("thresholdRange");
    }

    /** Only a least value. */
    public static Range atLeast(double min) {
        return new Range(OptionalDouble.of(min), OptionalDouble.empty());
    }

    /** Only a greatest value. */
    public static Range atMost(double max) {
        return new Range(OptionalDouble.empty(), OptionalDouble.of(max));
    }
}
