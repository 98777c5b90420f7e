package app.flagger.api.plug;

import app.flagger.api.Problems;
import java.time.Instant;

/** The answer of a metric provider. Sealed: providers build it, only the engine takes it apart. */
public sealed interface Measurement {
    /**
     * One number.
     *
     * @param value the number, in the metric's unit; NaN and infinities are taken as missing
     * @param at the time that the number speaks of
     */
    record Value(double value, Instant at) implements Measurement {}

    /**
     * Requests of both arms in a window.
     *
     * @param primaryTotal requests to the primary
     * @param primaryBad those of them that failed
     * @param canaryTotal requests to the canary
     * @param canaryBad those of them that failed
     * @param from start of the window
     * @param to end of the window
     */
    record Counts(long primaryTotal, long primaryBad, long canaryTotal, long canaryBad, Instant from, Instant to)
            implements Measurement {
        /** @throws app.flagger.api.InvalidResource if a count is negative or more requests failed than there were */
        public Counts {
            Problems problems = new Problems();
            problems.require(primaryTotal >= 0, "primaryTotal", primaryTotal, "must not be negative");
            problems.require(
                    primaryBad >= 0 && primaryBad <= primaryTotal,
                    "primaryBad",
                    primaryBad,
                    "must be within 0–primaryTotal");
            problems.require(canaryTotal >= 0, "canaryTotal", canaryTotal, "must not be negative");
            problems.require(
                    canaryBad >= 0 && canaryBad <= canaryTotal, "canaryBad", canaryBad, "must be within 0–canaryTotal");
            problems.throwIfAny("counts");
        }
    }

    /**
     * There is no number.
     *
     * @param why in one word
     * @param detail for people; must not hold a secret
     */
    record Missing(Why why, String detail) implements Measurement {}

    /** Why there is no number. A thrown exception becomes {@link #UNAVAILABLE}. Expect further values. */
    enum Why {
        /** No values at all. */
        NO_DATA,
        /** Too few values or requests to say anything. */
        TOO_FEW,
        /** The newest value is too old. */
        STALE,
        /** Several values where one is expected. */
        SEVERAL_SERIES,
        /** Not a number. */
        NOT_A_NUMBER,
        /** A number that cannot be, as a rate above 100 or a negative duration. */
        IMPOSSIBLE,
        /** The query cannot be understood. */
        BAD_QUERY,
        /** Not allowed. */
        DENIED,
        /** No answer. */
        UNAVAILABLE
    }
}
