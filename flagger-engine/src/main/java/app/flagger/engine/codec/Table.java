package app.flagger.engine.codec;

import app.flagger.api.InvalidResource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A value that is written as a map, described once: one row for each field. Reading, writing, merging, unknown fields and
 * "did you mean" all follow from the rows. Rows are added while the table is made; afterwards it is only read.
 *
 * @param <T> the value
 * @param <B> what collects its fields
 */
final class Table<T, B> implements Codec<T> {
    private final Supplier<B> start;
    private final Function<B, T> build;
    private final List<Row<T, B>> rows = new ArrayList<>();
    private final Map<String, String> names = new LinkedHashMap<>();
    private Function<T, Optional<String>> identity = value -> Optional.empty();

    private Table(Supplier<B> start, Function<B, T> build) {
        this.start = start;
        this.build = build;
    }

    static <T, B> Table<T, B> of(Supplier<B> start, Function<B, T> build) {
        return new Table<>(start, build);
    }

    /**
     * A field that must be given.
     *
     * @param standIn a legal value in place of a missing one, so that the rules of the whole can be checked nonetheless; the
     *     result is then never used
     */
    <V> Table<T, B> required(String name, Codec<V> codec, Function<T, V> get, BiConsumer<B, V> set, V standIn) {
        return row(new Field<>(name, Optional.empty(), codec, get.andThen(Optional::of), set, Optional.of(standIn)));
    }

    /** A field that may be left out. */
    <V> Table<T, B> optional(String name, Codec<V> codec, Function<T, Optional<V>> get, BiConsumer<B, V> set) {
        return row(new Field<>(name, Optional.empty(), codec, get, set, Optional.empty()));
    }

    /** A field that may be left out when reading, and is always written. */
    <V> Table<T, B> always(String name, Codec<V> codec, Function<T, V> get, BiConsumer<B, V> set) {
        return optional(name, codec, get.andThen(Optional::of), set);
    }

    /** A field that is left out when it has its usual value. */
    <V> Table<T, B> usually(V usual, String name, Codec<V> codec, Function<T, V> get, BiConsumer<B, V> set) {
        return optional(name, codec, unless(usual, get), set);
    }

    /** As {@link #usually}, also read under an old name where the new one is absent. */
    <V> Table<T, B> renamed(
            String old, V usual, String name, Codec<V> codec, Function<T, V> get, BiConsumer<B, V> set) {
        names.put(old, name);
        return row(new Field<>(name, Optional.of(old), codec, unless(usual, get), set, Optional.empty()));
    }

    Table<T, B> flag(String name, Function<T, Boolean> get, BiConsumer<B, Boolean> set) {
        return usually(false, name, Codecs.FLAG, get, set);
    }

    Table<T, B> whole(String name, Function<T, OptionalInt> get, BiConsumer<B, Integer> set) {
        return optional(name, Codecs.WHOLE, get.andThen(n -> n.stream().boxed().findFirst()), set);
    }

    Table<T, B> number(String name, Function<T, OptionalDouble> get, BiConsumer<B, Double> set) {
        return optional(name, Codecs.NUMBER, get.andThen(n -> n.stream().boxed().findFirst()), set);
    }

    <V> Table<T, B> list(String name, Codec<V> item, Function<T, List<V>> get, BiConsumer<B, List<V>> set) {
        return usually(List.of(), name, Codecs.list(item), get, set);
    }

    <V> Table<T, B> map(
            String name, Codec<V> item, Function<T, Map<String, V>> get, BiConsumer<B, Map<String, V>> set) {
        return usually(new LinkedHashMap<>(), name, Codecs.map(item), get, set);
    }

    /** Fields of the same value that stand in a map of their own. */
    Table<T, B> group(String name, Consumer<Table<T, B>> fields) {
        Table<T, B> group = new Table<>(start, build);
        fields.accept(group);
        return row(new Group<>(name, group));
    }

    /** A field that is always the same. */
    Table<T, B> constant(String name, String value) {
        return required(
                name,
                Codecs.checked(Codecs.TEXT, (text, found) -> {
                    if (!text.equals(value)) {
                        found.wrong("must be " + value);
                    }
                    return text;
                }),
                whole -> value,
                (into, text) -> {},
                value);
    }

    /** Fields that belong here but are no part of the value: kept, and never a flaw. */
    Table<T, B> ignored(String... fields) {
        for (String name : fields) {
            names.put(name, "");
        }
        return this;
    }

    /** By what a value is recognised after it was changed. */
    Table<T, B> identifiedBy(Function<T, String> name) {
        identity = name.andThen(Optional::of);
        return this;
    }

    private Table<T, B> row(Row<T, B> row) {
        rows.add(row);
        names.put(row.name(), row.name());
        return this;
    }

    private static <T, V> Function<T, Optional<V>> unless(V usual, Function<T, V> get) {
        return value -> Optional.of(get.apply(value)).filter(present -> !present.equals(usual));
    }

    @Override
    public Optional<T> read(Node node, Place at, Reading reading) {
        if (!(node instanceof Mapping map)) {
            reading.wrong(at, node, "must be a map" + expected());
            return Optional.empty();
        }
        B into = start.get();
        readInto(into, map, at, reading);
        try {
            return Optional.of(build.apply(into));
        } catch (InvalidResource e) {
            e.problems().forEach(problem -> {
                Place where = at.nearest(map, problem.path());
                reading.broken(where, Scalar.text(problem.value()).excerpt(), problem.message());
            });
            return Optional.empty();
        }
    }

    /** Reads the fields of a map into what collects them. */
    void readInto(B into, Mapping map, Place at, Reading reading) {
        for (int i = 0; i < map.size(); i++) {
            if (!names.containsKey(map.name(i))) {
                reading.unknown(at, at.name(map, i), map.name(i), names.keySet());
            }
        }
        rows.forEach(row -> row.read(into, map, at, reading));
    }

    /** The end of a message that a map is needed. */
    String expected() {
        return rows.isEmpty() ? "" : " with fields as " + rows.get(0).name();
    }

    @Override
    public Node write(T value) {
        Mapping.Builder map = new Mapping.Builder();
        for (Row<T, B> row : rows) {
            Optional<Node> node = row.write(value);
            if (node.isPresent()) {
                map.add(row.name(), node.get());
            }
        }
        return map.build();
    }

    @Override
    public Node merge(Node old, T before, T after, Keep keep) {
        if (keep == Keep.SPELLING && before.equals(after)) {
            return old;
        }
        if (!(old instanceof Mapping map)) {
            return write(after);
        }
        Mapping.Builder merged =
                keep == Keep.SPELLING ? inOldOrder(map, before, after) : inOwnOrder(map, before, after);
        return merged.build(map.flow(), map.line(), map.column());
    }

    private Mapping.Builder inOldOrder(Mapping map, T before, T after) {
        Mapping.Builder merged = new Mapping.Builder();
        for (int i = 0; i < map.size(); i++) {
            int index = i;
            Optional<Row<T, B>> row = rowOf(map, map.name(i));
            Optional<Node> node = row.isEmpty()
                    ? Optional.of(map.value(i))
                    : row.get().merge(map.value(i), before, after, Keep.SPELLING);
            node.ifPresent(present -> merged.add(map, index, present));
        }
        int position = 0;
        for (Row<T, B> row : rows) {
            int found = Math.max(
                    merged.indexOf(row.name()),
                    row.oldName().map(merged::indexOf).orElse(-1));
            if (found >= 0) {
                position = found + 1;
            } else if (row.write(after).isPresent()) {
                merged.insert(position++, row.name(), row.write(after).get());
            }
        }
        return merged;
    }

    private Mapping.Builder inOwnOrder(Mapping map, T before, T after) {
        Mapping.Builder merged = new Mapping.Builder();
        for (Row<T, B> row : rows) {
            Optional<Node> old = row.in(map);
            Optional<Node> node =
                    old.isPresent() ? row.merge(old.get(), before, after, Keep.UNKNOWN) : row.write(after);
            node.ifPresent(present -> merged.add(row.name(), present));
        }
        for (int i = 0; i < map.size(); i++) {
            if (rowOf(map, map.name(i)).isEmpty() && !map.value(i).isNull()) {
                merged.add(map, i, map.value(i));
            }
        }
        return merged;
    }

    /** The row that reads a field of this mapping. */
    private Optional<Row<T, B>> rowOf(Mapping map, String name) {
        String own = names.getOrDefault(name, "");
        boolean replaced = !own.equals(name) && map.get(own).isPresent();
        return replaced
                ? Optional.empty()
                : rows.stream().filter(row -> row.name().equals(own)).findFirst();
    }

    @Override
    public Optional<String> identity(T value) {
        return identity.apply(value);
    }

    /** Whether any field must be given. */
    boolean hasRequired() {
        return rows.stream()
                .anyMatch(row ->
                        row instanceof Field<T, B, ?> field && field.standIn().isPresent());
    }
}
