package app.flagger.testkit.world;

import app.flagger.api.Problems;
import java.util.Locale;

/**
 * A part of a whole, as {@code percent(3)}.
 *
 * @param percent 0–100
 */
public record Share(double percent) implements Comparable<Share> {
    /** @throws app.flagger.api.InvalidResource if it is outside 0–100 */
    public Share {
        Problems problems = new Problems();
        problems.require(percent >= 0 && percent <= 100, "percent", percent, "must be between 0 and 100");
        problems.throwIfAny("share");
    }

    /** A share of a number of things; of nothing it is nothing. */
    public static Share of(long part, long whole) {
        return new Share(whole == 0 ? 0 : 100.0 * part / whole);
    }

    /** The share as a number between 0 and 1. */
    public double fraction() {
        return percent / 100;
    }

    @Override
    public int compareTo(Share other) {
        return Double.compare(percent, other.percent);
    }

    /** As {@code 2.5 %}. */
    @Override
    public String toString() {
        String text = String.format(Locale.ROOT, "%.2f", percent);
        return text.replaceAll("\\.?0+$", "") + " %";
    }
}
