package app.flagger.api.plug;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What a workload can do. Made by {@link #of}; defaults say "no". Immutable. */
public interface WorkloadTraits {
    /** What the workload can do. */
    Set<WorkloadAbility> abilities();

    /** Whether the workload can do that. */
    default boolean can(WorkloadAbility ability) {
        return abilities().contains(ability);
    }

    /** Traits with these abilities. */
    static WorkloadTraits of(WorkloadAbility... abilities) {
        EnumSet<WorkloadAbility> copy = EnumSet.noneOf(WorkloadAbility.class);
        copy.addAll(Arrays.asList(abilities));
        return new FixedWorkloadTraits(Collections.unmodifiableSet(copy));
    }
}
