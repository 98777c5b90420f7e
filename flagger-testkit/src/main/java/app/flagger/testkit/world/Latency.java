package app.flagger.testkit.world;

import app.flagger.api.Problems;

/**
 * How long requests take: log-normal, given by two quantiles.
 *
 * @param p50 the median in milliseconds, above 0
 * @param p99 what 99 % of the requests stay below, in milliseconds, not below the median
 */
public record Latency(double p50, double p99) {
    /** The standard normal quantile of 0.99. */
    private static final double Z99 = 2.3263478740408408;

    /** @throws app.flagger.api.InvalidResource if a number is outside its range */
    public Latency {
        Problems problems = new Problems();
        problems.require(p50 > 0 && p50 < 1e9, "p50", p50, "must be above 0 and below 1e9");
        problems.require(p99 >= p50 && p99 < 1e9, "p99", p99, "must not be below the median (" + p50 + ")");
        problems.throwIfAny("latency");
    }

    /** The duration below which a share of the requests stays, in milliseconds. */
    double quantile(double share) {
        double sigma = StrictMath.log(p99 / p50) / Z99;
        return p50 * StrictMath.exp(sigma * Normal.quantile(share));
    }
}
