package app.flagger.testkit.contract;

import app.flagger.api.Call;
import app.flagger.api.PlugException.Kind;
import app.flagger.api.Revision;
import app.flagger.api.plug.Workload;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.api.plug.WorkloadState;
import java.util.List;

/** A workload with a fresh target. */
final class WorkloadBench {
    final Workload workload;
    private final WorkloadContract contract;

    WorkloadBench(WorkloadContract contract) throws Exception {
        this.contract = contract;
        workload = contract.workload();
    }

    CancelableCall call() {
        return contract.call(contract.canary());
    }

    boolean can(WorkloadAbility ability) {
        return workload.traits().can(ability);
    }

    WorkloadState observe() throws Exception {
        return workload.observe(call());
    }

    String pin(Revision revision, List<Revision> alsoKeep, Call call) throws Exception {
        workload.pin(revision, alsoKeep, call);
        return "(pinned)";
    }

    /** Pins what the target has and makes a primary of it. */
    Revision prepared() throws Exception {
        Revision first = observe().target();
        pin(first, List.of(), call());
        workload.prepare(first, call());
        contract.settle();
        return first;
    }

    /** Pushes another revision and pins it, beside one that is still needed. */
    Revision pushed(Revision alsoKeep) throws Exception {
        contract.push();
        Revision second = observe().target();
        pin(second, List.of(alsoKeep), call());
        return second;
    }

    void scaled(boolean up, Revision pinned) throws Exception {
        workload.scaleCanary(up, pinned, call());
        contract.settle();
    }

    void requireGone(String what, PlugBody body) {
        PlugContract.requireRefused(Kind.GONE, what, body, call());
    }
}
