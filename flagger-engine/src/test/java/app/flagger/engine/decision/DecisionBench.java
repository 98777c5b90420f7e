package app.flagger.engine.decision;

import app.flagger.api.Command;
import app.flagger.api.Revision;
import app.flagger.api.plug.Ability;
import app.flagger.api.plug.Measurement;
import app.flagger.api.plug.Replicas;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.RouterTraits;
import app.flagger.api.plug.Split;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.api.plug.WorkloadState;
import app.flagger.api.plug.WorkloadTraits;
import app.flagger.api.spec.Canary;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.OutboxEntry;
import app.flagger.api.status.RunStatus;
import app.flagger.api.strategy.Judge;
import app.flagger.api.strategy.Strategy;
import app.flagger.engine.analysis.Judges;
import app.flagger.engine.strategy.Strategies;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A world of plain values around the decision: what is ordered happens at once, unless a test says otherwise. One
 * {@link #tick()} is one interval later.
 */
final class DecisionBench {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    Canary canary;
    CanaryStatus status = CanaryStatus.initial();
    Instant now = START;
    RouterTraits router = RouterTraits.of(Ability.values());
    WorkloadTraits workload = WorkloadTraits.of(WorkloadAbility.values());
    Revision target = new Revision("1");
    Optional<Revision> running = Optional.of(target);
    Optional<Revision> primary = Optional.empty();
    String canaryMode = "ready";
    String primaryMode = "ready";
    boolean canaryUp = true;
    boolean held;
    Optional<Split> live = Optional.empty();
    Optional<String> writtenBy = Optional.empty();
    RouteState.Propagation data = RouteState.Propagation.PROGRAMMED;
    final Map<String, Boolean> hooks = new LinkedHashMap<>();
    /** Every decision, with the situation that it was taken in. */
    final List<Step> steps = new ArrayList<>();
    /** Sees each decision before it is carried out, and may change the world. */
    Consumer<Decision> watcher = decision -> {};

    final Map<String, Measurement> metrics = new LinkedHashMap<>();
    final List<Revision> pinned = new ArrayList<>();
    final List<Command> commands = new ArrayList<>();
    final List<String> rules = new ArrayList<>();
    final List<String> asked = new ArrayList<>();
    final List<Action> done = new ArrayList<>();
    final List<OutboxEntry> told = new ArrayList<>();
    final Map<String, Strategy> strategies = new LinkedHashMap<>(Strategies.stock());
    final Map<String, Judge> judges = new LinkedHashMap<>(Judges.stock());
    Optional<String> halted = Optional.empty();
    boolean giveBack;
    /** Actions that are refused; the tick ends there, as it would if the process died. */
    Predicate<Action> refused = action -> false;

    /** Actions of which a plug says that they did not work; the tick goes on. */
    Predicate<Action> denied = action -> false;

    boolean routesAreSlow;
    boolean promotionIsSlow;
    boolean scalingIsSlow;
    boolean routeInDoubt;
    boolean canaryInDoubt;
    boolean mayAsk = true;
    private int runs;
    private int sent;
    private int tickBegan;
    private Revision ranLast = target;

    /** A situation and what was decided in it. */
    record Step(Situation situation, Decision decision) {}

    DecisionBench(Canary canary) {
        this.canary = canary;
    }

    /** A value for a metric, as fresh as the tick that asks. */
    DecisionBench metric(String name, double value) {
        metrics.put(name, new Measurement.Value(value, Instant.MAX));
        return this;
    }

    DecisionBench push(String revision) {
        target = new Revision(revision);
        if (!held && canaryUp) {
            running = Optional.of(target);
        }
        return this;
    }

    /** A new command of ann's. */
    DecisionBench send(Command.Kind kind) {
        sent++;
        commands.add(new Command(kind, kind + "-" + sent, "ann", "because"));
        return this;
    }

    /** A tick one second later: something woke it, no interval has passed. */
    DecisionBench wake() {
        return tickAfter(Duration.ofSeconds(1));
    }

    /** Another spec from the next tick on. */
    DecisionBench edit(Canary edited) {
        canary = edited;
        return this;
    }

    /** One interval later, one tick. */
    DecisionBench tick() {
        return tickAfter(canary.spec().analysis().effectiveInterval());
    }

    DecisionBench ticks(int count) {
        for (int i = 0; i < count; i++) {
            tick();
        }
        return this;
    }

    DecisionBench tickAfter(Duration later) {
        now = now.plus(later);
        Map<String, Answer> answers = new LinkedHashMap<>();
        List<String> carriedOut = new ArrayList<>();
        var startPhase = status.phase();
        boolean advanced = false;
        List<String> failed = new ArrayList<>();
        runs++;
        tickBegan = steps.size();
        for (int round = 0; round < 40; round++) {
            Situation situation = Situation.builder()
                    .canary(canary)
                    .status(status)
                    .observation(observe())
                    .answers(answers)
                    .carriedOut(carriedOut)
                    .failed(failed)
                    .routeInDoubt(routeInDoubt)
                    .canaryInDoubt(canaryInDoubt)
                    .commands(commands)
                    .now(now)
                    .sinceHere(justHere())
                    .startPhase(startPhase)
                    .advanced(advanced)
                    .newRunId("run-" + runs)
                    .newCookie("cookie-" + runs)
                    .halted(halted)
                    .giveBack(giveBack)
                    .mayAsk(mayAsk)
                    .build();
            Decision decision = Decider.of(strategies, judges).decide(situation);
            rules.add(decision.rule());
            steps.add(new Step(situation, decision));
            watcher.accept(decision);
            if (decision.kind() == Decision.Kind.WAIT) {
                return this;
            }
            if (decision.kind() == Decision.Kind.ASK) {
                answer(decision, answers);
                continue;
            }
            if (decision.next().isPresent()) {
                List<OutboxEntry> outbox = decision.next().get().outbox();
                told.addAll(outbox);
                status = decision.next().get().toBuilder().outbox(List.of()).build();
                commands.removeIf(this::recorded);
            }
            advanced |= decision.advances();
            for (Action action : decision.actions()) {
                if (refused.test(action)) {
                    return this;
                }
                if (denied.test(action)) {
                    failed.add(action.operation());
                    break;
                }
                act(action);
                carriedOut.add(action.operation());
            }
        }
        throw new AssertionError("the tick does not end: " + rules);
    }

    private Optional<Duration> justHere() {
        return status.run().flatMap(RunStatus::here).filter(now::equals).map(at -> Duration.ZERO);
    }

    private boolean recorded(Command command) {
        return status.doneCommands().contains(command.id())
                || status.commands().stream().anyMatch(other -> other.id().equals(command.id()));
    }

    private void answer(Decision decision, Map<String, Answer> answers) {
        for (Question question : decision.questions()) {
            if (question.hook().isPresent()) {
                String name = question.hook().get().name();
                boolean yes = hooks.getOrDefault(name, true);
                asked.add(name + "@" + question.phase());
                answers.put(question.id(), new Answer.Hook(yes, yes ? "" : "status 403"));
                boolean stop = decision.order() == Question.Order.UNTIL_NO && !yes
                        || decision.order() == Question.Order.UNTIL_YES && yes;
                if (stop) {
                    return;
                }
            } else {
                String name = question.metric().orElseThrow().name();
                Measurement measured = metrics.getOrDefault(name, new Measurement.Missing(Measurement.Why.NO_DATA, ""));
                boolean fresh = measured instanceof Measurement.Value value
                        && value.at().equals(Instant.MAX);
                answers.put(
                        question.id(),
                        new Answer.Measured(
                                fresh ? new Measurement.Value(((Measurement.Value) measured).value(), now) : measured));
                asked.add(name);
            }
        }
    }

    private void act(Action action) {
        done.add(action);
        switch (action.kind()) {
            case PREPARE_PRIMARY -> primary = primary.or(action::revision);
            case PREPARE_ROUTE -> live = live.or(() -> Optional.of(Split.allToPrimary()));
            case PIN -> pinned.add(action.revision().orElseThrow());
            case HOLD -> {
                held = action.on();
                if (!held && canaryUp) {
                    running = Optional.of(target);
                }
            }
            case SCALE_CANARY -> {
                if (!scalingIsSlow) {
                    canaryUp = action.on();
                    running = action.on() ? Optional.of(held ? ranLast : target) : Optional.empty();
                }
            }
            case PROMOTE -> primary = promotionIsSlow ? primary : action.revision();
            case ROUTE -> {
                if (!routesAreSlow) {
                    live = action.split();
                    writtenBy = Optional.of(action.operation());
                }
            }
            case GIVE_BACK_TARGET -> {
                canaryUp = true;
                running = Optional.of(target);
            }
            case GIVE_BACK_ROUTE -> live = Optional.empty();
            case REMOVE_ANNOTATION -> removeAnnotation(action);
        }
    }

    private void removeAnnotation(Action action) {
        String name = action.operation().substring(action.operation().lastIndexOf('#') + 1);
        annotate(name, Optional.empty());
    }

    /** An annotation of the resource, set or taken away. */
    DecisionBench annotate(String name, Optional<String> value) {
        Map<String, String> annotations = new LinkedHashMap<>(canary.metadata().annotations());
        annotations.remove(name);
        value.ifPresent(text -> annotations.put(name, text));
        canary = canary.toBuilder()
                .metadata(canary.metadata().toBuilder().annotations(annotations).build())
                .build();
        return this;
    }

    Observation observe() {
        ranLast = running.orElse(ranLast);
        WorkloadState state = new WorkloadState(
                target,
                canaryUp ? running : Optional.empty(),
                primary,
                canaryUp ? replicas(canaryMode, false) : Replicas.none(),
                primary.isPresent() ? replicas(primaryMode, true) : Replicas.none(),
                held);
        EnumSet<Ability> abilities = EnumSet.noneOf(Ability.class);
        abilities.addAll(router.abilities());
        Optional<RouteState> route = live.filter(split -> abilities.contains(Ability.WEIGHTS))
                .map(split -> new RouteState(split, data, Optional.of("v"), writtenBy));
        return new Observation(state, route, router, workload);
    }

    private static Replicas replicas(String mode, boolean primary) {
        return switch (mode) {
            case "ready" -> Replicas.allReady(2);
            case "starting" -> Replicas.of(2, 0);
            case "degraded" -> Replicas.of(2, 1);
            case "stuck" -> Replicas.of(2, primary ? 1 : 0).stuck("progress deadline exceeded");
            default -> throw new IllegalArgumentException(mode);
        };
    }

    /** Phase, weight and whether the canary is up, in short: {@code Progressing 20 up}. */
    String state() {
        String weight = live.map(split -> " " + split.canaryPercent() + (split.mirrorPercent() > 0 ? "m" : ""))
                .orElse("");
        return status.phase().wireName() + weight + (canaryUp ? " up" : "");
    }

    /** The states after each of so many ticks. */
    List<String> path(int ticks) {
        List<String> path = new ArrayList<>();
        for (int i = 0; i < ticks; i++) {
            tick();
            path.add(state());
        }
        return path;
    }

    /** Ticks until initialised. */
    DecisionBench initialised() {
        for (int i = 0; i < 5 && !status.phase().settled(); i++) {
            tick();
        }
        return this;
    }

    /** A run of this revision that has just begun: {@code Progressing 0 up}. */
    DecisionBench started(String revision) {
        initialised().push(revision).tick();
        if (!status.phase().analysing()) {
            throw new AssertionError("no run has begun: " + rules);
        }
        return this;
    }

    /** Ticks until the state is this. */
    DecisionBench until(String state) {
        for (int i = 0; i < 60 && !state().equals(state); i++) {
            tick();
        }
        if (!state().equals(state)) {
            throw new AssertionError("not " + state + " but " + state() + ": " + rules);
        }
        return this;
    }

    /** The rules of the last tick. */
    List<String> lastRules() {
        return steps.subList(tickBegan, steps.size()).stream()
                .map(step -> step.decision().rule())
                .toList();
    }

    /** The kinds of the actions that were carried out in the last tick. */
    List<Action.Kind> lastActions() {
        return steps.subList(tickBegan, steps.size()).stream()
                .flatMap(step -> step.decision().actions().stream())
                .map(Action::kind)
                .toList();
    }

    /** The sentences of the events, in order. */
    List<String> sentences() {
        return told.stream()
                .filter(entry -> entry.kind() == OutboxEntry.Kind.EVENT)
                .map(entry -> Sentences.event(canary, entry))
                .toList();
    }

    /** Forgets what was asked, told, done and ruled so far. */
    DecisionBench forget() {
        rules.clear();
        asked.clear();
        told.clear();
        done.clear();
        return this;
    }

    List<String> codes(OutboxEntry.Kind kind) {
        return told.stream()
                .filter(entry -> entry.kind() == kind)
                .map(OutboxEntry::code)
                .toList();
    }

    List<String> alerts() {
        return told.stream()
                .filter(entry -> entry.kind() == OutboxEntry.Kind.ALERT)
                .map(entry -> entry.severity() + " " + entry.code())
                .toList();
    }
}
