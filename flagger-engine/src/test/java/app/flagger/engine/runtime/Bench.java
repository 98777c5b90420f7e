package app.flagger.engine.runtime;

import app.flagger.api.CanaryKey;
import app.flagger.api.plug.Measurement;
import app.flagger.api.plug.MetricProvider;
import app.flagger.api.plug.MetricQuery;
import app.flagger.api.plug.Shape;
import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.CanarySpec;
import app.flagger.api.spec.ObjectMetadata;
import app.flagger.api.spec.ObjectRef;
import app.flagger.api.spec.Webhook;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.Phase;
import app.flagger.engine.Rollout;
import app.flagger.engine.Tick;
import app.flagger.engine.decision.Decision;
import app.flagger.engine.decision.MadeDecisions;
import app.flagger.engine.decision.Situation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** One canary, plugs in memory, time by hand, one thread, and a decider that does what the test says. */
final class Bench {
    static final CanaryKey KEY = new CanaryKey("shop", "web");
    static final Duration INTERVAL = Duration.ofMinutes(1);

    final Journal journal = new Journal();
    final HandClock clock = new HandClock();
    final FakeWorkload workload = new FakeWorkload(journal);
    final FakeRouter router = new FakeRouter(journal);
    final FakeStore store = new FakeStore(journal);
    final List<Situation> seen = new ArrayList<>();
    final List<Invocation> heldBack = new ArrayList<>();
    Function<Situation, Decision> script = situation -> MadeDecisions.waits(INTERVAL);
    Function<MetricQuery, Measurement> answers = query -> new Measurement.Value(100, clock.now());
    /** One decision of a script. */
    interface Step extends Function<Situation, Decision> {}

    /** Which calls a test runs by itself. */
    java.util.function.Predicate<Invocation> holds = invocation -> false;

    Bench() {
        router.exists = true;
        workload.primary = Optional.of(workload.target);
    }

    static Canary canary(UnaryOperator<Analysis.Builder> change) {
        return canary("web", change);
    }

    static Canary canary(String name, UnaryOperator<Analysis.Builder> change) {
        Analysis.Builder analysis =
                Analysis.builder().stepWeight(10).maxWeight(50).interval(INTERVAL);
        return Canary.builder()
                .metadata(ObjectMetadata.builder().namespace("shop").name(name).build())
                .spec(CanarySpec.builder()
                        .targetRef(ObjectRef.of("apps/v1", "Deployment", name))
                        .analysis(change.apply(analysis).build())
                        .build())
                .build();
    }

    EngineBuilder builder() {
        return new EngineBuilder()
                .router("fake", router)
                .workloads((ref, key) -> Optional.of(workload))
                .metrics(new MetricProvider() {
                    @Override
                    public Set<Shape> shapes() {
                        return Set.of(Shape.VALUE);
                    }

                    @Override
                    public Measurement query(MetricQuery query, app.flagger.api.Call call) throws Exception {
                        journal.read("query " + query.metric(), call);
                        return answers.apply(query);
                    }
                })
                .store(store)
                .clock(clock)
                .seams(Seams.deterministic(new Random(7)::nextLong)
                        .calls(invocation -> {
                            if (holds.test(invocation)) {
                                heldBack.add(invocation);
                            } else {
                                invocation.run();
                            }
                        })
                        .decider(situation -> {
                            seen.add(situation);
                            return script.apply(situation);
                        }));
    }

    /** An engine without a timer, and its only canary. */
    Rollout manual(Consumer<EngineBuilder> more, UnaryOperator<Analysis.Builder> change) {
        EngineBuilder builder = builder().manualTicks();
        more.accept(builder);
        return builder.build().manage(canary(change));
    }

    Rollout manual() {
        return manual(builder -> {}, analysis -> analysis);
    }

    /** A tick that has ended by now. */
    static Tick tick(Rollout rollout) {
        CompletableFuture<Tick> tick = rollout.tick().toCompletableFuture();
        if (!tick.isDone()) {
            throw new AssertionError("the tick has not ended");
        }
        return tick.join();
    }

    /** Decides in that order, one for each call; waits afterwards. */
    void script(Step... decisions) {
        List<Step> left = new ArrayList<>(List.of(decisions));
        script = situation ->
                left.isEmpty() ? MadeDecisions.waits(INTERVAL) : left.remove(0).apply(situation);
    }

    static CanaryStatus status(Phase phase, int weight, long step) {
        return CanaryStatus.builder()
                .phase(phase)
                .canaryWeight(weight)
                .step(step)
                .build();
    }

    static Webhook hook(String name, String url) {
        return Webhook.builder().name(name).url(url).build();
    }
}
