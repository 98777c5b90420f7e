package app.flagger.api.plug;

import java.time.Duration;
import java.util.Set;

record FixedRouterTraits(Set<Ability> abilities, int weightStep, Duration settles) implements RouterTraits {}
