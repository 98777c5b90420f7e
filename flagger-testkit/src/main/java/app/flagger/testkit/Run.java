package app.flagger.testkit;

import app.flagger.api.Reason;
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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;

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
    private final List<String> measured;
    private final List<CallRecord> calls;
    private final String replay;
    private final SortedMap<String, Long> requestsByVersion;
    private final Share exposure;
    private final int highestWeight;
    private final Gaps gaps;
    private final int checksBefore;
    private final int hooksBefore;
    private final List<String> measuredOfJudged;

    Run(Play play, Judged judged) {
        seed = play.setup().seed;
        canary = play.canary();
        ended = play.ended();
        sawRequest = judged.sawRequest();
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
        calls = recorded ? play.faults().calls() : List.of();
        replay = play.replay();
        requestsByVersion = play.mesh().servedByRevision(canary.key());
        exposure = judged.exposure();
        highestWeight = judged.highestWeight();
        checksBefore = judged.checksBefore();
        hooksBefore = judged.hooksBefore();
        List<String> answered = play.metrics().asked();
        measured = Asked.metrics(canary, answered, checks);
        measuredOfJudged =
                Asked.metrics(canary, answered.subList(judged.askedBefore(), answered.size()), judgedChecks());
        gaps = new Gaps(play, this);
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

    /** What it left out although somebody counted on it. */
    Gaps gaps() {
        return gaps;
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

    /** Whether the revision that is judged went without analysis. */
    boolean skipped() {
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
