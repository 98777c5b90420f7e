package app.flagger.api.status;

import app.flagger.api.strategy.Judgement.Verdict;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one hook or metric contributed to a check.
 *
 * @param source name of the hook or metric
 * @param verdict what it means for the check
 * @param outcome more exactly, in one word: {@code pass}, {@code below-min}, {@code above-max}, {@code no-data}, {@code stale},
 *     {@code hook-failed}, …; stable
 * @param numbers value, limits and whatever else the judge computed, by name
 * @param because a sentence for people
 */
public record Finding(
        String source, Verdict verdict, String outcome, SortedMap<String, Double> numbers, String because) {
    /** Copies the numbers. */
    public Finding {
        numbers = Collections.unmodifiableSortedMap(new TreeMap<>(numbers));
    }
}
