package app.flagger.testkit.world;

/**
 * What each request to a replica draws from.
 *
 * @param errors the share that fails, 0–1
 * @param durations how long requests take
 * @param slower by how many buckets of {@link Durations} longer than that
 */
record Odds(double errors, Durations durations, int slower) {
    /** None fails, and they take as long as usual. */
    static final Odds HARMLESS = new Odds(0, Durations.of(new Latency(20, 80)), 0);

    /** The same with a further cause of errors, and durations times a factor. */
    Odds with(double furtherErrors, double factor) {
        return new Odds(1 - (1 - errors) * (1 - furtherErrors), durations, slower + Durations.buckets(factor));
    }

    /** Errors and durations times a factor. */
    Odds times(double factor) {
        return new Odds(Math.min(1, errors * factor), durations, slower + Durations.buckets(factor));
    }

    boolean fails(Random random) {
        return errors > 0 && random.share() < errors;
    }

    /** The bucket of the duration of one request. */
    int draw(Random random) {
        return durations.draw(random.bits(), slower);
    }
}
