package app.flagger.testkit.world;

/**
 * A queue M/M/1/K in its steady state, as {@link Behaviour#capacity} explains it.
 *
 * @param refused the share of the requests that finds no place
 * @param stretch how much longer than in an empty queue the others are there
 */
record Queue(double refused, double stretch) {
    private static final int PLACES = 100;

    /** @param use arrivals per departure that is possible, not negative */
    static Queue of(double use) {
        // The more likely end comes first, so that no power overflows.
        boolean mostlyEmpty = use <= 1;
        double ratio = mostlyEmpty ? use : 1 / use;
        double weight = 1;
        double sum = 0;
        double mean = 0;
        double full = 0;
        for (int i = 0; i <= PLACES; i++) {
            int there = mostlyEmpty ? i : PLACES - i;
            sum += weight;
            mean += weight * there;
            full = there == PLACES ? weight : full;
            weight *= ratio;
        }
        double refused = full / sum;
        return new Queue(refused, use == 0 ? 1 : mean / sum / (use * (1 - refused)));
    }
}
