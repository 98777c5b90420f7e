package app.flagger.engine.runtime;

import app.flagger.api.CanaryKey;
import app.flagger.api.Reason;
import app.flagger.api.Severity;
import app.flagger.api.plug.Clock;
import app.flagger.engine.RunResult;
import app.flagger.engine.Tick;
import app.flagger.engine.decision.Decision;
import app.flagger.engine.decision.Observation;
import app.flagger.engine.record.RecordedTick;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** When one canary ticks: never twice at once, soon after a hint, and at the latest when the last decision said. Confined to the mailbox. */
final class Ticker {
    private final Core core;
    private final CanaryMemory memory;
    private final Clock clock;
    private final Standing standing;
    private final Aftermath aftermath;
    private final Pace pace = new Pace();
    private final Runnable onTime = this::onTime;
    private final NextTick next;
    private final List<CompletableFuture<Tick>> waiting = new ArrayList<>();
    private boolean started;
    private boolean busy;
    private boolean again;
    private long turns;
    private long began;
    private List<CompletableFuture<Tick>> asked = List.of();
    private @Nullable TickLoop tick;
    private @Nullable Glance glance;
    private @Nullable CompletableFuture<Boolean> quiet;

    Ticker(Core core, CanaryMemory memory, Standing standing) {
        this.core = core;
        this.memory = memory;
        this.clock = core.plugs().clock();
        this.standing = standing;
        this.next = new NextTick(clock, core.alarms(), () -> memory.lane().run(onTime));
        this.aftermath = new Aftermath(core, memory);
    }

    boolean started() {
        return started;
    }

    void start(Duration first) {
        started = true;
        next.in(first);
        schedule();
    }

    /** By how much a tick is late, if one is due. */
    Optional<Duration> late() {
        return next.late();
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
            Reason reason = SnapshotValue.duplicate(older.get());
            memory.troubles().tell(memory, "duplicate", Severity.WARN, reason);
        }
        if (changed) {
            soon();
        }
    }

    void giveBack(CompletableFuture<RunResult> given) {
        memory.giveBack();
        aftermath.awaitGivenBack(given);
        changed();
    }

    private void begin() {
        next.cancel();
        busy = true;
        again = false;
        asked = waiting.isEmpty() ? List.of() : List.copyOf(waiting);
        waiting.clear();
        began = clock.nanos();
        Glance last = glance;
        if (memory.duplicateOf().isPresent()) {
            ended(TickEnd.of(TickEnd.How.STANDBY), List.of());
        } else if (last != null && last.holds()) {
            last.look();
        } else {
            run(new TickLoop(core, memory, memory.lane().now(), began));
        }
    }

    private void run(TickLoop running) {
        dropGlance();
        tick = running;
        memory.lane().after(running.run(), (end, failure) -> {
            TickEnd how = end != null
                    ? end
                    : TickEnd.failed(PlugFailure.thrown(
                            "the tick", this, failure == null ? new IllegalStateException() : failure));
            aftermath.count(Duration.ofNanos(clock.nanos() - began));
            aftermath.record(running.now(), running.steps());
            ended(how, running.steps());
            return CompletableFuture.completedFuture(true);
        });
    }

    private void dropGlance() {
        if (glance != null) {
            glance.close();
            glance = null;
        }
    }

    /** A glance saw that nothing has changed. */
    private void same(Glance seen) {
        memory.troubles().worked("CanaryStore.load");
        memory.troubles().worked("observe");
        long now = clock.nanos();
        aftermath.count(Duration.ofNanos(now - began));
        if (aftermath.recorded()) {
            Instant at = memory.lane().now().minusNanos(now - began);
            aftermath.record(at, List.of(new RecordedTick.Step(seen.at(at, began), seen.decision())));
        }
        pace.ended(TickEnd.How.WAITED);
        turns++;
        next.in(seen.dueIn());
        standing.same(memory.lane().now());
        if (!asked.isEmpty()) {
            List<Decision> decisions = List.of(seen.decision());
            answer(asked, new TickValue(seen.dueIn(), decisions, standing.snapshot(), Optional.empty()));
        }
        free();
    }

    /** A glance saw something else: the tick goes on from there, unless it can no longer be sure of what it had. */
    private void different(Glance last, CompletableFuture<Observation> seen) {
        Instant at = memory.lane().now().minusNanos(clock.nanos() - began);
        TickLoop running = new TickLoop(core, memory, at, began);
        if (last.known()) {
            running.goOnFrom(seen);
        }
        if (again) {
            again = false;
            running.woken();
        }
        run(running);
    }

    private final class GlanceEnd implements Glance.End {
        @Override
        public void same() {
            if (glance != null) {
                Ticker.this.same(glance);
            }
        }

        @Override
        public void different(CompletableFuture<Observation> seen) {
            if (glance != null) {
                Ticker.this.different(glance, seen);
            }
        }
    }

    private void ended(TickEnd end, List<RecordedTick.Step> steps) {
        List<CompletableFuture<Tick>> who = asked;
        again |= tick != null && tick.unseen();
        tick = null;
        dropGlance();
        glance = end.how() == TickEnd.How.WAITED ? Glance.after(core, memory, steps, new GlanceEnd()) : null;
        pace.ended(end.how());
        end.failure().ifPresent(aftermath::log);
        List<Decision> decisions =
                steps.stream().map(RecordedTick.Step::decision).toList();
        standing.is(SnapshotValue.after(end, decisions, memory));
        Duration interval = memory.managed().canary().spec().analysis().effectiveInterval();
        next.in(pace.due(end, interval));
        long turn = ++turns;
        memory.lane().after(aftermath.tell(), (told, failure) -> {
            if (busy || turn != turns || !aftermath.toClear()) {
                return CompletableFuture.completedFuture(told(turn, end, decisions, who));
            }
            busy = true;
            return memory.lane().after(aftermath.clear(), (cleared, lost) -> {
                boolean done = told(turn, end, decisions, who);
                free();
                return CompletableFuture.completedFuture(done);
            });
        });
        free();
    }

    /** All first attempts were made: whoever asked for the tick hears of it. */
    private boolean told(long turn, TickEnd end, List<Decision> decisions, List<CompletableFuture<Tick>> who) {
        SnapshotValue snapshot = SnapshotValue.after(end, decisions, memory);
        // A tick that has begun meanwhile says itself how things stand, once it knows.
        if (turn == turns && tick == null) {
            memory.teller().nextAttempt().ifPresent(next::inAtMost);
            schedule();
            standing.is(snapshot);
        }
        answer(
                who,
                new TickValue(next.rest(), decisions, snapshot, end.failure().map(PlugFailure::text)));
        aftermath.tellGivenBack(end);
        return true;
    }

    private void answer(List<CompletableFuture<Tick>> who, Tick done) {
        who.forEach(one -> core.embedder().execute(() -> one.complete(done)));
    }

    /** Nothing is under way any more. */
    private void free() {
        busy = false;
        if (quiet != null) {
            dropGlance();
            quiet.complete(true);
        } else if (!waiting.isEmpty() || (again && automatic())) {
            begin();
        } else {
            schedule();
        }
    }

    private void schedule() {
        if (automatic() && !busy) {
            next.await();
        } else {
            next.cancel();
        }
    }

    private void onTime() {
        if (!busy && automatic()) {
            begin();
        }
    }

    void close(CompletableFuture<Boolean> done) {
        memory.close();
        next.cancel();
        if (tick != null) {
            tick.changed();
        }
        if (busy) {
            quiet = done;
        } else {
            dropGlance();
            done.complete(true);
        }
        waiting.forEach(one -> core.embedder()
                .execute(() -> one.completeExceptionally(new IllegalStateException("the engine was closed"))));
        waiting.clear();
    }

    void kill() {
        next.cancel();
    }
}
