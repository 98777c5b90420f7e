package app.flagger.bench;

import app.flagger.api.Call;
import app.flagger.api.Revision;
import app.flagger.api.plug.Replicas;
import app.flagger.api.plug.Workload;
import app.flagger.api.plug.WorkloadState;
import app.flagger.api.plug.WorkloadTraits;
import java.util.List;
import java.util.Optional;

/** A target in memory that does at once what is ordered, and then stands still. */
final class StillWorkload implements Workload {
    private static final Revision TARGET = new Revision("v1");

    private volatile WorkloadState state = new WorkloadState(
            TARGET, Optional.of(TARGET), Optional.empty(), Replicas.allReady(2), Replicas.none(), false);

    @Override
    public WorkloadTraits traits() {
        return WorkloadTraits.of();
    }

    @Override
    public WorkloadState observe(Call call) {
        return state;
    }

    @Override
    public void prepare(Revision pinned, Call call) {
        promote(pinned, call);
    }

    @Override
    public void pin(Revision revision, List<Revision> alsoKeep, Call call) {
        // What stands in memory is kept.
    }

    @Override
    public void scaleCanary(boolean up, Revision pinned, Call call) {
        state = new WorkloadState(
                TARGET,
                up ? Optional.of(TARGET) : Optional.empty(),
                state.primary(),
                up ? Replicas.allReady(2) : Replicas.none(),
                state.primaryReplicas(),
                false);
    }

    @Override
    public void promote(Revision pinned, Call call) {
        state = new WorkloadState(
                TARGET, state.canary(), Optional.of(pinned), state.canaryReplicas(), Replicas.allReady(2), false);
    }
}
