package app.flagger.engine.runtime;

import app.flagger.api.CanaryKey;
import app.flagger.api.PlugException;
import app.flagger.api.Reason;
import app.flagger.api.Severity;
import app.flagger.api.Subscription;
import app.flagger.api.plug.Clock;
import app.flagger.api.status.CanaryStatus;
import app.flagger.engine.RunResult;
import app.flagger.engine.Snapshot;
import app.flagger.engine.Tick;
import app.flagger.engine.decision.Decision;
import app.flagger.engine.record.RecordedTick;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** When one canary ticks: never twice at once, soon after a hint, and at the latest when the last decision said. Confined to the mailbox. */
final class Ticker {
    private static final Logger LOG = System.getLogger(Ticker.class.getName());
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

    private final Core core;
    private final CanaryMemory memory;
    private final Clock clock;
    private final Consumer<Snapshot> snapshots;
    private final Aftermath aftermath;
    private final List<CompletableFuture<Tick>> waiting = new ArrayList<>();
    private final List<CompletableFuture<RunResult>> givenBack = new ArrayList<>();
    private Subscription timer = Subscription.none();
    private volatile long dueNanos = Long.MAX_VALUE;
    private volatile boolean hasDue;
    private boolean started;
    private boolean busy;
    private boolean again;
    private int failures;
    private long turns;
    private String lastFailure = "";
    private @Nullable TickLoop tick;
    private @Nullable CompletableFuture<Boolean> quiet;

    Ticker(Core core, CanaryMemory memory, Consumer<Snapshot> snapshots) {
        this.core = core;
        this.memory = memory;
        this.clock = core.plugs().clock();
        this.snapshots = snapshots;
        this.aftermath = new Aftermath(core, memory);
    }

    boolean started() {
        return started;
    }

    void start(Duration first) {
        started = true;
        dueNanos = clock.nanos() + first.toNanos();
        schedule();
    }

    /** By how much a tick is late, if one is due. */
    Optional<Duration> late() {
        long behind = clock.nanos() - dueNanos;
        return hasDue && behind > 0 ? Optional.of(Duration.ofNanos(behind)) : Optional.empty();
    }

    /** A hint: look soon. */
    void woken() {
        if (tick != null) {
            tick.woken();
        } else {
            soon();
        }
    }

    /** Spec or commands changed. */
    void changed() {
        if (tick != null) {
            tick.changed();
        } else {
            soon();
        }
    }

    private void soon() {
        if (busy) {
            again = true;
        } else if (automatic()) {
            begin();
        }
    }

    private boolean automatic() {
        return started && !memory.closing() && !core.plugs().manualTicks();
    }

    /** One tick, now or after the one that is under way; several who ask meanwhile share it. */
    void tickNow(CompletableFuture<Tick> done) {
        if (memory.closing()) {
            core.embedder()
                    .execute(() -> done.completeExceptionally(new IllegalStateException(
                            "the engine no longer drives " + memory.lane().key())));
            return;
        }
        waiting.add(done);
        if (!busy) {
            begin();
        }
    }

    void duplicateOf(Optional<CanaryKey> older) {
        boolean newly = memory.duplicateOf().isEmpty() && older.isPresent();
        boolean changed = !memory.duplicateOf().equals(older);
        memory.duplicateOf(older);
        if (newly) {
            Reason reason = duplicate(older.get());
            memory.troubles().tell(memory, "duplicate", Severity.WARN, reason);
        }
        if (changed) {
            soon();
        }
    }

    private static Reason duplicate(CanaryKey older) {
        return Reason.of("duplicate").with("owner", older);
    }

    void giveBack(CompletableFuture<RunResult> given) {
        memory.giveBack();
        givenBack.add(given);
        changed();
    }

    private void begin() {
        timer.close();
        hasDue = false;
        busy = true;
        again = false;
        if (memory.duplicateOf().isPresent()) {
            ended(TickEnd.of(TickEnd.How.STANDBY), List.of(), List.copyOf(waiting));
            return;
        }
        List<CompletableFuture<Tick>> asked = List.copyOf(waiting);
        waiting.clear();
        TickLoop running = new TickLoop(core, memory);
        tick = running;
        long began = clock.nanos();
        memory.lane().after(running.run(), (end, failure) -> {
            TickEnd how = end != null
                    ? end
                    : TickEnd.failed(PlugFailure.thrown(
                            "the tick", this, failure == null ? new IllegalStateException() : failure));
            aftermath.record(running, how, Duration.ofNanos(clock.nanos() - began));
            ended(how, running.steps(), asked);
            return CompletableFuture.completedFuture(true);
        });
    }

    private void ended(TickEnd end, List<RecordedTick.Step> steps, List<CompletableFuture<Tick>> asked) {
        again |= tick != null && tick.unseen();
        tick = null;
        waiting.removeAll(asked);
        failures = end.how() == TickEnd.How.FAILED || end.how() == TickEnd.How.DISCARDED ? failures + 1 : 0;
        end.failure().ifPresent(this::log);
        List<Decision> decisions =
                steps.stream().map(RecordedTick.Step::decision).toList();
        snapshots.accept(snapshot(end, decisions));
        dueNanos = clock.nanos() + due(end).toNanos();
        long turn = ++turns;
        memory.lane().after(aftermath.tell(), (told, failure) -> {
            if (busy || turn != turns || !aftermath.toClear()) {
                return CompletableFuture.completedFuture(told(turn, end, decisions, asked));
            }
            busy = true;
            return memory.lane().after(aftermath.clear(), (cleared, lost) -> {
                boolean done = told(turn, end, decisions, asked);
                free();
                return CompletableFuture.completedFuture(done);
            });
        });
        free();
    }

    /** All first attempts were made: whoever asked for the tick hears of it. */
    private boolean told(long turn, TickEnd end, List<Decision> decisions, List<CompletableFuture<Tick>> asked) {
        long now = clock.nanos();
        if (turn == turns) {
            memory.teller().nextAttempt().ifPresent(wait -> dueNanos = Math.min(dueNanos, now + wait.toNanos()));
            schedule();
            snapshots.accept(snapshot(end, decisions));
        }
        Duration dueIn = Durations.notNegative(Duration.ofNanos(dueNanos - now));
        Tick done = new TickValue(
                dueIn, decisions, snapshot(end, decisions), end.failure().map(PlugFailure::text));
        asked.forEach(one -> core.embedder().execute(() -> one.complete(done)));
        if (memory.givingBack() && aftermath.allGivenBack(end)) {
            aftermath.givenBack(givenBack);
        }
        return true;
    }

    /** Nothing is under way any more. */
    private void free() {
        busy = false;
        if (quiet != null) {
            quiet.complete(true);
        } else if (!waiting.isEmpty() || (again && automatic())) {
            begin();
        } else {
            schedule();
        }
    }

    private void log(PlugFailure failure) {
        Level level = failure.text().equals(lastFailure) ? Level.DEBUG : Level.WARNING;
        lastFailure = failure.text();
        LOG.log(level, "{0}: {1}", memory.lane().key(), failure.text());
    }

    /** When to tick next at the latest. */
    private Duration due(TickEnd end) {
        Duration interval = memory.managed().canary().spec().analysis().effectiveInterval();
        Duration due = switch (end.how()) {
            case WAITED -> end.dueIn().orElse(interval);
            case STANDBY, CLOSED, GONE -> interval;
            case DISCARDED -> failures == 1 ? Duration.ZERO : backOff(interval);
            case FAILED -> failed(end.failure().orElseThrow(), interval);
        };
        return Durations.notNegative(due);
    }

    private Duration failed(PlugFailure failure, Duration interval) {
        Duration asked = failure.after().orElse(Duration.ZERO);
        boolean conflict = failure.kind() == PlugException.Kind.CONFLICT;
        return Durations.longer(asked, conflict && failures == 1 ? FIRST_WAIT : backOff(interval));
    }

    private Duration backOff(Duration most) {
        return Durations.doubled(FIRST_WAIT, Math.max(0, failures - 1), most);
    }

    private void schedule() {
        timer.close();
        if (automatic() && !busy) {
            hasDue = true;
            timer = clock.wakeAt(dueNanos, () -> memory.lane().run(this::onTime));
        }
    }

    private void onTime() {
        if (!busy && automatic()) {
            begin();
        }
    }

    private Snapshot snapshot(TickEnd end, List<Decision> decisions) {
        CanaryStatus status = memory.keeper().status();
        Optional<Decision> last =
                decisions.isEmpty() ? Optional.empty() : Optional.of(decisions.get(decisions.size() - 1));
        List<Reason> waitsFor = memory.duplicateOf().isPresent()
                ? List.of(duplicate(memory.duplicateOf().get()))
                : last.filter(decision -> decision.kind() == Decision.Kind.WAIT)
                        .map(Decision::reasons)
                        .orElse(List.of());
        return new SnapshotValue(
                memory.managed().canary(),
                status,
                memory.workload(),
                last,
                waitsFor,
                Optional.of(memory.lane().now()),
                end.failure().map(PlugFailure::text));
    }

    void close(CompletableFuture<Boolean> done) {
        memory.close();
        timer.close();
        hasDue = false;
        if (tick != null) {
            tick.changed();
        }
        if (busy) {
            quiet = done;
        } else {
            done.complete(true);
        }
        waiting.forEach(one -> core.embedder()
                .execute(() -> one.completeExceptionally(new IllegalStateException("the engine was closed"))));
        waiting.clear();
    }

    void kill() {
        timer.close();
    }
}
