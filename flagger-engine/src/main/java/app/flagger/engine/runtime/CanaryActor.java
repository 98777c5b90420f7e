package app.flagger.engine.runtime;

import app.flagger.api.CanaryKey;
import app.flagger.api.Command;
import app.flagger.api.Fence;
import app.flagger.api.Revision;
import app.flagger.api.Subscription;
import app.flagger.api.plug.Workload;
import app.flagger.engine.Receipt;
import app.flagger.engine.Rollout;
import app.flagger.engine.RunResult;
import app.flagger.engine.Snapshot;
import app.flagger.engine.Tick;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One canary that is driven: a mailbox, what is remembered, and the ticker that works in it. */
final class CanaryActor implements Rollout {
    private final CanaryKey key;
    private final Core core;
    private final Mailbox mailbox;
    private final CanaryMemory memory;
    private final Ticker ticker;
    private Subscription watching = Subscription.none();
    private final Standing standing;
    private volatile Duration interval;

    CanaryActor(Core core, Managed managed) {
        this.key = managed.canary().key();
        this.core = core;
        this.mailbox = new Mailbox(core.states());
        Grants grants = new Grants(core.plugs().clock());
        int halfOfThePlaces = Math.max(1, core.plugs().limits().callsPerPlug() / 2);
        WriteGuard guard = new WriteGuard(grants::holds, this::settled, halfOfThePlaces);
        long[] step = {0};
        Lane lane = new Lane(
                key,
                mailbox,
                core.calls(),
                core.plugs().clock(),
                guard,
                () -> new Fence(grants.epoch(), step[0]),
                core.plugs().limits().callDeadline());
        StatusKeeper keeper = new StatusKeeper(core.plugs().store(), lane, saved -> step[0] = saved.step());
        Delivering delivering = new Delivering(core.plugs(), core.hooks(), core.listeners(), lane);
        Results results = new Results(key, core.embedder(), core.numbers());
        this.memory =
                new CanaryMemory(managed, lane, grants, keeper, new Teller(lane, delivering), new Troubles(), results);
        this.standing = new Standing(managed.canary());
        this.interval = managed.canary().spec().analysis().effectiveInterval();
        this.ticker = new Ticker(core, memory, standing);
    }

    /** A write has come back long after it was given up, and may have landed after later ones. */
    private void settled(CallSpec write) {
        mailbox.execute(() -> {
            if (write.method().startsWith("TrafficRouter.")) {
                memory.route().raise();
            }
            boolean scaledUp = write.intent().filter(Intent::scalesUp).isPresent();
            if (scaledUp && write.plug() == memory.managed().workload()) {
                memory.canaryUp().raise();
            }
            ticker.woken();
        });
    }

    /** Begins to tick by itself, the first time after a while. */
    void start(Duration first) {
        mailbox.execute(() -> {
            watch();
            ticker.start(first);
        });
    }

    /** The workload's hints may come on any thread; they do nothing but put a task into the mailbox. */
    private void watch() {
        watching.close();
        Workload workload = memory.managed().workload();
        core.embedder().execute(() -> {
            Subscription subscription = Watch.of(key + "'s target", () -> workload.watch(this::wake));
            mailbox.execute(() -> watched(workload, subscription));
        });
    }

    private void watched(Workload workload, Subscription subscription) {
        if (memory.closing() || memory.managed().workload() != workload) {
            subscription.close();
        } else {
            watching = subscription;
        }
    }

    /** Another spec, or the same once more. */
    void manage(Managed managed) {
        mailbox.execute(() -> {
            boolean same = memory.managed().canary().equals(managed.canary())
                    && memory.halted().isEmpty()
                    && memory.managed().workload() == managed.workload();
            boolean otherWorkload = memory.managed().workload() != managed.workload();
            memory.manage(managed);
            interval = managed.canary().spec().analysis().effectiveInterval();
            if (otherWorkload && ticker.started()) {
                watch();
            }
            if (!same) {
                ticker.changed();
            }
        });
    }

    /** The newest spec is of no use; safety goes on by the last valid one. */
    void halt(String why) {
        mailbox.execute(() -> {
            memory.halt(why);
            ticker.changed();
        });
    }

    /** Says which older canary drives the same target or route. */
    void duplicateOf(Optional<CanaryKey> older) {
        mailbox.execute(() -> ticker.duplicateOf(older));
    }

    /** Gives target and route back; the stage ends when both are. */
    CompletableFuture<RunResult> giveBack() {
        CompletableFuture<RunResult> given = new CompletableFuture<>();
        mailbox.execute(() -> ticker.giveBack(given));
        return given;
    }

    /** The store may have something else. */
    void statusChanged() {
        mailbox.execute(() -> memory.lane().after(memory.keeper().changedElsewhere(), (changed, failure) -> {
            // Where nobody can tell, the next tick looks for itself.
            if (changed == null || changed) {
                memory.keeper().suspect();
                ticker.woken();
            }
            return CompletableFuture.completedFuture(true);
        }));
    }

    /** Lets what is under way come to its end and begins nothing. */
    CompletableFuture<Boolean> close() {
        CompletableFuture<Boolean> quiet = new CompletableFuture<>();
        mailbox.execute(() -> {
            watching.close();
            IllegalStateException closed = new IllegalStateException("the engine no longer drives " + key);
            memory.commands().fail(closed);
            memory.results().fail(closed);
            ticker.close(quiet);
        });
        return quiet;
    }

    /** Ends at once, as if the process had died. */
    void kill() {
        mailbox.close();
        watching.close();
        ticker.kill();
    }

    /** The interval of its analysis. */
    Duration interval() {
        return interval;
    }

    /** Whether this engine may drive the canary. */
    boolean owned() {
        return memory.grants().holds();
    }

    /** By how much the next tick is late. */
    Optional<Duration> late() {
        return ticker.late();
    }

    @Override
    public CanaryKey key() {
        return key;
    }

    @Override
    public Snapshot snapshot() {
        return standing.snapshot();
    }

    @Override
    public CompletionStage<RunResult> result(Revision revision) {
        CompletableFuture<RunResult> result = new CompletableFuture<>();
        mailbox.execute(() -> memory.results().await(revision, memory.keeper().status(), result));
        return result.minimalCompletionStage();
    }

    @Override
    public RunResult await(Revision revision, Duration atMost) throws InterruptedException, TimeoutException {
        try {
            return result(revision).toCompletableFuture().get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException ended) {
            throw new CompletionException(ended.getCause());
        }
    }

    @Override
    public CompletionStage<Receipt> send(Command command) {
        CompletableFuture<Receipt> recorded = new CompletableFuture<>();
        CompletableFuture<Receipt> receipt = new CompletableFuture<>();
        recorded.whenComplete((value, failure) -> core.embedder().execute(() -> {
            if (failure == null) {
                receipt.complete(value);
            } else {
                receipt.completeExceptionally(failure);
            }
        }));
        mailbox.execute(() -> {
            memory.commands().add(command, recorded);
            ticker.changed();
        });
        return receipt.minimalCompletionStage();
    }

    @Override
    public void wake() {
        mailbox.execute(ticker::woken);
    }

    @Override
    public CompletionStage<Tick> tick() {
        CompletableFuture<Tick> done = new CompletableFuture<>();
        mailbox.execute(() -> ticker.tickNow(done));
        return done.minimalCompletionStage();
    }
}
