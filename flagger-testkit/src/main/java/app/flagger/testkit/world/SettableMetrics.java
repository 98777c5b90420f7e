package app.flagger.testkit.world;

import app.flagger.api.Call;
import app.flagger.api.Problems;
import app.flagger.api.plug.Measurement;
import app.flagger.api.plug.MetricProvider;
import app.flagger.api.plug.MetricQuery;
import app.flagger.api.plug.Shape;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A metric source that answers what it was told to. Metrics are found by their name; a query {@code custom_NAME} reads NAME if
 * that was set.
 * What was never set is answered by the source behind it, or with {@link Measurement.Why#NO_DATA}. Remembers what it was asked.
 */
public final class SettableMetrics implements MetricProvider {
    private static final String CUSTOM = "custom_";

    private final Optional<MetricProvider> behind;
    private final Map<String, Deque<Reading>> readings = new LinkedHashMap<>();
    private final List<String> asked = new ArrayList<>();
    private Optional<Supplier<? extends Collection<String>>> known = Optional.empty();

    /** A source that knows nothing. */
    public SettableMetrics() {
        behind = Optional.empty();
    }

    /** A source that asks another one for whatever it was not told. */
    public SettableMetrics(MetricProvider behind) {
        this.behind = Optional.of(behind);
    }

    /**
     * From now on only these can be set, so that a misspelt name does not pass for one that never took effect.
     *
     * @param names the names that there are at the moment when one is set
     */
    public SettableMetrics only(Supplier<? extends Collection<String>> names) {
        known = Optional.of(names);
        return this;
    }

    /**
     * From now on the metric has this value; not a number is answered as it is.
     *
     * @throws IllegalArgumentException if there is no such metric; also from the other methods that set one
     */
    public SettableMetrics set(String name, double value) {
        return put(name, (query, call) -> new Measurement.Value(value, call.now()));
    }

    /** The metric has these values, one with each query; the last one stays. */
    public SettableMetrics inTurn(String name, double... values) {
        Deque<Reading> queue = new ArrayDeque<>();
        for (double value : values) {
            queue.add((query, call) -> new Measurement.Value(value, call.now()));
        }
        return put(name, queue);
    }

    /** From now on the answer is worked out at each query, from the state of the world, say. */
    public SettableMetrics answers(String name, Function<? super MetricQuery, ? extends Measurement> answer) {
        return put(name, (query, call) -> answer.apply(query));
    }

    /** From now on there is no number, for this reason. */
    public SettableMetrics missing(String name, Measurement.Why why) {
        return put(name, (query, call) -> new Measurement.Missing(why, "set so"));
    }

    /** From now on queries fail. */
    public SettableMetrics failing(String name) {
        return put(name, (query, call) -> {
            throw new IOException("the source of " + name + " was told to fail");
        });
    }

    /** The metrics that were asked, in order, with repetitions. */
    public List<String> asked() {
        return Collections.unmodifiableList(asked);
    }

    @Override
    public Set<Shape> shapes() {
        return behind.map(MetricProvider::shapes).orElse(Collections.unmodifiableSet(EnumSet.of(Shape.VALUE)));
    }

    @Override
    public Measurement query(MetricQuery query, Call call) throws Exception {
        asked.add(query.metric());
        Deque<Reading> queue = Optional.ofNullable(readings.get(source(query)))
                .or(() -> Optional.ofNullable(readings.get(query.metric())))
                .orElseGet(ArrayDeque::new);
        if (!queue.isEmpty()) {
            Reading reading = queue.size() > 1 ? queue.removeFirst() : queue.getFirst();
            return reading.read(query, call);
        }
        if (behind.isPresent()) {
            return behind.get().query(query, call);
        }
        return new Measurement.Missing(Measurement.Why.NO_DATA, "nothing was set for " + source(query));
    }

    /** The name under which a query is found first: NAME of {@code custom_NAME}, else that of its metric. */
    public static String nameOf(String metric, Optional<String> query) {
        String text = query.orElse("").strip();
        return text.startsWith(CUSTOM) ? text.substring(CUSTOM.length()) : metric;
    }

    private static String source(MetricQuery query) {
        return nameOf(query.metric(), query.query());
    }

    private SettableMetrics put(String name, Reading reading) {
        Deque<Reading> queue = new ArrayDeque<>();
        queue.add(reading);
        return put(name, queue);
    }

    private SettableMetrics put(String name, Deque<Reading> queue) {
        if (known.isPresent()) {
            Collection<String> names = known.get().get();
            Problems problems = new Problems();
            problems.require(names.contains(name), "name", name, "must be one of " + String.join(", ", names));
            problems.throwIfAny("metric");
        }
        readings.put(name, queue);
        return this;
    }

    @FunctionalInterface
    private interface Reading {
        Measurement read(MetricQuery query, Call call) throws Exception;
    }
}
