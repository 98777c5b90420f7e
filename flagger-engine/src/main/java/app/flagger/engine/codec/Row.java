package app.flagger.engine.codec;

import java.util.Optional;

/**
 * One line of a {@link Table}: a field, or several in a map of their own.
 *
 * @param <T> the value that the field is of
 * @param <B> what collects its fields
 */
interface Row<T, B> {
    String name();

    default Optional<String> oldName() {
        return Optional.empty();
    }

    default Optional<Node> in(Mapping map) {
        return map.get(name()).or(() -> oldName().flatMap(map::get));
    }

    void read(B into, Mapping map, Place at, Reading reading);

    Optional<Node> write(T value);

    Optional<Node> merge(Node old, T before, T after, Keep keep);
}
