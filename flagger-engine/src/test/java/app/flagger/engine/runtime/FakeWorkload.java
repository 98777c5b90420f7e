package app.flagger.engine.runtime;

import app.flagger.api.Call;
import app.flagger.api.Revision;
import app.flagger.api.Subscription;
import app.flagger.api.plug.Replicas;
import app.flagger.api.plug.Workload;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.api.plug.WorkloadState;
import app.flagger.api.plug.WorkloadTraits;
import java.util.List;
import java.util.Optional;

/** A target whose replicas are ready at once. */
class FakeWorkload implements Workload {
    final Journal journal;
    volatile Revision target = new Revision("v1");
    volatile Optional<Revision> primary = Optional.empty();
    volatile boolean up;
    volatile Replicas primaryReplicas = Replicas.allReady(2);
    volatile Runnable changed = () -> {};

    FakeWorkload(Journal journal) {
        this.journal = journal;
    }

    @Override
    public WorkloadTraits traits() {
        return WorkloadTraits.of(WorkloadAbility.SCALE, WorkloadAbility.UPDATE_KEEPS_A_REPLICA);
    }

    @Override
    public void prepare(Revision pinned, Call call) throws Exception {
        journal.write("prepare primary " + pinned, call);
        if (primary.isEmpty()) {
            primary = Optional.of(pinned);
        }
    }

    @Override
    public WorkloadState observe(Call call) throws Exception {
        journal.read("observe", call);
        return new WorkloadState(
                target,
                up ? Optional.of(target) : Optional.empty(),
                primary,
                up ? Replicas.allReady(1) : Replicas.none(),
                primary.isPresent() ? primaryReplicas : Replicas.none(),
                false);
    }

    @Override
    public void pin(Revision revision, List<Revision> alsoKeep, Call call) throws Exception {
        journal.write("pin " + revision, call);
    }

    @Override
    public void scaleCanary(boolean upwards, Revision pinned, Call call) throws Exception {
        journal.write(upwards ? "scale up " + pinned : "scale down", call);
        up = upwards;
    }

    @Override
    public void promote(Revision pinned, Call call) throws Exception {
        journal.write("promote " + pinned, call);
        primary = Optional.of(pinned);
    }

    @Override
    public void giveBack(Call call) throws Exception {
        journal.write("give back target", call);
        up = true;
    }

    @Override
    public Subscription watch(Runnable hint) {
        changed = hint;
        return () -> changed = () -> {};
    }
}
