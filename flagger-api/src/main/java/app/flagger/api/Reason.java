package app.flagger.api;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Why something was decided, as data. Rules and names of facts are API and keep their meaning; sentences are made from them in
 * one place and may change.
 *
 * @param rule the rule that was applied, as {@code "threshold-reached"}
 * @param facts field, value, limit, what is waited for; sorted by name
 */
public record Reason(String rule, SortedMap<String, String> facts) {
    /** Copies the facts. */
    public Reason {
        facts = Collections.unmodifiableSortedMap(facts instanceof Own ? facts : new TreeMap<>(facts));
    }

    /** Facts that nobody else has: they need not be copied. */
    private static final class Own extends TreeMap<String, String> {
        private static final long serialVersionUID = 1L;
        private static final Own NONE = new Own(new TreeMap<>());

        private Own(SortedMap<String, String> facts) {
            facts.forEach(this::put);
        }
    }

    /** A reason without facts. */
    public static Reason of(String rule) {
        return new Reason(rule, Own.NONE);
    }

    /** The same reason with one more fact. */
    public Reason with(String fact, Object value) {
        Own more = new Own(facts);
        more.put(fact, String.valueOf(value));
        return new Reason(rule, more);
    }

    /** The same reason with more facts. */
    public Reason with(Map<String, String> more) {
        Own all = new Own(facts);
        all.putAll(more);
        return new Reason(rule, all);
    }

    /** One fact, or an empty text. */
    public String fact(String name) {
        return facts.getOrDefault(name, "");
    }

    @Override
    public String toString() {
        return facts.isEmpty() ? rule : rule + facts;
    }
}
