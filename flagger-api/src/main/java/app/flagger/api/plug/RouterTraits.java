package app.flagger.api.plug;

import app.flagger.api.Problems;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What a router can do. Made by {@link #of}; defaults say "no", so that new abilities break nobody. Immutable. */
public interface RouterTraits {
    /** What the router can do. */
    Set<Ability> abilities();

    /** The smallest step of a weight in percent, 1–100; the engine rounds down to a multiple of it, and says so. */
    default int weightStep() {
        return 1;
    }

    /** How long to wait after a write where {@link RouteState.Propagation#UNKNOWN} is all that is known. */
    default Duration settles() {
        return Duration.ZERO;
    }

    /** Whether the router shifts traffic at all. */
    default boolean shiftsTraffic() {
        return abilities().contains(Ability.WEIGHTS);
    }

    /** Traits with these abilities. */
    static RouterTraits of(Ability... abilities) {
        return of(Arrays.asList(abilities), 1, Duration.ZERO);
    }

    /**
     * Traits in full.
     *
     * @param abilities what the router can do
     * @param weightStep 1–100
     * @param settles not negative
     * @throws app.flagger.api.InvalidResource if a number is outside its range
     */
    static RouterTraits of(Collection<Ability> abilities, int weightStep, Duration settles) {
        Problems problems = new Problems();
        problems.require(weightStep >= 1 && weightStep <= 100, "weightStep", weightStep, "must be between 1 and 100");
        problems.require(!settles.isNegative(), "settles", settles, "must not be negative");
        problems.throwIfAny("router traits");
        EnumSet<Ability> copy = EnumSet.noneOf(Ability.class);
        copy.addAll(abilities);
        return new FixedRouterTraits(Collections.unmodifiableSet(copy), weightStep, settles);
    }
}
