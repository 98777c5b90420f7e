package app.flagger.testkit.docs;

import app.flagger.api.Call;
import app.flagger.api.PlugException;
import app.flagger.api.Revision;
import app.flagger.api.plug.Replicas;
import app.flagger.api.plug.Workload;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.api.plug.WorkloadState;
import app.flagger.api.plug.WorkloadTraits;
import java.util.List;
import java.util.Optional;

/** Servers that are ready as soon as they are started; the primary runs 1.2.2, and somebody has just pushed 1.2.3. */
final class OurServers implements Workload {
    private final Revision pushed = new Revision("1.2.3");
    private volatile Revision primary = new Revision("1.2.2");
    private volatile boolean up;

    @Override
    public WorkloadTraits traits() {
        return WorkloadTraits.of(WorkloadAbility.SCALE, WorkloadAbility.UPDATE_KEEPS_A_REPLICA);
    }

    @Override
    public WorkloadState observe(Call call) {
        return new WorkloadState(
                pushed,
                up ? Optional.of(pushed) : Optional.empty(),
                Optional.of(primary),
                up ? Replicas.allReady(1) : Replicas.none(),
                Replicas.allReady(2),
                false);
    }

    @Override
    public void pin(Revision revision, List<Revision> alsoKeep, Call call) throws PlugException {
        if (!revision.equals(pushed) && !revision.equals(primary)) {
            throw new PlugException(PlugException.Kind.GONE, "there is no release " + revision);
        }
    }

    @Override
    public void scaleCanary(boolean upwards, Revision pinned, Call call) {
        up = upwards;
    }

    @Override
    public void promote(Revision pinned, Call call) {
        primary = pinned;
    }
}
