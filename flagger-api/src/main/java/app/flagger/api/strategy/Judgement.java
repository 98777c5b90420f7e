package app.flagger.api.strategy;

import app.flagger.api.Settings;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a judge found.
 *
 * @param verdict what it means for the check
 * @param outcome more exactly, in one word, as {@code below-min}; stable
 * @param numbers value, limits and whatever else was computed, by name
 * @param because a sentence for people
 * @param state what the next judgement of this run finds as {@link Evidence#state()}, at most 1 KiB
 */
public record Judgement(
        Verdict verdict, String outcome, SortedMap<String, Double> numbers, String because, Settings state) {
    /** What a judgement means for the check. */
    public enum Verdict {
        /** Good enough to go on. */
        PASS,
        /** Counts as a failed check. */
        FAIL,
        /** There were data, but they do not say yet: hold, count nothing. */
        INCONCLUSIVE
    }

    /** Copies the numbers. */
    public Judgement {
        numbers = Collections.unmodifiableSortedMap(new TreeMap<>(numbers));
    }
}
