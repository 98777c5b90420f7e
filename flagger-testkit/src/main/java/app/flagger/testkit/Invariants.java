package app.flagger.testkit;

import app.flagger.api.Command;
import app.flagger.api.Revision;
import app.flagger.api.plug.Ability;
import app.flagger.api.plug.Measurement;
import app.flagger.api.plug.MetricProvider;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.Split;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.api.plug.WorkloadState;
import app.flagger.api.spec.Canary;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.OutboxEntry;
import app.flagger.api.status.Phase;
import app.flagger.api.status.PrimaryStatus;
import app.flagger.api.status.RunStatus;
import app.flagger.api.strategy.Judgement.Verdict;
import app.flagger.engine.Event;
import app.flagger.engine.Snapshot;
import app.flagger.engine.codec.SkimmedStatus;
import app.flagger.engine.decision.Decision;
import app.flagger.testkit.world.Role;
import app.flagger.testkit.world.SimulatedMesh;
import app.flagger.testkit.world.SimulatedWorkload;
import app.flagger.testkit.world.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The promises of the engine that can be seen from outside (DESIGN section 4), checked at each write and after each step. */
final class Invariants {
    private static final int MOST_BYTES = 64 * 1024;
    private static final String OVERWRITTEN = "route-not-written";

    private final SimulatedMesh mesh;
    private final SimulatedWorkload workload;
    private final List<String> broken = new ArrayList<>();
    private final JudgedSplits splits;
    private final MetricAnswers answers;
    private final Set<Revision> begun = new LinkedHashSet<>();
    private final List<Revision> promoted = new ArrayList<>();
    private Canary canary;
    private Phase phase = Phase.NONE;
    private Optional<String> raising = Optional.empty();
    private int raised;
    private int lastWeight;
    private String waited = "";
    private boolean over;
    private long looks;
    private long looksWhenOver;
    private Optional<WorkloadState> told = Optional.empty();
    private int toldWeight;
    private Optional<String> lastSaved = Optional.empty();

    Invariants(Canary canary, SimulatedMesh mesh, SimulatedWorkload workload, VirtualClock clock) {
        this.canary = canary;
        splits = new JudgedSplits(canary.key(), mesh, clock);
        this.mesh = mesh;
        this.workload = workload;
        answers = new MetricAnswers(canary, workload);
    }

    /** The canary was edited. */
    void canary(Canary edited) {
        canary = edited;
        answers.canary(edited);
    }

    /** Another engine took over. */
    void engineStarted() {
        splits.engineStarted();
    }

    /** What the engine was told of the workload: it cannot act on more than that. */
    void told(WorkloadState state) {
        told = Optional.of(state);
    }

    /** The same of the route. */
    void told(RouteState state) {
        splits.told(state);
        toldWeight = state.live().canaryPercent();
        looks++;
    }

    /** The promises that were broken so far. */
    List<String> broken() {
        return List.copyOf(broken);
    }

    /** A change of the world. */
    interface Effect {
        void happen() throws Exception;
    }

    /** Lets something happen that breaks promises if these checks say so; what the plug refuses breaks none. */
    void unlessRefused(Runnable checks, Effect effect) throws Exception {
        int before = broken.size();
        checks.run();
        try {
            effect.happen();
        } catch (Exception refused) {
            broken.subList(before, broken.size()).clear();
            throw refused;
        }
    }

    /** Promise 3, at a write: nobody is sent to a version without a replica while the other one has some. */
    void beforeWrite(Split want) {
        splits.writes();
        int before = weight();
        require(
                want.canaryPercent() <= before || !knownEmpty(Role.CANARY) || !knownToServe(Role.PRIMARY),
                () -> "3: raises the canary to " + want.canaryPercent() + " %, which has no available replica");
        require(
                want.canaryPercent() >= before || !knownEmpty(Role.PRIMARY) || !knownToServe(Role.CANARY),
                () -> "3: moves traffic to the primary, which has no available replica");
    }

    /** Promises 4 and 6: traffic moves before anything is scaled down. */
    void beforeScaleDown() {
        int inForce = mesh.inForce(canary.key()).map(Split::canaryPercent).orElse(0);
        int routed = misled() ? toldWeight : Math.max(weight(), inForce);
        require(
                !shifts() || routed == 0 || workload.running(Role.CANARY).isEmpty(),
                () -> "4, 6: scales the canary down while " + routed + " % of the traffic goes there");
    }

    /** Whether the engine was told of another weight, and cannot know better: the order was on its way, or routes bear no stamp. */
    private boolean misled() {
        boolean somebodyElse = mesh.writtenBy(canary.key())
                .filter(writer -> !writer.startsWith(canary.key() + "/"))
                .isPresent();
        boolean stamps = mesh.kind().traits().abilities().contains(Ability.STAMP);
        return toldWeight != weight() && (somebodyElse || !stamps);
    }

    /** Promises 5 and 6: what is promoted was analysed, and its update takes no traffic down. */
    void beforePromote(Revision revision) {
        promoted.add(revision);
        boolean takesDown = !workload.traits().can(WorkloadAbility.UPDATE_KEEPS_A_REPLICA)
                && !workload.running(Role.PRIMARY).equals(Optional.of(revision));
        require(
                !takesDown || !shifts() || weight() == 100 || !any(Role.CANARY) || !any(Role.PRIMARY),
                () -> "6: updates the primary, which takes its replicas away, while traffic goes there");
    }

    /** Notes what metrics are asked. */
    MetricProvider over(MetricProvider metrics) {
        return answers.over(metrics);
    }

    /** What the engine was told by a metric. */
    void told(String operation, Measurement measurement, Instant now) {
        answers.told(operation, measurement, now);
    }

    /** Promises 2, 8 and 14, at a save. A revision that a person promotes is not the engine's to analyse. */
    void saved(String json, SkimmedStatus status) {
        require(json.length() < MOST_BYTES, () -> "14: a status of " + json.length() + " bytes was saved");
        Optional<String> lastCheckAt = status.lastCheck().map(SkimmedStatus.LastCheck::at);
        if (!lastCheckAt.equals(lastSaved)) {
            lastCheckAt.map(Instant::parse).ifPresent(check -> {
                Duration interval = canary.spec().analysis().effectiveInterval();
                Optional<Duration> early = shifts() ? splits.tooEarly(check, interval) : Optional.empty();
                early.ifPresent(here -> require(
                        false,
                        () -> "2: judges a split after " + here + ", which is less than the interval of " + interval));
                answers.checked(status).forEach(flaw -> require(false, () -> "8: a check passed although " + flaw));
            });
            lastSaved = lastCheckAt;
        }
        if (status.outbox().stream().anyMatch(message -> message.code().equals("promote-commanded"))) {
            status.run().map(run -> new Revision(run.revision())).ifPresent(answers::excuse);
        }
    }

    /** Checks what must hold now that a tick has ended. */
    void afterStep(Snapshot snapshot) {
        String before = waited;
        waited = snapshot.lastDecision()
                .filter(last -> last.kind() == Decision.Kind.WAIT)
                .map(Decision::rule)
                .orElse("");
        // What somebody else wrote after this tick's own write is put right by the next one.
        boolean overwritten = waited.equals(OVERWRITTEN) && !before.equals(OVERWRITTEN);
        boolean done =
                !waited.isEmpty() && !overwritten && snapshot.lastFailure().isEmpty();
        afterStep(snapshot.status(), done);
    }

    /**
     * The same of a status.
     *
     * @param done whether all that it orders could be done
     */
    void afterStep(CanaryStatus status, boolean done) {
        status.run().map(RunStatus::revision).ifPresent(begun::add);
        raisedAfterAPass(status);
        promotedOnlyWhatWasAnalysed(status);
        if (done && shifts()) {
            withinLimit(status);
            nobodyIsSentAway(status);
            failedAfterTrafficMoved(status);
            failedPromotionServes(status);
        }
        phase = status.phase();
    }

    /** Promise 7: what was pushed last was taken up, also after a failed promotion, unless somebody aborted it at the gate. */
    void afterRun(CanaryStatus status) {
        Revision target = workload.target();
        Optional<Revision> good = status.primary().flatMap(PrimaryStatus::lastGood);
        require(
                begun.contains(target)
                        || good.equals(Optional.of(target))
                        || status.failedRevisions().contains(target),
                () -> "7: " + target + " was pushed, and no run of it ever began");
    }

    /** Promise 9: what was to be told was told, or its attempts were used up. */
    void afterRun(List<SkimmedStatus.Message> due, List<CallRecord> calls, List<Event> events) {
        Set<String> tried = new LinkedHashSet<>();
        calls.forEach(call -> tried.add(call.operation()));
        events.forEach(event -> tried.add(event.code() + event.at()));
        for (SkimmedStatus.Message message : due) {
            boolean isEvent = message.kind().equals(OutboxEntry.Kind.EVENT.name());
            require(
                    tried.contains(isEvent ? message.code() + message.at() : message.id()),
                    () -> "9: nobody was told of " + message.code() + " by " + message.kind() + " " + message.id());
        }
    }

    /** Promise 2: between two increases a check has passed at the lower weight. */
    private void raisedAfterAPass(CanaryStatus status) {
        Optional<String> run = status.run().map(RunStatus::id);
        boolean free = !beforePromotion(status)
                || !run.equals(raising)
                || status.commands().stream().anyMatch(command -> command.kind() == Command.Kind.PROMOTE)
                || status.run().map(RunStatus::skip).orElse(false);
        int now = status.canaryWeight();
        if (!free && now > raised && raised > 0) {
            // Where somebody lowered the limit meanwhile, less was judged.
            int lower = lastWeight > 0 ? lastWeight : raised;
            int highest = raised;
            require(
                    status.canaryAnalysis().stream()
                            .filter(check -> check.verdict() == Verdict.PASS)
                            .anyMatch(check -> check.canaryWeight() == lower || check.canaryWeight() == highest),
                    () -> "2: raises the canary from " + lower + " % to " + now
                            + " % without a check that passed there");
        }
        lastWeight = now;
        raised = run.equals(raising) ? Math.max(raised, now) : now;
        raising = run;
    }

    private void withinLimit(CanaryStatus status) {
        boolean canaryStrategy = canary.spec().strategy(shifts()).type().equals("canary");
        int limit = canaryStrategy ? canary.spec().analysis().effectiveMaxWeight() : 100;
        // A tick may be told of twice: before and after its messages are out.
        boolean wasOver = over && looks > looksWhenOver;
        over = beforePromotion(status)
                && !canary.spec().suspend()
                && status.displaced().isEmpty()
                && (any(Role.PRIMARY) || any(Role.CANARY))
                && Math.min(weight(), toldWeight) > limit;
        looksWhenOver = looks;
        // What a tick sees only when it looks at what it has done is put right by the next one.
        require(!over || !wasOver, () -> "1: the canary has " + weight() + " % while the limit is " + limit + " %");
    }

    /** A run without analysis promotes while it is Progressing. */
    private static boolean beforePromotion(CanaryStatus status) {
        Optional<String> run = status.run().map(RunStatus::id);
        Optional<String> promoting = status.primary().flatMap(PrimaryStatus::run);
        return status.phase().analysing() && !run.equals(promoting);
    }

    private void nobodyIsSentAway(CanaryStatus status) {
        Optional<Split> split = mesh.written(canary.key());
        boolean unseen = toldWeight != weight();
        if (split.isEmpty() || unseen || status.phase() == Phase.TERMINATING || status.phase() == Phase.TERMINATED) {
            return;
        }
        boolean toCanary = split.get().canaryPercent() > 0;
        boolean toPrimary = split.get().canaryPercent() < 100 || split.get().matchedOnly();
        require(
                !toCanary || !knownEmpty(Role.CANARY) || !knownToServe(Role.PRIMARY),
                () -> "3: " + weight() + " % go to the canary, which has no available replica");
        require(
                !toPrimary || !canaryInUse(status) || !knownEmpty(Role.PRIMARY) || !knownToServe(Role.CANARY),
                () -> "3: " + (100 - weight()) + " % go to the primary, which has no available replica");
    }

    /** A target that only idles, where it cannot be scaled to zero, is no refuge. */
    private static boolean canaryInUse(CanaryStatus status) {
        return status.phase().running() || status.canaryWeight() > 0;
    }

    private void failedAfterTrafficMoved(CanaryStatus status) {
        boolean justFailed = status.phase() == Phase.FAILED && phase != Phase.FAILED;
        require(
                !justFailed || status.displaced().isPresent() || weight() == status.canaryWeight(),
                () -> "4: Failed is said with " + weight() + " % at the canary and " + status.canaryWeight()
                        + " % in the status");
    }

    /** Promise 7: a primary that did not get ready is not sent requests while the canary copy is there. */
    private void failedPromotionServes(CanaryStatus status) {
        boolean bad = status.primary()
                .filter(primary -> primary.lastGood().isPresent())
                .filter(primary -> !primary.lastGood().equals(Optional.of(primary.wanted())))
                .isPresent();
        Optional<Split> split = mesh.written(canary.key());
        boolean elsewhere = split.isPresent() && (weight() < 100 || split.get().matchedOnly());
        require(
                status.phase() != Phase.FAILED
                        || !bad
                        || !elsewhere
                        || toldWeight != weight()
                        || status.restoring().isPresent()
                        || status.displaced().isPresent()
                        || !knownToServe(Role.CANARY),
                () -> "7: after a failed promotion " + split.orElseThrow() + " sends requests to the primary");
    }

    private void promotedOnlyWhatWasAnalysed(CanaryStatus status) {
        boolean skip = canary.spec().skipAnalysis()
                || status.run().map(RunStatus::skip).orElse(false)
                || canary.spec().analysis().metrics().isEmpty();
        Optional<Revision> good = status.primary().flatMap(PrimaryStatus::lastGood);
        for (Revision revision : promoted) {
            require(
                    skip || answers.analysed(revision) || good.equals(Optional.of(revision)),
                    () -> "5: promoted " + revision + ", which no check has seen");
        }
        promoted.clear();
    }

    private int weight() {
        return mesh.written(canary.key()).map(Split::canaryPercent).orElse(0);
    }

    private boolean any(Role role) {
        return workload.replicas(role).any();
    }

    /** Whether the engine was told that the version has no replica, and that is so. */
    private boolean knownEmpty(Role role) {
        boolean toldEmpty = told.filter(state -> role == Role.CANARY
                        ? !state.canaryReplicas().any()
                        : !state.primaryReplicas().any())
                .isPresent();
        return toldEmpty && !any(role);
    }

    /** The same of the opposite. */
    private boolean knownToServe(Role role) {
        boolean toldServes = told.filter(state -> role == Role.CANARY
                        ? state.canaryReplicas().any()
                        : state.primaryReplicas().any())
                .isPresent();
        return toldServes && any(role);
    }

    private boolean shifts() {
        return mesh.kind().traits().shiftsTraffic();
    }

    private void require(boolean holds, Supplier<String> promise) {
        if (!holds) {
            broken.add(promise.get());
        }
    }
}
