package app.flagger.testkit.contract;

import app.flagger.api.Call;
import app.flagger.api.Fence;
import app.flagger.api.PlugException;
import app.flagger.api.PlugException.Kind;
import app.flagger.api.Revision;
import app.flagger.api.Subscription;
import app.flagger.api.plug.Replicas;
import app.flagger.api.plug.Workload;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.api.plug.WorkloadState;
import app.flagger.api.plug.WorkloadTraits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A workload as it should be, whose replicas are there at once; the broken ones each change one thing. */
class GoodWorkload implements Workload {
    final Line line = new Line();
    final List<Runnable> watchers = new ArrayList<>();
    final List<Revision> pinned = new ArrayList<>();
    Revision target = new Revision("v1");
    Optional<Revision> canary = Optional.of(target);
    Optional<Revision> primary = Optional.empty();
    boolean held;
    int pushes = 1;
    String running = "";
    Fence highest = new Fence(Long.MIN_VALUE, Long.MIN_VALUE);

    void push() {
        target = new Revision("v" + ++pushes);
        follow();
        changed();
    }

    void changed() {
        List.copyOf(watchers).forEach(Runnable::run);
    }

    void follow() {
        if (!held && canary.isPresent()) {
            canary = Optional.of(target);
        }
    }

    @Override
    public WorkloadTraits traits() {
        return WorkloadTraits.of(WorkloadAbility.values());
    }

    @Override
    public void prepare(Revision wanted, Call call) throws Exception {
        admit(call);
        if (primary.isEmpty()) {
            requirePinned(wanted);
            run(wanted);
        }
    }

    private void run(Revision wanted) {
        primary = Optional.of(wanted);
        running = "bytes of " + wanted;
    }

    @Override
    public WorkloadState observe(Call call) throws Exception {
        line.use(call);
        return state();
    }

    WorkloadState state() {
        return new WorkloadState(target, canary, primary, replicas(canary), replicas(primary), held);
    }

    /** Waits for what was ordered. */
    void settle() throws Exception {}

    Replicas replicas(Optional<Revision> runs) {
        return runs.isPresent() ? Replicas.allReady(2) : Replicas.none();
    }

    @Override
    public void pin(Revision revision, List<Revision> alsoKeep, Call call) throws Exception {
        admit(call);
        if (!revision.equals(target) && !pinned.contains(revision)) {
            throw new PlugException(Kind.GONE, "the target has " + target);
        }
        pinned.retainAll(alsoKeep);
        pinned.add(revision);
    }

    @Override
    public void hold(boolean hold, Call call) throws Exception {
        admit(call);
        held = hold;
        follow();
    }

    @Override
    public void scaleCanary(boolean up, Revision wanted, Call call) throws Exception {
        admit(call);
        canary = up ? Optional.of(target) : Optional.empty();
    }

    @Override
    public void promote(Revision wanted, Call call) throws Exception {
        admit(call);
        requirePinned(wanted);
        run(wanted);
    }

    @Override
    public void giveBack(Call call) throws Exception {
        admit(call);
        held = false;
        canary = Optional.of(target);
    }

    @Override
    public Subscription watch(Runnable changed) {
        watchers.add(changed);
        return () -> watchers.remove(changed);
    }

    void requirePinned(Revision revision) throws PlugException {
        if (!pinned.contains(revision)) {
            throw new PlugException(Kind.GONE, revision + " is not kept");
        }
    }

    void admit(Call call) throws Exception {
        line.use(call);
        fence(call);
    }

    void fence(Call call) throws Exception {
        if (call.fence().compareTo(highest) < 0) {
            throw new PlugException(Kind.CONFLICT, "a newer owner has written");
        }
        highest = call.fence();
    }

    /** The same call with the fence that was seen last. */
    final Call latest(Call call) {
        return Calls.of(call.canary())
                .operation(call.operation())
                .fence(highest.epoch(), highest.step())
                .call();
    }
}
