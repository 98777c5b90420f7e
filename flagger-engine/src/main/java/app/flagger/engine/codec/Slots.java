package app.flagger.engine.codec;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;

/** Collects the components of a record by field, as a generated builder does for other values. */
final class Slots {
    private final Map<Slot<?>, Object> values = new IdentityHashMap<>();

    /**
     * Names one component.
     *
     * @param <V> its type
     */
    static final class Slot<V> {
        void set(Slots slots, V value) {
            slots.values.put(this, value);
        }

        @SuppressWarnings("unchecked") // set() is the only writer
        Optional<V> find(Slots slots) {
            return Optional.ofNullable((V) slots.values.get(this));
        }

        V get(Slots slots) {
            return find(slots).orElseThrow();
        }
    }
}
