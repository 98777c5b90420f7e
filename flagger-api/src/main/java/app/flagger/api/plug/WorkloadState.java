package app.flagger.api.plug;

import app.flagger.api.Revision;
import java.util.Optional;

/**
 * What a workload found.
 *
 * @param target the revision that stands in the target's template
 * @param canary the revision that the canary's replicas run, or nothing if it is scaled to zero
 * @param primary the revision that the primary was last ordered to run, or nothing if there is no primary
 * @param canaryReplicas the canary's replicas
 * @param primaryReplicas the primary's replicas
 * @param held whether the target is held
 */
public record WorkloadState(
        Revision target,
        Optional<Revision> canary,
        Optional<Revision> primary,
        Replicas canaryReplicas,
        Replicas primaryReplicas,
        boolean held) {}
