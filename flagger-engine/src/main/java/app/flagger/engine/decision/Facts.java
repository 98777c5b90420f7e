package app.flagger.engine.decision;

import app.flagger.api.CanaryKey;
import app.flagger.api.Command;
import app.flagger.api.Revision;
import app.flagger.api.Settings;
import app.flagger.api.plug.Ability;
import app.flagger.api.plug.Replicas;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.api.plug.WorkloadState;
import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.CanarySpec;
import app.flagger.api.spec.NamedPlug;
import app.flagger.api.spec.ObjectRef;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.Phase;
import app.flagger.api.status.PrimaryStatus;
import app.flagger.api.status.RunStatus;
import app.flagger.api.strategy.Judge;
import app.flagger.api.strategy.Plan;
import app.flagger.api.strategy.Strategy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A situation, and what can be read off it without deciding anything. */
final class Facts {
    private final Situation situation;
    private final Map<String, Strategy> strategies;
    private final Map<String, Judge> judges;
    private final CanaryStatus status;
    private final boolean shifts;
    private final Timing timing = new Timing(this);
    private final Routing routing = new Routing(this);
    private final boolean canaryReady;
    private final Optional<RunStatus> run;
    private final Optional<PrimaryStatus> primary;
    private @Nullable String ours;
    private @Nullable Plan plan;
    private @Nullable Optional<Decision> step;
    private boolean clockWasRead;

    Facts(Situation situation, Map<String, Strategy> strategies, Map<String, Judge> judges) {
        this.situation = situation;
        this.strategies = strategies;
        this.judges = judges;
        this.shifts = situation.observation().router().shiftsTraffic();
        this.canaryReady =
                canaryReplicas().ready(analysis().canaryReadyThreshold().orElse(100));
        this.status = Notes.bringUpToDate(this, situation.status());
        this.run = status.run();
        this.primary = status.primary();
    }

    private NamedPlug namedStrategy() {
        return spec().strategy(shifts);
    }

    /** What the check that is due in this tick leads to; computed once. */
    Optional<Decision> step() {
        Optional<Decision> known = step;
        if (known == null) {
            known = Stepping.step(this);
            step = known;
        }
        return known;
    }

    Situation situation() {
        return situation;
    }

    Canary canary() {
        return situation.canary();
    }

    CanarySpec spec() {
        return canary().spec();
    }

    Analysis analysis() {
        return spec().analysis();
    }

    /** What was saved, with the notes on readiness brought up to date. */
    CanaryStatus status() {
        return status;
    }

    /** Whether the notes differ from what was saved. */
    boolean noted() {
        return !status.equals(situation.status());
    }

    Phase phase() {
        return situation.status().phase();
    }

    /** Whether this tick began in the phase that the canary is in: only then it may move to another one. */
    boolean beganHere() {
        return phase() == situation.startPhase();
    }

    /** What is due, and when. */
    Timing timing() {
        return timing;
    }

    /** How requests shall be shared out, and whether they are. */
    Routing routing() {
        return routing;
    }

    /** How long ago the last check was by the clock that never jumps, where that is known. */
    Optional<Duration> sinceCheck() {
        clockWasRead = true;
        return situation.sinceCheck();
    }

    /** The same of the moment from which the split counts. */
    Optional<Duration> sinceHere() {
        clockWasRead = true;
        return situation.sinceHere();
    }

    /** The one time of the tick; nothing else of a decision reads it, so that a decision knows whether it depends on it. */
    Instant now() {
        clockWasRead = true;
        return situation.now();
    }

    /** Whether anything so far may be different at another time. */
    boolean clockWasRead() {
        return clockWasRead;
    }

    Strategy strategy() {
        String name = namedStrategy().type();
        Strategy known = strategies.get(name);
        return known == null ? new UnknownStrategy(name) : known;
    }

    /** What the strategy planned; a plan that fails exposes nothing. Made once. */
    Plan plan() {
        Plan known = plan;
        if (known == null) {
            known = makePlan();
            plan = known;
        }
        return known;
    }

    private Plan makePlan() {
        Settings with = namedStrategy().with();
        try {
            return rounded(strategy().plan(canary(), with));
        } catch (RuntimeException broken) {
            return new UnknownStrategy(Thrown.told(broken)).plan(canary(), with);
        }
    }

    /** The limit is rounded down to what the router can do. */
    private Plan rounded(Plan plan) {
        int limit = routing.roundedDown(plan.limitPercent());
        if (limit == plan.limitPercent()) {
            return plan;
        }
        return new Plan(limit, plan.needs(), plan.promotion(), plan.mostChecks());
    }

    Optional<Judge> judge(String name) {
        return Optional.ofNullable(judges.get(name));
    }

    /** Strategy and version, as it stands in the status of a run. */
    String strategyId() {
        String type = namedStrategy().type();
        try {
            return type + "@" + strategy().version();
        } catch (RuntimeException broken) {
            return type + "@unknown";
        }
    }

    /** What a run is bound to besides its revision and strategy. */
    String basis() {
        ObjectRef target = spec().targetRef();
        return target.kind() + "/" + target.name() + " " + spec().provider().orElse("");
    }

    Optional<RunStatus> run() {
        return run;
    }

    RunStatus currentRun() {
        return run.orElseThrow(() -> new IllegalStateException(phase() + " without a run"));
    }

    Optional<PrimaryStatus> primary() {
        return primary;
    }

    WorkloadState workload() {
        return situation.observation().workload();
    }

    Revision target() {
        return workload().target();
    }

    Replicas canaryReplicas() {
        return workload().canaryReplicas();
    }

    Replicas primaryReplicas() {
        return workload().primaryReplicas();
    }

    boolean canaryReady() {
        return canaryReady;
    }

    /** Whether the primary is ready with what it shall run. */
    boolean primaryReady() {
        return primaryReplicas().ready(analysis().primaryReadyThreshold().orElse(100)) && primaryRunsWhatItShall();
    }

    boolean primaryRunsWhatItShall() {
        return primary().isPresent()
                && workload().primary().equals(Optional.of(primary().get().wanted()));
    }

    /** Whether the primary was ordered to run something that it was never ready with. */
    boolean primaryIsBad() {
        return primary().isPresent()
                && primary().get().lastGood().isPresent()
                && !primary().get().lastGood().get().equals(primary().get().wanted());
    }

    boolean shifts() {
        return shifts;
    }

    boolean routerCan(Ability ability) {
        return situation.observation().router().abilities().contains(ability);
    }

    /** Whether a promotion takes the primary away from the traffic that goes there, so that the canary must have it all before. */
    boolean promotionNeedsTheCanary() {
        return shifts() && !workloadCan(WorkloadAbility.UPDATE_KEEPS_A_REPLICA);
    }

    boolean workloadCan(WorkloadAbility ability) {
        return situation.observation().workloadTraits().can(ability);
    }

    Optional<RouteState> route() {
        return situation.observation().route();
    }

    /** How the stamps of this canary's writes begin. */
    String ours() {
        String known = ours;
        if (known == null) {
            CanaryKey key = canary().key();
            known = key.namespace() + "/" + key.name() + "/";
            ours = known;
        }
        return known;
    }

    /** Whether the canary is scaled above zero. */
    boolean canaryIsUp() {
        return canaryReplicas().wanted() > 0;
    }

    boolean hasCommand(Command.Kind kind) {
        return command(kind).isPresent();
    }

    Optional<Command> command(Command.Kind kind) {
        if (status.commands().isEmpty()) {
            return Optional.empty();
        }
        for (Command command : status.commands()) {
            if (command.kind() == kind) {
                return Optional.of(command);
            }
        }
        return Optional.empty();
    }

    /** Whether the run, or the run to come, goes without analysis. */
    boolean skips(Revision revision) {
        String byAnnotation = status.takenAnnotations().getOrDefault(Annotations.SKIP, "");
        return spec().skipAnalysis()
                || byAnnotation.equals(revision.id())
                || run().filter(run ->
                                run.revision().equals(revision) && run.endedAt().isEmpty())
                        .map(RunStatus::skip)
                        .orElse(false);
    }

    /** Whether somebody asked for a new run, whatever the revision. */
    boolean restarting() {
        return hasCommand(Command.Kind.RESTART);
    }

    /** Whether weights may not rise and nothing may be promoted. */
    boolean paused() {
        return status.paused().isPresent() || situation.halted().isPresent();
    }

    /** Revisions that promote and restore may need. */
    List<Revision> needed() {
        List<Revision> needed = new ArrayList<>();
        run().ifPresent(run -> needed.add(run.revision()));
        primary().ifPresent(primary -> {
            needed.add(primary.wanted());
            primary.lastGood().ifPresent(needed::add);
        });
        return needed.stream().distinct().toList();
    }

    /** Whether an action of this kind was carried out in this tick for the intent that is saved. */
    boolean carriedOut(Action action) {
        return situation.carriedOut().contains(action.operation());
    }

    /** Whether an action did not work in this tick for the intent that is saved. */
    boolean failed(Action action) {
        return situation.failed().contains(action.operation());
    }

    /** Whether something that was ordered did not work in this tick. */
    boolean orderFailed() {
        return !situation.failed().isEmpty();
    }

    /** Names an intent that the saved status orders: the same until the next intent is recorded, of a split until the next split. */
    String operation(String kind) {
        CanaryStatus saved = situation.status();
        long step = kind.equals(Actions.ROUTES) ? saved.splitStep() : saved.step();
        return ours() + saved.run().map(RunStatus::id).orElse("init") + "/" + kind + "/" + step;
    }
}
