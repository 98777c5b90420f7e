package app.flagger.testkit;

import app.flagger.api.plug.Measurement;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.WorkloadState;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.Phase;
import app.flagger.engine.RunResult;
import app.flagger.engine.Snapshot;
import app.flagger.engine.codec.SkimmedStatus;
import app.flagger.testkit.world.Request;
import app.flagger.testkit.world.Role;
import app.flagger.testkit.world.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plays one run of a simulation, and judges each step of the engine. */
final class Play extends PlayedWorld {
    static final Duration LONGEST = Duration.ofDays(7);
    private static final int CLIENTS = 1_000;

    private final Judged judged;
    private Snapshot seen;
    private Optional<RunResult> ending = Optional.empty();
    private int changesToCome;
    private long began;
    /** Both clocks at the last step: a tick reads the wall clock at its beginning, and it may be set forward after that. */
    private Instant stepAt = VirtualClock.START;

    private long stepNanos;

    Play(Setup setup) {
        super(setup);
        judged = new Judged(
                clock,
                mesh(),
                canary().key(),
                new Judged.Lists(
                        () -> metrics().asked().size(),
                        narrator()::checked,
                        () -> hooks().calls().size()));
        seen = driver.rollout().snapshot();
    }

    /** @throws AssertionError with timeline and seed if the engine breaks a promise, or if what the test gave throws one */
    Run play() {
        mesh().requests(canary().key(), Request.plain(), setup.requestsPerSecond, CLIENTS);
        mesh().testRequests(canary().key(), setup.testRequestsPerSecond);
        setup.traffic.forEach(
                some -> mesh().requests(canary().key(), some.request(), some.perSecond(), some.clients()));
        try {
            untilInitialised();
            untilDone();
        } catch (RuntimeException e) {
            throw Breach.of(e, this);
        } catch (AssertionError e) {
            throw Breach.of(e, this);
        }
        return new Run(this, judged);
    }

    private void untilInitialised() {
        long limit = clock.nanos() + LONGEST.toNanos();
        while (seen.phase() != Phase.INITIALIZED && clock.nanos() < limit && clock.runNext()) {
            observe();
        }
    }

    private void untilDone() {
        began = clock.nanos();
        judged.begin(workload().target());
        plan();
        long limit = clock.nanos() + LONGEST.toNanos();
        look();
        while (!done() && clock.nanos() < limit && clock.runNext()) {
            observe();
            look();
        }
        if (done()) {
            invariants.afterRun(toBeTold(), faults().calls(), events());
            if (!driver.givingBack()) {
                invariants.afterRun(seen.status());
            }
            failIfBroken();
        }
    }

    /** What is gone in the middle of a deletion is told of by nobody, and stands in the store for whoever finds it there. */
    private List<SkimmedStatus.Message> toBeTold() {
        List<SkimmedStatus.Message> due = new ArrayList<>(store.due());
        if (driver.givingBack()) {
            due.removeAll(store.standing());
        }
        return due;
    }

    /** The target changed: from now on its new revision is the one that is judged. */
    @Override
    void pushed() {
        if (judged.isOther(workload().target())) {
            judged.begin(workload().target());
        }
    }

    private void look() {
        // A new engine knows nothing before its first tick.
        boolean known = seen.lastTickAt().isPresent();
        boolean another = known && !driver.givingBack() && !seen.phase().settled();
        judged.look(() -> workload().running(Role.CANARY), over(), another);
        if (!judged.hasEnded()) {
            ending = Optional.empty();
        } else if (ending.isEmpty()) {
            ending = resultSoFar();
        }
    }

    private void plan() {
        setup.changes.stream().filter(Setup.Change::beforePush).forEach(this::schedule);
        if (setup.push) {
            schedule(new Setup.Change(Duration.ZERO, world -> world.push(Setup.PUSHED)));
        }
        setup.changes.stream().filter(change -> !change.beforePush()).forEach(this::schedule);
    }

    private void schedule(Setup.Change change) {
        changesToCome++;
        clock.after(change.when(), () -> {
            changesToCome--;
            change.what().accept(this);
        });
    }

    /** Looks at what the last task did. */
    private void observe() {
        narrator().dataPlane();
        judgeStep();
        failIfBroken();
    }

    /** Judges what the last tick came to, unless that was done before: by what it knew, so before the next one looks. */
    private void judgeStep() {
        Snapshot now = driver.rollout().snapshot();
        if (now == seen) {
            return;
        }
        seen = now;
        stepAt = clock.now();
        stepNanos = clock.nanos();
        if (now.lastTickAt().isEmpty()) {
            return;
        }
        judged.weight(now);
        narrator().step(now);
        invariants.afterStep(now);
    }

    private void failIfBroken() {
        if (!invariants.broken().isEmpty()) {
            throw new AssertionError("promises were broken");
        }
    }

    /** The Java that plays this again. */
    String replay() {
        return Replay.of(setup.seed, faults().struck());
    }

    /** Whether the run of the revision that the target has is over, with all that is to be told of it. */
    boolean ended() {
        return judged.hasEnded();
    }

    /** Whether nothing more is to come. An engine that died after the end has nothing more to do. */
    private boolean done() {
        return changesToCome == 0 && !awaitsEngine() && judged.hasEnded() && (over() || !driver.alive());
    }

    private boolean over() {
        CanaryStatus status = seen.status();
        if (driver.givingBack()) {
            return driver.givenBack();
        }
        String target = workload().target().id();
        boolean done = status.lastAppliedSpec().equals(Optional.of(target))
                || status.lastPromotedSpec().equals(Optional.of(target))
                || status.failedRevisions().contains(workload().target());
        return driver.alive()
                && done
                && seen.phase().settled()
                && status.ending().isEmpty()
                && status.restoring().isEmpty()
                && status.commands().isEmpty()
                && status.outbox().isEmpty();
    }

    /** How it ended, also if the engine that ended it is gone. */
    Optional<RunResult> result() {
        return ending.or(this::resultSoFar);
    }

    private Optional<RunResult> resultSoFar() {
        return driver.result(workload().target());
    }

    @Override
    public void told(RouteState state) {
        judgeStep();
        invariants.told(state);
    }

    @Override
    public void told(WorkloadState state) {
        judgeStep();
        invariants.told(state);
    }

    @Override
    public void told(String operation, Measurement measurement) {
        Instant undisturbed = stepAt.plusNanos(clock.nanos() - stepNanos);
        invariants.told(operation, measurement, undisturbed.isBefore(clock.now()) ? undisturbed : clock.now());
    }

    Judged judged() {
        return judged;
    }

    Snapshot snapshot() {
        return seen;
    }

    /** What happened so far. */
    Timeline timeline(String outcome) {
        return narrator().timeline(canary().key() + ", seed " + setup.seed + ": " + outcome, began);
    }

    /** What stands in the way of the engine: that it is dead, and which plugs cannot be reached. */
    List<String> obstacles() {
        List<String> obstacles = new ArrayList<>();
        if (!driver.alive()) {
            obstacles.add("the engine is dead: it was killed, and none was started after it");
        }
        faults().unreachable().forEach(plug -> obstacles.add("no call of " + plug + " gets through: it is cut off"));
        return List.copyOf(obstacles);
    }

    /** When the last revision was pushed, as the timeline counts. */
    Duration pushedAfter() {
        return Duration.ofNanos(judged.pushedAt() - began);
    }

    /** The time of the clock now, as the timeline counts. */
    Duration at() {
        return Duration.ofNanos(clock.nanos() - began);
    }
}
