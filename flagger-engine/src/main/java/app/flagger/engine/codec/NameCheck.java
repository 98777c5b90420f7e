package app.flagger.engine.codec;

import java.util.Collection;
import java.util.Optional;

/** Knows which names are registered. */
@FunctionalInterface
public interface NameCheck {
    /** All legal names of a kind; nothing if every name is legal. */
    Optional<Collection<String>> known(NameKind kind);

    /** Every name is legal. */
    static NameCheck any() {
        return kind -> Optional.empty();
    }
}
