package app.flagger.engine.runtime;

import app.flagger.api.CanaryKey;
import app.flagger.api.InvalidResource;
import app.flagger.api.Subscription;
import app.flagger.api.plug.Workload;
import app.flagger.api.spec.Canary;
import app.flagger.engine.Event;
import app.flagger.engine.Flagger;
import app.flagger.engine.Health;
import app.flagger.engine.Rollout;
import app.flagger.engine.RunResult;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/** The canaries that are driven, and the life of the engine. Thread-safe. */
public final class Engine implements Flagger {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration SPREAD = Duration.ofMillis(20);

    private final Core core;
    private final Threads threads;
    private final Registration registration;
    private final Claims claims = new Claims();
    private final ConcurrentSkipListMap<CanaryKey, CanaryActor> actors = new ConcurrentSkipListMap<>();
    private final Map<CanaryKey, DryRun> shadows = new LinkedHashMap<>();
    /** Canaries that were forgotten and may still have a call under way: who comes after them waits for its end. */
    private final Map<CanaryKey, CompletableFuture<Boolean>> leaving = new LinkedHashMap<>();

    private Subscription storeWatch = Subscription.none();
    private boolean started;
    private boolean closed;

    Engine(Core core, Threads threads) {
        this.core = core;
        this.threads = threads;
        this.registration = new Registration(core.plugs());
    }

    @Override
    public synchronized Flagger start() {
        if (started || closed) {
            throw new IllegalStateException(closed ? "the engine was closed" : "the engine was started before");
        }
        threads.check();
        started = true;
        storeWatch = Watch.of(
                "the store",
                () -> core.plugs().store().watch(key -> {
                    CanaryActor actor = actors.get(key);
                    if (actor != null) {
                        actor.statusChanged();
                    }
                }));
        actors.values().forEach(actor -> actor.start(spread(actor.key(), actor)));
        return this;
    }

    /** Thousands of canaries do not begin at once; one does not wait. */
    private Duration spread(CanaryKey key, CanaryActor actor) {
        Duration window = Durations.shorter(SPREAD.multipliedBy(actors.size() - 1L), actor.interval());
        long millis = window.toMillis();
        return millis == 0
                ? Duration.ZERO
                : Duration.ofMillis(Math.floorMod(key.hashCode() * 0x9E3779B97F4A7C15L, millis));
    }

    @Override
    public Rollout manage(Canary canary) {
        return manage(canary, Optional.empty());
    }

    @Override
    public Rollout manage(Canary canary, Workload workload) {
        return manage(canary, Optional.of(workload));
    }

    private synchronized Rollout manage(Canary canary, Optional<Workload> workload) {
        if (closed) {
            throw new IllegalStateException("the engine was closed");
        }
        CanaryActor before = actors.get(canary.key());
        Managed managed;
        try {
            managed = registration.check(canary, workload);
        } catch (InvalidResource invalid) {
            if (before != null) {
                before.halt(String.valueOf(invalid.getMessage()));
            }
            throw invalid;
        }
        if (core.plugs().dryRun()) {
            Workload real = managed.workload();
            managed = shadows.computeIfAbsent(canary.key(), key -> new DryRun(real))
                    .over(managed);
        }
        CanaryActor actor = before == null ? new CanaryActor(core, managed) : before;
        actors.put(canary.key(), actor);
        settle(claims.enter(canary, registration.provider(canary)));
        if (before != null) {
            before.manage(managed);
        } else if (started) {
            CompletableFuture<Boolean> earlier = leaving.remove(canary.key());
            (earlier == null ? CompletableFuture.completedFuture(true) : earlier)
                    .thenRun(() -> actor.start(Duration.ZERO));
        }
        return actor;
    }

    private void settle(Set<CanaryKey> touched) {
        for (CanaryKey key : touched) {
            CanaryActor actor = actors.get(key);
            if (actor != null) {
                actor.duplicateOf(claims.olderThan(key));
            }
        }
    }

    @Override
    public Optional<Rollout> find(CanaryKey key) {
        return Optional.ofNullable(actors.get(key));
    }

    @Override
    public Collection<Rollout> rollouts() {
        return List.copyOf(actors.values());
    }

    @Override
    public synchronized void forget(CanaryKey key) {
        CanaryActor actor = actors.remove(key);
        if (actor != null) {
            leaving.values().removeIf(CompletableFuture::isDone);
            leaving.put(key, actor.close().thenApply(quiet -> {
                // Not before: a tick that is under way tells its numbers, too.
                core.numbers().forgotten(key);
                return quiet;
            }));
            shadows.remove(key);
            settle(claims.leave(key));
        }
    }

    @Override
    public CompletionStage<RunResult> giveBack(CanaryKey key) {
        CanaryActor actor = actors.get(key);
        if (actor == null) {
            return CompletableFuture.failedStage(new IllegalArgumentException(key + " is not managed"));
        }
        return actor.giveBack()
                .thenApply(result -> {
                    forget(key);
                    return result;
                })
                .minimalCompletionStage();
    }

    @Override
    public Subscription listen(Consumer<? super Event> listener) {
        return core.listeners().add(listener);
    }

    @Override
    public synchronized Health health() {
        Collection<CanaryActor> all = actors.values();
        Optional<Duration> latest =
                all.stream().flatMap(actor -> actor.late().stream()).max(Duration::compareTo);
        int owned = (int) all.stream().filter(CanaryActor::owned).count();
        return new Health(started && !closed, all.size(), owned, latest);
    }

    @Override
    public void close() {
        close(GRACE);
    }

    @Override
    public void close(Duration grace) {
        List<CanaryActor> all;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            storeWatch.close();
            all = List.copyOf(actors.values());
        }
        List<CompletableFuture<Boolean>> quiet =
                all.stream().map(CanaryActor::close).toList();
        threads.await(CompletableFuture.allOf(quiet.toArray(CompletableFuture[]::new)), grace);
        all.forEach(CanaryActor::kill);
        threads.close();
    }

    /** Ends at once, as if the process had died: for tests. */
    public synchronized void kill() {
        closed = true;
        storeWatch.close();
        actors.values().forEach(CanaryActor::kill);
        threads.close();
    }
}
