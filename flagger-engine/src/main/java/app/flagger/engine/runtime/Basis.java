package app.flagger.engine.runtime;

import app.flagger.api.Command;
import app.flagger.api.plug.Replicas;
import app.flagger.api.plug.WorkloadState;
import app.flagger.api.spec.Canary;
import app.flagger.engine.decision.Observation;
import java.util.List;
import java.util.Optional;

/**
 * What answers rest on: if any of it has changed when they arrive, they are void.
 *
 * @param canary the spec under which was asked
 * @param halted why a newer spec is not used
 * @param givingBack whether target and route are to be given back
 * @param commands commands that were not recorded
 * @param workload target and primary
 */
record Basis(
        Canary canary, Optional<String> halted, boolean givingBack, List<Command> commands, WorkloadState workload) {
    static Basis of(CanaryMemory memory, Observation world) {
        return new Basis(
                memory.managed().canary(),
                memory.halted(),
                memory.givingBack(),
                memory.commands().unrecorded(),
                world.workload());
    }

    /** Whether answers given on this basis are void now. */
    boolean gone(Basis now) {
        return !canary.equals(now.canary)
                || !halted.equals(now.halted)
                || givingBack != now.givingBack
                || !commands.equals(now.commands)
                || moved(workload, now.workload);
    }

    private boolean moved(WorkloadState before, WorkloadState after) {
        int canaryThreshold = canary.spec().analysis().canaryReadyThreshold().orElse(100);
        int primaryThreshold = canary.spec().analysis().primaryReadyThreshold().orElse(100);
        return !before.target().equals(after.target())
                || !before.primary().equals(after.primary())
                || differs(before.canaryReplicas(), after.canaryReplicas(), canaryThreshold)
                || differs(before.primaryReplicas(), after.primaryReplicas(), primaryThreshold);
    }

    private static boolean differs(Replicas before, Replicas after, int threshold) {
        return before.any() != after.any()
                || before.stuck() != after.stuck()
                || before.ready(threshold) != after.ready(threshold);
    }
}
