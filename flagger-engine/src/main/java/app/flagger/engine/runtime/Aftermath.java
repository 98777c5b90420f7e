package app.flagger.engine.runtime;

import app.flagger.api.Reason;
import app.flagger.api.Revision;
import app.flagger.api.spec.Metric;
import app.flagger.api.spec.NamedPlug;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.Phase;
import app.flagger.api.strategy.Judge;
import app.flagger.engine.RunResult;
import app.flagger.engine.record.RecordedTick;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** What follows a tick and must not hold up the next one: messages, the write that clears the outbox, records and numbers. */
final class Aftermath {
    private static final Logger LOG = System.getLogger(Aftermath.class.getName());

    private final Core core;
    private final CanaryMemory memory;
    private final TickCount count;
    private final List<CompletableFuture<RunResult>> givenBack = new ArrayList<>();
    private String lastFailure = "";

    Aftermath(Core core, CanaryMemory memory) {
        this.core = core;
        this.memory = memory;
        this.count = core.numbers().ticks(memory.lane().key());
    }

    /** Whether somebody takes records of ticks. */
    boolean recorded() {
        return core.plugs().records().isPresent();
    }

    void count(Duration took) {
        count.ended(memory.keeper().status(), took);
    }

    void record(Instant at, List<RecordedTick.Step> steps) {
        Managed managed = memory.managed();
        core.plugs()
                .records()
                .ifPresent(taker -> core.embedder()
                        .execute(() -> taker.accept(
                                new RecordedTick(memory.lane().key(), at, strategy(managed), judges(managed), steps))));
    }

    /** A failure that stays the same is news only once. */
    void log(PlugFailure failure) {
        Level level = failure.text().equals(lastFailure) ? Level.DEBUG : Level.WARNING;
        lastFailure = failure.text();
        LOG.log(level, "{0}: {1}", memory.lane().key(), failure.text());
    }

    private static String strategy(Managed managed) {
        return managed.canary().spec().strategy(managed.shifts()).type() + "@"
                + managed.strategy().version();
    }

    private SortedMap<String, String> judges(Managed managed) {
        SortedMap<String, String> versions = new TreeMap<>();
        for (Metric metric : managed.canary().spec().analysis().metrics()) {
            String name = metric.judge().map(NamedPlug::type).orElse("threshold");
            Judge judge = core.plugs().judges().get(name);
            if (judge != null) {
                versions.put(name, judge.version());
            }
        }
        return versions;
    }

    /** Makes the deliveries that are due. Never fails. */
    CompletableFuture<Boolean> tell() {
        return memory.teller().tell(memory.context());
    }

    /** Whether the canary has settled and all is told: then one more write clears the outbox. Elsewhere that rides on the next one. */
    boolean toClear() {
        CanaryStatus saved = memory.keeper().status();
        boolean settled = saved.phase().settled() || saved.phase() == Phase.TERMINATED;
        return settled
                && !saved.outbox().isEmpty()
                && memory.teller().allDone()
                && memory.keeper().loaded()
                && !memory.closing();
    }

    /** Clears the outbox in the status. Never fails: what was not cleared is cleared later. */
    CompletableFuture<Boolean> clear() {
        CanaryStatus cleared = memory.teller().without(memory.keeper().status());
        return memory.lane().after(memory.keeper().save(cleared), (written, failure) -> {
            if (failure == null) {
                memory.teller().take(cleared);
            } else {
                memory.keeper().forget();
                LOG.log(
                        Level.DEBUG,
                        "{0}: the outbox will be cleared later",
                        memory.lane().key());
            }
            return CompletableFuture.completedFuture(true);
        });
    }

    /** Somebody waits until target and route were given back, and all is told: then the canary is forgotten. */
    void awaitGivenBack(CompletableFuture<RunResult> given) {
        givenBack.add(given);
    }

    /** Completes what was waited for, if target and route were given back, or are gone. */
    void tellGivenBack(TickEnd end) {
        CanaryStatus status = memory.keeper().status();
        boolean terminated =
                status.phase() == Phase.TERMINATED && status.outbox().isEmpty();
        boolean gone = end.how() == TickEnd.How.GONE && memory.teller().allDone();
        if (!terminated && !gone) {
            return;
        }
        Optional<Revision> revision = status.run()
                .map(run -> run.revision())
                .or(() -> memory.workload().map(state -> state.target()));
        RunResult result = revision.flatMap(known -> Results.ended(status, known))
                .orElseGet(() -> new RunResult(
                        RunResult.Outcome.ABORTED,
                        revision.orElse(new Revision("unknown")),
                        status.run().map(run -> run.id()).orElse(""),
                        List.of(Reason.of("given-back"))));
        givenBack.forEach(one -> core.embedder().execute(() -> one.complete(result)));
        givenBack.clear();
    }
}
