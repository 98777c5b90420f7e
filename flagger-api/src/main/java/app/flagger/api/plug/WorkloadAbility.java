package app.flagger.api.plug;

/** What a workload may be able to do. */
public enum WorkloadAbility {
    /** Can be held: a push changes the template, not what runs. */
    HOLD,
    /** An update of the primary keeps at least one replica available all the time. */
    UPDATE_KEEPS_A_REPLICA,
    /** The canary can be scaled to zero. */
    SCALE,
    /** A write whose {@link app.flagger.api.Fence} is lower than one that the target has seen is refused. */
    COMPARE_FENCES
}
