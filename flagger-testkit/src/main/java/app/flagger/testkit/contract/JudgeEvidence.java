package app.flagger.testkit.contract;

import app.flagger.api.Problems;
import app.flagger.api.Settings;
import app.flagger.api.plug.Measurement;
import app.flagger.api.plug.Measurement.Counts;
import app.flagger.api.plug.Measurement.Value;
import app.flagger.api.plug.Shape;
import app.flagger.api.plug.Split;
import app.flagger.api.strategy.Evidence;
import app.flagger.testkit.Evidences;
import app.flagger.testkit.world.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Well-formed evidence at the edges of what there can be. */
final class JudgeEvidence {
    static final String METRIC = "metric";

    private static final Instant TO = VirtualClock.START;
    private static final Instant FROM = TO.minus(Duration.ofMinutes(1));
    private static final double[] ALPHAS = {1e-9, 0.001, 0.05, 0.5};
    private static final long[] TOTALS = {0, 1, 7, 1_000, 1_000_000, 1L << 53, Long.MAX_VALUE / 4};
    private static final List<Split> SPLITS =
            List.of(Split.canary(1), Split.canary(100), Split.mirror(50), Split.matched());

    private JudgeEvidence() {}

    /** Every measurement alone and after others, with every split and share of wrong failures. */
    static List<Evidence> all(Set<Shape> needs, Settings with) {
        List<Evidence> all = new ArrayList<>();
        List<Measurement> measurements = new ArrayList<>();
        if (needs.contains(Shape.VALUE)) {
            values(with).forEach(value -> measurements.add(new Value(value, TO)));
        }
        if (needs.contains(Shape.COUNTS_OF_BOTH)) {
            measurements.addAll(counts());
        }
        for (int i = 0; i < measurements.size(); i++) {
            Measurement one = measurements.get(i);
            Measurement other = measurements.get((i + measurements.size() / 2) % measurements.size());
            double alpha = ALPHAS[i % ALPHAS.length];
            Split split = SPLITS.get(i / ALPHAS.length % SPLITS.size());
            all.add(evidence(List.of(one), with, split, alpha));
            all.add(evidence(List.of(other, one), with, split, alpha));
            all.add(evidence(List.of(one, other, one), with, split, alpha));
        }
        return all;
    }

    private static Evidence evidence(List<Measurement> window, Settings with, Split split, double alpha) {
        return Evidences.of(METRIC, window).with(with).at(split).alpha(alpha).evidence();
    }

    /** Finite numbers of all sizes, and those around the limits; sorted. */
    private static List<Double> values(Settings with) {
        TreeSet<Double> values = new TreeSet<>();
        for (double size :
                new double[] {0, Double.MIN_VALUE, 1e-9, 0.5, 1, 50, 99.5, 100, 101, 1e9, 1e300, Double.MAX_VALUE}) {
            values.add(size);
            values.add(-size);
        }
        for (String name : new String[] {"min", "max"}) {
            with.number(name, new Problems()).ifPresent(limit -> {
                values.add(limit);
                values.add(StrictMath.nextUp(limit));
                values.add(StrictMath.nextDown(limit));
            });
        }
        return List.copyOf(values);
    }

    private static List<Measurement> counts() {
        List<Measurement> counts = new ArrayList<>();
        for (long primary : TOTALS) {
            for (long canary : TOTALS) {
                for (long primaryBad : bad(primary)) {
                    for (long canaryBad : bad(canary)) {
                        counts.add(new Counts(primary, primaryBad, canary, canaryBad, FROM, TO));
                    }
                }
            }
        }
        return counts;
    }

    private static Set<Long> bad(long total) {
        TreeSet<Long> bad = new TreeSet<>();
        bad.add(0L);
        bad.add(Math.min(1, total));
        bad.add(total / 2);
        bad.add(total);
        return bad;
    }

    /** Measurements that rise, from the best to the worst where that can be said. */
    static List<List<Measurement>> rising(Set<Shape> needs, Settings with) {
        List<List<Measurement>> rows = new ArrayList<>();
        if (needs.contains(Shape.VALUE)) {
            List<Measurement> row = new ArrayList<>();
            values(with).forEach(value -> row.add(new Value(value, TO)));
            rows.add(row);
        }
        if (needs.contains(Shape.COUNTS_OF_BOTH)) {
            for (long total : new long[] {10, 1_000, 100_000}) {
                for (long primaryBad : bad(total)) {
                    List<Measurement> row = new ArrayList<>();
                    for (int part = 0; part <= 50; part++) {
                        row.add(new Counts(total, primaryBad, total, total * part / 50, FROM, TO));
                    }
                    rows.add(row);
                }
            }
        }
        return rows;
    }
}
