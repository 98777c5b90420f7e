package app.flagger.engine.codec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A map from names that are data to values of one form. A null value counts as not given. */
record MapCodec<T>(Codec<T> item) implements Codec<Map<String, T>> {
    @Override
    public Optional<Map<String, T>> read(Node node, Place at, Reading reading) {
        if (!(node instanceof Mapping map)) {
            // Not quoted: the values of many maps are secrets, whatever stands around them.
            reading.wrong(at, "", "must be a map of names and values");
            return Optional.empty();
        }
        Map<String, T> values = new LinkedHashMap<>();
        boolean whole = true;
        for (int i = 0; i < map.size(); i++) {
            if (!map.value(i).isNull()) {
                Optional<T> value = item.read(map.value(i), at.field(map, i), reading);
                whole &= value.isPresent();
                int index = i;
                value.ifPresent(present -> values.put(map.name(index), present));
            }
        }
        return whole ? Optional.of(values) : Optional.empty();
    }

    @Override
    public Node write(Map<String, T> values) {
        Mapping.Builder map = new Mapping.Builder().free();
        values.forEach((name, value) -> map.add(name, item.write(value)));
        return map.build();
    }

    @Override
    public Node merge(Node old, Map<String, T> before, Map<String, T> after, Keep keep) {
        if (keep == Keep.SPELLING && before.equals(after)) {
            return old;
        }
        if (!(old instanceof Mapping map)) {
            return write(after);
        }
        Mapping.Builder merged = new Mapping.Builder().free();
        after.forEach((name, value) -> {
            Optional<Node> had = map.get(name);
            merged.add(
                    name,
                    had.isPresent() && before.containsKey(name)
                            ? item.merge(had.get(), before.get(name), value, keep)
                            : item.write(value));
        });
        return merged.build(map.flow(), map.line(), map.column());
    }
}
