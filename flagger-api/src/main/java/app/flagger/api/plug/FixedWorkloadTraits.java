package app.flagger.api.plug;

import java.util.Set;

record FixedWorkloadTraits(Set<WorkloadAbility> abilities) implements WorkloadTraits {}
