package app.flagger.engine.codec;

import java.util.Optional;

/**
 * One form of a value as a tree, both ways.
 *
 * @param <T> the value
 */
interface Codec<T> {
    /** The value; nothing if it could not be made, in which case the reading got the reason. */
    Optional<T> read(Node node, Place at, Reading reading);

    /** The tree of a value. */
    Node write(T value);

    /**
     * The tree of a changed value that keeps what only the old tree knows.
     *
     * @param old the tree that {@code before} was read from
     * @param keep what to keep of it
     */
    default Node merge(Node old, T before, T after, Keep keep) {
        return keep == Keep.SPELLING && before.equals(after) ? old : write(after);
    }

    /** What stays the same when a value is changed and not replaced, as its name; nothing if values have no identity. */
    default Optional<String> identity(T value) {
        return Optional.empty();
    }
}
