package app.flagger.engine.codec;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A field with its form, and how to get and set it.
 *
 * @param oldName a name under which it is read where {@code name} is absent
 * @param get the value to write; nothing if the field is to be left out
 * @param standIn a legal value, if the field must be given
 */
record Field<T, B, V>(
        String name,
        Optional<String> oldName,
        Codec<V> codec,
        Function<T, Optional<V>> get,
        BiConsumer<B, V> set,
        Optional<V> standIn)
        implements Row<T, B> {
    @Override
    public void read(B into, Mapping map, Place at, Reading reading) {
        String written = map.get(name).isPresent()
                ? name
                : oldName.filter(old -> map.get(old).isPresent()).orElse(name);
        Optional<Node> node = map.get(written);
        Optional<V> value = Optional.empty();
        if (node.isPresent()) {
            value = codec.read(node.get(), at.field(map, map.indexOf(written)), reading);
            if (value.isEmpty()) {
                reading.doubt(at, written);
            }
        } else if (standIn.isPresent()) {
            reading.missing(at, name);
        }
        value.or(() -> standIn).ifPresent(present -> set.accept(into, present));
        if (written.equals(name) && oldName.flatMap(map::get).isPresent()) {
            reading.warn(at.name(map, map.indexOf(oldName.get())), "", "ignored, because " + name + " is given");
        }
    }

    @Override
    public Optional<Node> write(T value) {
        return get.apply(value).map(codec::write);
    }

    @Override
    public Optional<Node> merge(Node old, T before, T after, Keep keep) {
        Optional<V> was = get.apply(before);
        Optional<V> is = get.apply(after);
        if (keep == Keep.SPELLING && was.equals(is)) {
            return Optional.of(old);
        }
        boolean changed = was.isPresent()
                && is.isPresent()
                && !old.isNull()
                && codec.identity(was.get()).equals(codec.identity(is.get()));
        return changed ? Optional.of(codec.merge(old, was.get(), is.get(), keep)) : is.map(codec::write);
    }
}
