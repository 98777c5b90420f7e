package app.flagger.testkit;

import app.flagger.api.Call;
import app.flagger.api.Revision;
import app.flagger.api.Subscription;
import app.flagger.api.plug.Workload;
import app.flagger.api.plug.WorkloadState;
import app.flagger.api.plug.WorkloadTraits;
import java.util.List;

/** A workload whose changes are checked before they happen. */
record WatchedWorkload(Workload workload, Invariants invariants) implements Workload {
    @Override
    public WorkloadTraits traits() {
        return workload.traits();
    }

    @Override
    public void prepare(Revision pinned, Call call) throws Exception {
        workload.prepare(pinned, call);
    }

    @Override
    public WorkloadState observe(Call call) throws Exception {
        return workload.observe(call);
    }

    @Override
    public void pin(Revision revision, List<Revision> alsoKeep, Call call) throws Exception {
        workload.pin(revision, alsoKeep, call);
    }

    @Override
    public void hold(boolean held, Call call) throws Exception {
        workload.hold(held, call);
    }

    @Override
    public void scaleCanary(boolean up, Revision pinned, Call call) throws Exception {
        Runnable checks = up ? () -> {} : invariants::beforeScaleDown;
        invariants.unlessRefused(checks, () -> workload.scaleCanary(up, pinned, call));
    }

    @Override
    public void promote(Revision pinned, Call call) throws Exception {
        invariants.unlessRefused(() -> invariants.beforePromote(pinned), () -> workload.promote(pinned, call));
    }

    @Override
    public void giveBack(Call call) throws Exception {
        workload.giveBack(call);
    }

    @Override
    public Subscription watch(Runnable changed) {
        return workload.watch(changed);
    }
}
