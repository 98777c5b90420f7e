package app.flagger.testkit.contract;

import app.flagger.api.Call;
import app.flagger.api.PlugException.Kind;
import app.flagger.api.Revision;
import app.flagger.api.plug.Workload;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.api.plug.WorkloadState;
import java.util.List;

/** A workload with a fresh target; orders are waited for. */
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

    /** What is observed right now, on whichever thread; also a failure. */
    Attempt.Outcome look() {
        try {
            return new Attempt.Outcome(observe(), null, false);
        } catch (Exception broken) {
            return new Attempt.Outcome(null, broken, false);
        }
    }

    void settle() throws Exception {
        contract.settle();
    }

    String pin(Revision revision, List<Revision> alsoKeep, Call call) throws Exception {
        workload.pin(revision, alsoKeep, call);
        return "(pinned)";
    }

    void push() throws Exception {
        contract.push();
        settle();
    }

    void prepare(Revision pinned) throws Exception {
        workload.prepare(pinned, call());
        settle();
    }

    /** Not waited for: a push may come right after it. */
    void hold(boolean held) throws Exception {
        workload.hold(held, call());
    }

    void promote(Revision pinned) throws Exception {
        promote(pinned, call());
    }

    String promote(Revision pinned, Call call) throws Exception {
        workload.promote(pinned, call);
        settle();
        return "(promoted)";
    }

    void giveBack() throws Exception {
        workload.giveBack(call());
        settle();
    }

    /** Pins what the target has and makes a primary of it. */
    Revision prepared() throws Exception {
        Revision first = observe().target();
        pin(first, List.of(), call());
        prepare(first);
        return first;
    }

    /** Pushes another revision and pins it, beside one that is still needed. */
    Revision pushed(Revision alsoKeep) throws Exception {
        push();
        Revision second = observe().target();
        pin(second, List.of(alsoKeep), call());
        return second;
    }

    void scaled(boolean up, Revision pinned) throws Exception {
        workload.scaleCanary(up, pinned, call());
        settle();
    }

    void requireGone(String what, PlugBody body) {
        contract.requireRefused(Kind.GONE, what, body, call());
    }
}
