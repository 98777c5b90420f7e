package app.flagger.engine.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A list of values of one form. */
record ListCodec<T>(Codec<T> item) implements Codec<List<T>> {
    @Override
    public Optional<List<T>> read(Node node, Place at, Reading reading) {
        if (!(node instanceof Sequence list)) {
            reading.wrong(at, node, "must be a list");
            return Optional.empty();
        }
        List<T> values = new ArrayList<>();
        for (int i = 0; i < list.items().size(); i++) {
            Node child = list.items().get(i);
            item.read(child, at.item(i, child.line(), child.column()), reading).ifPresent(values::add);
        }
        // A rule of the whole counts its items; with one missing it would speak of the wrong ones.
        return values.size() == list.items().size() ? Optional.of(values) : Optional.empty();
    }

    @Override
    public Node write(List<T> values) {
        List<Node> items = new ArrayList<>(values.size());
        for (T value : values) {
            items.add(item.write(value));
        }
        return Sequence.of(items);
    }

    @Override
    public Node merge(Node old, List<T> before, List<T> after, Keep keep) {
        if (keep == Keep.SPELLING && before.equals(after)) {
            return old;
        }
        if (!(old instanceof Sequence list) || list.items().size() != before.size()) {
            return write(after);
        }
        boolean[] used = new boolean[before.size()];
        List<Node> merged = new ArrayList<>();
        for (int i = 0; i < after.size(); i++) {
            T value = after.get(i);
            int from = origin(value, i, before, used, before.size() == after.size());
            if (from >= 0) {
                used[from] = true;
                merged.add(item.merge(list.items().get(from), before.get(from), value, keep));
            } else {
                merged.add(item.write(value));
            }
        }
        return new Sequence(merged, list.flow(), list.line(), list.column());
    }

    /** Which old item a new one was: an equal one, one of the same name, or the one at the same place. */
    private int origin(T value, int index, List<T> before, boolean[] used, boolean sameSize) {
        if (index < before.size() && !used[index] && before.get(index).equals(value)) {
            return index;
        }
        for (int i = 0; i < before.size(); i++) {
            if (!used[i] && before.get(i).equals(value)) {
                return i;
            }
        }
        Optional<String> identity = item.identity(value);
        for (int i = 0; i < before.size() && identity.isPresent(); i++) {
            if (!used[i] && item.identity(before.get(i)).equals(identity)) {
                return i;
            }
        }
        return identity.isEmpty() && sameSize && !used[index] ? index : -1;
    }
}
