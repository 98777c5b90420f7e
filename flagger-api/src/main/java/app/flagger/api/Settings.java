package app.flagger.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A tree of plain values: what stands under {@code with:} of a strategy, judge or provider, the memory of a strategy or judge,
 * and parts of a resource that are handed on as they are. Leaves are {@link String}, {@link Long}, finite {@link Double} and
 * {@link Boolean}; branches are lists and maps with the order in which they were written. Immutable and thread-safe.
 *
 * <p>The typed getters add to {@link Problems} when the value is of another type, so that a caller can report all of them.
 *
 * @param tree the entries
 */
public record Settings(Map<String, Object> tree) {
    private static final Settings NONE = new Settings(new LinkedHashMap<>());

    /**
     * Copies the tree deeply.
     *
     * @throws InvalidResource if a leaf is of a type that has no plain form, or a number that is not finite
     */
    public Settings {
        tree = tree instanceof Own ? Collections.unmodifiableMap(tree) : copyMap(tree, "");
    }

    /** Entries that nobody else can change: they need not be copied. */
    private static final class Own extends LinkedHashMap<String, Object> {
        private static final long serialVersionUID = 1L;

        private Own(Map<String, Object> entries) {
            super(entries);
        }
    }

    /** No entries. */
    public static Settings none() {
        return NONE;
    }

    /** One entry. */
    public static Settings of(String name, Object value) {
        return NONE.with(name, value);
    }

    /** The same settings with one entry added or replaced. */
    public Settings with(String name, Object value) {
        Own more = new Own(tree);
        more.put(name, copyValue(value, name));
        return new Settings(more);
    }

    /** Whether there is no entry. */
    public boolean isEmpty() {
        return tree.isEmpty();
    }

    /** A text, or nothing if there is none. */
    public Optional<String> text(String name, Problems problems) {
        return typed(name, String.class, "must be a text", problems);
    }

    /** A truth value, or nothing if there is none. */
    public Optional<Boolean> flag(String name, Problems problems) {
        return typed(name, Boolean.class, "must be true or false", problems);
    }

    /** A number, or nothing if there is none. */
    public OptionalDouble number(String name, Problems problems) {
        Optional<Number> number = typed(name, Number.class, "must be a number", problems);
        return number.isPresent() ? OptionalDouble.of(number.get().doubleValue()) : OptionalDouble.empty();
    }

    /** A whole number, or nothing if there is none. */
    public OptionalInt whole(String name, Problems problems) {
        Optional<Long> number = typed(name, Long.class, "must be a whole number", problems);
        if (number.isEmpty()) {
            return OptionalInt.empty();
        }
        long value = number.get();
        if (value != (int) value) {
            problems.add(name, value, "must be a whole number between -2147483648 and 2147483647");
            return OptionalInt.empty();
        }
        return OptionalInt.of((int) value);
    }

    /** A part with entries of its own, or nothing if there is none. */
    public Optional<Settings> section(String name, Problems problems) {
        Object value = tree.get(name);
        if (value instanceof Map<?, ?> map) {
            return Optional.of(new Settings(copyMap(map, name)));
        }
        if (value != null) {
            problems.add(name, value, "must hold entries");
        }
        return Optional.empty();
    }

    private <T> Optional<T> typed(String name, Class<T> type, String otherwise, Problems problems) {
        Object value = tree.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            problems.add(name, value, otherwise);
            return Optional.empty();
        }
        return Optional.of(type.cast(value));
    }

    private static Map<String, Object> copyMap(Map<?, ?> map, String path) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            String name = String.valueOf(key);
            copy.put(name, copyValue(value, path.isEmpty() ? name : path + "." + name));
        });
        return Collections.unmodifiableMap(copy);
    }

    private static Object copyValue(@org.jspecify.annotations.Nullable Object value, String path) {
        if (value instanceof Map<?, ?> map) {
            return copyMap(map, path);
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                copy.add(copyValue(list.get(i), path + "[" + i + "]"));
            }
            return Collections.unmodifiableList(copy);
        }
        if (value instanceof Double number && !Double.isFinite(number)) {
            throw new InvalidResource("settings", new Problem(path, value.toString(), "must be a finite number"));
        }
        if (value instanceof String || value instanceof Boolean || value instanceof Long || value instanceof Double) {
            return value;
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Float number) {
            return copyValue(number.doubleValue(), path);
        }
        throw new InvalidResource(
                "settings",
                new Problem(path, String.valueOf(value), "must be a text, number, truth value, list or map"));
    }
}
