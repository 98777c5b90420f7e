package app.flagger.testkit;

import app.flagger.api.Reason;
import app.flagger.api.Revision;
import app.flagger.api.plug.Alert;
import app.flagger.api.plug.HookRequest;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.Metric;
import app.flagger.api.status.Check;
import app.flagger.engine.Event;
import app.flagger.engine.RunResult;
import app.flagger.engine.Snapshot;
import app.flagger.engine.TickRecord;
import app.flagger.testkit.world.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * What came of one {@link Simulation}. It is judged by the revision that was pushed last, and its run: {@link #result()}, {@link
 * #took()}, {@link #detectedAfter()}, {@link #exposure()}, {@link #highestWeight()} and {@link #canarySawRequests()} count from
 * its push to the end of its run, whatever happened before or after. If nothing was pushed, they count from the time when the
 * canary was initialised. The timeline, {@link #requestsByVersion()} and all lists tell the whole simulation. Immutable.
 */
public final class Run {
    private final long seed;
    private final Canary canary;
    private final boolean ended;
    private final boolean expectsRequests;
    private final boolean sawRequest;
    private final Snapshot snapshot;
    private final Optional<RunResult> result;
    private final Timeline timeline;
    private final Duration took;
    private final Optional<Duration> detectedAfter;
    private final List<Event> events;
    private final boolean recorded;
    private final List<TickRecord> decisions;
    private final List<Check> checks;
    private final List<Alert> alerts;
    private final List<HookRequest> hooks;
    private final Set<String> saidHooks;
    private final Set<String> idle;
    private final List<String> measured;
    private final List<CallRecord> calls;
    private final List<String> faults;
    private final List<ArmedFault.Unstruck> unstruck;
    private final String replay;
    private final SortedMap<String, Long> requestsByVersion;
    private final Share exposure;
    private final int highestWeight;
    private final List<String> obstacles;
    private final int checksBefore;
    private final int hooksBefore;
    private final List<String> measuredOfJudged;

    Run(Play play, Judged judged) {
        seed = play.setup().seed;
        canary = play.canary();
        ended = play.ended();
        sawRequest = judged.sawRequest();
        expectsRequests = play.setup().expectsRequests(play.mesh().kind().traits());
        snapshot = play.snapshot();
        result = play.result();
        took = judged.took();
        events = List.copyOf(play.events());
        timeline = play.timeline(outcome());
        detectedAfter = rollback().flatMap(this::toldAt).map(at -> at.minus(play.pushedAfter()));
        recorded = play.setup().records;
        decisions = recorded ? List.copyOf(play.records()) : List.of();
        checks = play.narrator().checks();
        alerts = List.copyOf(play.alerts().received());
        hooks = List.copyOf(play.hooks().calls());
        saidHooks = play.hooks().said();
        idle = idle(play);
        calls = recorded ? play.faults().calls() : List.of();
        faults = play.setup().faults.stream().map(Fault::toString).toList();
        unstruck = play.faults().unstruck();
        replay = play.replay();
        requestsByVersion = play.mesh().servedByRevision(canary.key());
        exposure = judged.exposure();
        highestWeight = judged.highestWeight();
        obstacles = play.obstacles();
        checksBefore = judged.checksBefore();
        hooksBefore = judged.hooksBefore();
        List<String> answered = play.metrics().asked();
        measured = Asked.metrics(canary, answered, checks);
        measuredOfJudged =
                Asked.metrics(canary, answered.subList(judged.askedBefore(), answered.size()), judgedChecks());
    }

    /** The seed with which it can be repeated. */
    public long seed() {
        return seed;
    }

    /** The canary as it was in the end. */
    public Canary canary() {
        return canary;
    }

    /**
     * Whether the run of the last revision that was pushed came to its end within seven days after the canary was initialised.
     */
    public boolean ended() {
        return ended;
    }

    /** How the canary stood in the end. */
    public Snapshot snapshot() {
        return snapshot;
    }

    /** How the run of the last revision that was pushed ended; nothing if it did not. */
    public Optional<RunResult> result() {
        return result;
    }

    /** What happened, change by change. */
    public Timeline timeline() {
        return timeline;
    }

    /** How long it took from the push of the last revision to the end of its run; to the end of the simulation if it did not end. */
    public Duration took() {
        return took;
    }

    /** How long it took from the push of the last revision to the decision to roll it back; nothing if it was not rolled back. */
    public Optional<Duration> detectedAfter() {
        return detectedAfter;
    }

    /** All events of the simulation, in order. */
    public List<Event> events() {
        return events;
    }

    /**
     * The record of each tick, from which every decision can be replayed.
     *
     * @throws IllegalStateException if it is one of several runs, which keep none
     */
    public List<TickRecord> decisions() {
        return recorded(decisions);
    }

    /** All checks of the simulation, in order. */
    public List<Check> checks() {
        return checks;
    }

    /** All alerts of the simulation, in order. */
    public List<Alert> alerts() {
        return alerts;
    }

    /** All calls of hooks in the simulation, those of gates in Java included, in order. */
    public List<HookRequest> hooks() {
        return hooks;
    }

    /**
     * The metrics that the engine asked in the simulation, in order, with repetitions; last those that were asked and never
     * answered, because every call went wrong.
     */
    public List<String> measured() {
        return measured;
    }

    /**
     * Every call of a plug, in order; {@link Faults} can strike it by its number.
     *
     * @throws IllegalStateException as {@link #decisions()}
     */
    public List<CallRecord> calls() {
        return recorded(calls);
    }

    /**
     * The Java that plays the same simulation again so that the same faults strike at the same calls, also random ones. Where
     * more than 20 faults struck, it names the first 20 and the seed, with which the faults that the simulation had strike again.
     */
    public String replay() {
        return replay;
    }

    /** How many requests each revision answered in the whole simulation, also before the push, sorted by revision. */
    public SortedMap<String, Long> requestsByVersion() {
        return requestsByVersion;
    }

    /** The share of the requests from the push of the last revision to the end of its run that the canary answered. */
    public Share exposure() {
        return exposure;
    }

    /** The highest weight of the canary while the last revision that was pushed was analysed, 0–100. */
    public int highestWeight() {
        return highestWeight;
    }

    /**
     * Whether the canary saw any request while it ran the last revision that was pushed: routed, mirrored or of a load test.
     */
    public boolean canarySawRequests() {
        return sawRequest;
    }

    /** Whether it ended in that way. */
    boolean was(RunResult.Outcome outcome) {
        return ended && result.map(RunResult::outcome).equals(Optional.of(outcome));
    }

    /** Why it did not end. */
    Optional<String> unfinished() {
        if (ended) {
            return Optional.empty();
        }
        List<String> why = new ArrayList<>();
        why.add("it stands at " + snapshot.phase());
        if (!snapshot.waitingFor().isEmpty()) {
            why.add("it waits for: " + snapshot.waitingForSentence());
        }
        snapshot.lastFailure().ifPresent(failure -> why.add("its last tick failed: " + failure));
        why.addAll(obstacles);
        return Optional.of("the run did not end within " + Play.LONGEST.toDays() + " days: " + String.join("; ", why)
                + meant("didNotEnd()"));
    }

    /** That the canary should have seen requests, and did not. */
    Optional<String> withoutRequests() {
        return !expectsRequests || sawRequest || skipped()
                ? Optional.empty()
                : Optional.of(
                        "the canary saw no request: what follows says nothing about it" + meant("sawNoRequest()"));
    }

    /** That metrics are configured, and were never asked. */
    Optional<String> unasked(Set<String> meant) {
        List<String> names = metrics().stream()
                .filter(name -> !measuredOfJudged.contains(name) && !meant.contains(name) && !skipped())
                .toList();
        String all = names.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "));
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of((names.size() == 1 ? "metric " : "metrics ") + String.join(", ", names)
                        + (names.size() == 1 ? " was" : " were") + " never asked: nothing is known of "
                        + (names.size() == 1 ? "it" : "them") + meant("neverMeasured(" + all + ")"));
    }

    /** That a test said how a hook answers, and that nobody asked it. */
    Optional<String> unreached(Set<String> meant) {
        List<String> called = judgedHooks().stream().map(HookRequest::name).toList();
        return saidHooks.stream()
                .filter(name -> !called.contains(name) && !meant.contains(name))
                .findFirst()
                .map(name -> "hook " + name + " was told what to answer, and was never reached"
                        + meant("neverAsked(\"" + name + "\")"));
    }

    /** Whether a test said how that hook answers. */
    boolean told(String hook) {
        return saidHooks.contains(hook);
    }

    /** The names of the metrics that it has. */
    List<String> metrics() {
        return canary.spec().analysis().metrics().stream().map(Metric::name).toList();
    }

    /** The checks of the revision that is judged. */
    List<Check> judgedChecks() {
        return checks.subList(checksBefore, checks.size());
    }

    /** The calls of hooks since its push. */
    List<HookRequest> judgedHooks() {
        return hooks.subList(hooksBefore, hooks.size());
    }

    /** The metrics that were asked of it. */
    List<String> judgedMeasured() {
        return measuredOfJudged;
    }

    private <T> List<T> recorded(List<T> list) {
        if (!recorded) {
            throw new IllegalStateException(
                    "of several runs no ticks and calls are kept; to have them, play it alone: seed(" + seed
                            + ").run()");
        }
        return list;
    }

    private static String meant(String word) {
        return " (if that is meant, say " + word + " first)";
    }

    /** That a test said how a revision behaves, and that no replica of it was ever ordered. */
    Optional<String> unrun(Set<String> meant) {
        return idle.stream()
                .filter(name -> !meant.contains(name))
                .findFirst()
                .map(name -> "revision " + name + " was told how to behave, and never ran"
                        + meant("neverRan(\"" + name + "\")"));
    }

    /** Whether a test said how that revision behaves, and it never ran. */
    boolean idle(String revision) {
        return idle.contains(revision);
    }

    private static Set<String> idle(Play play) {
        List<Revision> ran = play.workload().ran();
        Set<String> idle = new LinkedHashSet<>();
        play.setup().told(ran).stream().filter(one -> !ran.contains(one)).forEach(one -> idle.add(one.id()));
        return idle;
    }

    /** Whether that fault was given. */
    boolean given(Fault fault) {
        return faults.contains(fault.toString());
    }

    /** Whether that fault was meant for certain calls, and struck none. */
    boolean missed(Fault fault) {
        return unstruck.stream().anyMatch(missed -> missed.fault().equals(fault.toString()));
    }

    /** That a fault was meant for certain calls, and that none of these was made. */
    Optional<String> unstruck(Set<String> meant) {
        return unstruck.stream()
                .filter(fault -> !meant.contains(fault.fault()))
                .findFirst()
                .map(ArmedFault.Unstruck::toString);
    }

    /** The same of several runs, in each of which one that struck in another one may not have. */
    static Optional<String> unstruck(List<Run> runs) {
        Set<String> struck = new LinkedHashSet<>();
        for (Run run : runs) {
            List<String> here =
                    run.unstruck.stream().map(ArmedFault.Unstruck::fault).toList();
            run.faults.stream().filter(fault -> !here.contains(fault)).forEach(struck::add);
        }
        return runs.get(0).unstruck(struck);
    }

    private Optional<Event> rollback() {
        if (!was(RunResult.Outcome.ROLLED_BACK)) {
            return Optional.empty();
        }
        RunResult how = result.orElseThrow();
        List<String> rules = how.reasons().stream().map(Reason::rule).toList();
        return events.stream()
                .filter(event -> event.run().equals(how.run()) && rules.contains(event.code()))
                .findFirst();
    }

    /** By the timeline, which no jump of the wall clock disturbs. */
    private Optional<Duration> toldAt(Event event) {
        return timeline.entries().stream()
                .filter(entry ->
                        entry.kind() == Timeline.Kind.EVENT && entry.what().equals(event.sentence()))
                .map(Timeline.Entry::at)
                .reduce((first, last) -> last);
    }

    private String outcome() {
        return result.map(it -> it.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " after "
                        + took.toString().substring(2).toLowerCase(Locale.ROOT))
                .orElse("not ended");
    }

    private boolean skipped() {
        return canary.spec().skipAnalysis()
                || snapshot.status().run().map(run -> run.skip()).orElse(false);
    }

    /** Why the run ended as it did. */
    public List<Reason> reasons() {
        return result.map(RunResult::reasons).orElse(List.of());
    }

    /** How it ended, with the timeline and the line that plays it again. */
    @Override
    public String toString() {
        return "run with seed " + seed + ": "
                + result.map(it -> it.outcome() + " " + it.reasons()).orElse("not ended") + "\n" + timeline + "\n"
                + replay;
    }
}
