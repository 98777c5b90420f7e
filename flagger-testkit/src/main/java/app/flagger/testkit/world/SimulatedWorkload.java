package app.flagger.testkit.world;

import app.flagger.api.Call;
import app.flagger.api.PlugException;
import app.flagger.api.Problems;
import app.flagger.api.Revision;
import app.flagger.api.Subscription;
import app.flagger.api.plug.Replicas;
import app.flagger.api.plug.Workload;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.api.plug.WorkloadState;
import app.flagger.api.plug.WorkloadTraits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A target in virtual time. As a Kubernetes Deployment, the target itself is the canary: it runs what stands in its template
 * while it is scaled up, and the primary is a copy that runs pinned revisions only. Until it is prepared, the target serves alone.
 */
public final class SimulatedWorkload implements Workload {
    private final VirtualClock clock;
    private final Arm primary = new Arm(Role.PRIMARY);
    private final Arm canary = new Arm(Role.CANARY);
    private final Set<Revision> pinned = new LinkedHashSet<>();
    private final Set<Revision> stuckPrimaries = new LinkedHashSet<>();
    private final Set<Revision> ran = new LinkedHashSet<>();
    private final List<Runnable> watchers = new ArrayList<>();
    private final FenceGuard fences = new FenceGuard();
    private Function<Revision, List<Behaviour>> behaviours = revision -> List.of();
    private Runnable beforeChange = () -> {};
    private WorkloadTraits traits = WorkloadTraits.of(WorkloadAbility.values());
    private Revision target;
    private int replicas = 2;
    private boolean held;

    /**
     * A target that runs its first revision in two replicas, and has every ability.
     *
     * @param first the revision that the target has at first
     */
    public SimulatedWorkload(VirtualClock clock, Revision first) {
        this.clock = clock;
        target = first;
        order(canary, first);
    }

    /** Sets what the workload can do. */
    public SimulatedWorkload can(WorkloadAbility... abilities) {
        traits = WorkloadTraits.of(abilities);
        return this;
    }

    /** Sets how many replicas each version has from its next order on, at least 1; the first is ordered again. */
    public SimulatedWorkload replicas(int count) {
        Problems problems = new Problems();
        problems.require(count >= 1, "replicas", count, "must be at least 1");
        problems.throwIfAny("workload");
        replicas = count;
        if (running(Role.CANARY).isPresent()) {
            order(canary, target);
        }
        return this;
    }

    /** Sets how revisions behave, wherever they run; what runs already behaves so from now on. */
    public SimulatedWorkload behaves(Function<Revision, List<Behaviour>> of) {
        beforeChange.run();
        behaviours = of;
        for (Arm arm : Arrays.asList(primary, canary)) {
            arm.revision().ifPresent(revision -> arm.behave(Profile.of(of.apply(revision))));
        }
        return this;
    }

    /** Changes the target's template, as its owner does. What runs follows unless the target is held or scaled to zero. */
    public void push(Revision revision) {
        beforeChange.run();
        target = revision;
        follow();
        changed();
    }

    /** From now on the replicas of a version report this whenever they run. */
    public void mode(Role role, Mode mode) {
        beforeChange.run();
        arm(role).mode(mode, clock.nanos());
        changed();
    }

    /** From now on the primary gets stuck whenever it is ordered to run that revision: its promotion fails. */
    public SimulatedWorkload primaryGetsStuckWith(Revision revision) {
        stuckPrimaries.add(revision);
        return this;
    }

    /** All replicas of a version crash now and do not come back before {@link Mode#READY} is said. */
    public void crash(Role role) {
        beforeChange.run();
        arm(role).crash(clock.nanos());
        changed();
    }

    /** The revision in the target's template. */
    public Revision target() {
        return target;
    }

    /** What a version runs or was ordered to run; nothing if it is scaled to zero or was never made. */
    public Optional<Revision> running(Role role) {
        return arm(role).revision();
    }

    /** The replicas of a version. */
    public Replicas replicas(Role role) {
        return arm(role).replicas(clock.nanos());
    }

    /** The revisions that are kept, oldest first. */
    public List<Revision> pinned() {
        return List.copyOf(pinned);
    }

    /** The revisions of which replicas were ever ordered, in order. */
    public List<Revision> ran() {
        return List.copyOf(ran);
    }

    @Override
    public WorkloadTraits traits() {
        return traits;
    }

    @Override
    public void prepare(Revision wanted, Call call) throws Exception {
        admit(call);
        if (running(Role.PRIMARY).isEmpty()) {
            requirePinned(wanted);
            order(primary, wanted);
        }
    }

    @Override
    public WorkloadState observe(Call call) {
        return new WorkloadState(
                target, canary.revision(), primary.revision(), replicas(Role.CANARY), replicas(Role.PRIMARY), held);
    }

    @Override
    public void pin(Revision revision, List<Revision> alsoKeep, Call call) throws Exception {
        admit(call);
        if (!revision.equals(target) && !pinned.contains(revision)) {
            throw new PlugException(
                    PlugException.Kind.GONE, "the target has revision " + target + ", not " + revision + " any more");
        }
        pinned.removeIf(kept -> !alsoKeep.contains(kept));
        pinned.add(revision);
    }

    @Override
    public void hold(boolean hold, Call call) throws Exception {
        admit(call);
        if (traits.can(WorkloadAbility.HOLD) && held != hold) {
            beforeChange.run();
            held = hold;
            follow();
        }
    }

    @Override
    public void scaleCanary(boolean up, Revision wanted, Call call) throws Exception {
        admit(call);
        if (!traits.can(WorkloadAbility.SCALE)) {
            return;
        }
        beforeChange.run();
        if (!up) {
            canary.stop();
        } else if (canary.revision().isEmpty()) {
            order(canary, target);
        }
    }

    @Override
    public void promote(Revision wanted, Call call) throws Exception {
        admit(call);
        requirePinned(wanted);
        order(primary, wanted);
    }

    @Override
    public void giveBack(Call call) throws Exception {
        admit(call);
        held = false;
        order(canary, target);
    }

    @Override
    public Subscription watch(Runnable hint) {
        watchers.add(hint);
        return () -> watchers.remove(hint);
    }

    /** Called before anything changes, so that the mesh can send the requests of the time before. */
    void beforeChange(Runnable task) {
        beforeChange = task;
    }

    Arm arm(Role role) {
        return role == Role.PRIMARY ? primary : canary;
    }

    private void admit(Call call) throws PlugException {
        if (traits.can(WorkloadAbility.COMPARE_FENCES)) {
            fences.admit(call);
        }
    }

    private void follow() {
        if (!held && canary.revision().isPresent()) {
            order(canary, target);
        }
    }

    private void order(Arm arm, Revision revision) {
        beforeChange.run();
        if (arm == primary && !stuckPrimaries.isEmpty() && !arm.revision().equals(Optional.of(revision))) {
            arm.mode(stuckPrimaries.contains(revision) ? Mode.STUCK : Mode.READY, clock.nanos());
        }
        ran.add(revision);
        boolean keeps = arm == canary || traits.can(WorkloadAbility.UPDATE_KEEPS_A_REPLICA);
        arm.order(revision, replicas, Profile.of(behaviours.apply(revision)), keeps, clock.nanos());
        for (Duration span : arm.changes()) {
            if (!span.isZero()) {
                clock.after(span, this::changed);
            }
        }
    }

    private void changed() {
        List.copyOf(watchers).forEach(Runnable::run);
    }

    private void requirePinned(Revision revision) throws PlugException {
        if (!pinned.contains(revision)) {
            throw new PlugException(PlugException.Kind.GONE, "revision " + revision + " is not kept, only " + pinned);
        }
    }
}
