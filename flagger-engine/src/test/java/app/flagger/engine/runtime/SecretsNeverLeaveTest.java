package app.flagger.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Call;
import app.flagger.api.CanaryKey;
import app.flagger.api.Command;
import app.flagger.api.PlugException;
import app.flagger.api.Revision;
import app.flagger.api.Secrets;
import app.flagger.api.plug.CanaryStore;
import app.flagger.api.plug.Delivery;
import app.flagger.api.plug.HookAnswer;
import app.flagger.api.plug.HookCaller;
import app.flagger.api.plug.HookRequest;
import app.flagger.api.plug.Measurement;
import app.flagger.api.plug.MetricProvider;
import app.flagger.api.plug.MetricQuery;
import app.flagger.api.plug.Notifier;
import app.flagger.api.plug.Ownership;
import app.flagger.api.plug.Resources;
import app.flagger.api.plug.Shape;
import app.flagger.api.plug.Telemetry;
import app.flagger.api.plug.TrafficRouter;
import app.flagger.api.plug.Workload;
import app.flagger.api.plug.Workloads;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.HookType;
import app.flagger.api.spec.MetricTemplate;
import app.flagger.api.strategy.Judge;
import app.flagger.api.strategy.Strategy;
import app.flagger.engine.Event;
import app.flagger.engine.Rollout;
import app.flagger.engine.Tick;
import app.flagger.engine.TickRecord;
import app.flagger.engine.analysis.Judges;
import app.flagger.engine.strategy.Strategies;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/**
 * Secrets in every place that may hold one, plugs that throw them in exceptions, rollouts that are promoted, rolled back, aborted,
 * edited and given back: nothing that the engine writes, logs, throws or prints holds one.
 */
class SecretsNeverLeaveTest {
    private static final Pattern LEAK = Pattern.compile(Hush.MARK + "[A-Za-z-]*");
    private static final Logger LOG = Logger.getLogger("app.flagger");

    @Property(tries = 25, seed = "20261125")
    void whatIsSecretStandsInNothingThatIsWritten(@ForAll @LongRange(min = 1) long seed) {
        new Course(seed, 0.04, 40).play().requireSilence();
    }

    @Property(tries = 3_000, seed = "20261125")
    @Tag("proof")
    void norInThousandsOfRollouts(@ForAll @LongRange(min = 1) long seed) {
        new Course(seed, 0.04, 40).play().requireSilence();
    }

    @Test
    void everySecretIsHandedToWhomItIsForAndEveryKindOfTextIsLookedAt() {
        Course all = new Course(1, 0, 0);
        Set<String> spoken = new LinkedHashSet<>();
        Set<String> struck = new LinkedHashSet<>();
        for (int seed = 1; seed <= 12; seed++) {
            Course course = new Course(seed, 0.04, 300).play();
            spoken.addAll(course.kinds);
            struck.addAll(course.spoiler.struck());
        }
        all.play();
        assertThat(String.join(" ", all.handedOut))
                .contains("hush-url", "hush-metadata", "hush-metric-header", "hush-metric-address", "hush-secret-token")
                .contains("hush-alert-address", "hush-proxy", "hush-service-header", "hush-annotation");
        assertThat(spoken)
                .contains("event", "status", "record", "snapshot", "tick", "log", "exception", "value", "result");
        assertThat(struck)
                .contains(
                        "TrafficRouter.write",
                        "Workload.observe",
                        "CanaryStore.save",
                        "Ownership.acquire",
                        "MetricProvider.query",
                        "Factory.open",
                        "Notifier.deliver",
                        "HookCaller.call",
                        "Resources.alertProvider",
                        "Secrets.find",
                        "Telemetry.tick",
                        "Strategy.next",
                        "Judge.judge",
                        "Consumer.accept");
    }

    /** One rollout from its beginning to its end. */
    private static final class Course {
        private final Random random;
        private final Spoiler spoiler;
        private final HandClock clock = new HandClock();
        private final Journal journal = new Journal();
        private final FakeWorkload workload = new FakeWorkload(journal);
        private final FakeStore store = new FakeStore(journal) {
            @Override
            public Stored save(CanaryKey key, String json, Optional<String> expectedVersion, Call call)
                    throws Exception {
                write("status", json);
                return super.save(key, json, expectedVersion, call);
            }
        };
        /** What kinds of texts were written, and in which of them a secret stood. */
        private final Set<String> kinds = new LinkedHashSet<>();

        private final Map<String, String> leaks = new LinkedHashMap<>();
        /** What plugs were given, so that they could do their work. */
        private final Set<String> handedOut = new LinkedHashSet<>();

        Course(long seed, double share, int most) {
            random = new Random(seed);
            spoiler = new Spoiler(random, share, most);
        }

        private void write(String kind, Object said) {
            String text = String.valueOf(said);
            kinds.add(kind);
            Matcher leak = LEAK.matcher(text);
            while (leak.find()) {
                int from = Math.max(0, leak.start() - 200);
                leaks.putIfAbsent(kind + " tells " + leak.group(), text.substring(from, leak.end()));
            }
        }

        private void given(Object value, Object... secrets) {
            write("value", value);
            for (Object secret : secrets) {
                handedOut.add(String.valueOf(secret));
            }
        }

        Course play() {
            Level before = LOG.getLevel();
            boolean toParents = LOG.getUseParentHandlers();
            Handler handler = new Log();
            LOG.setLevel(Level.ALL);
            LOG.setUseParentHandlers(false);
            LOG.addHandler(handler);
            try {
                rollOut();
            } finally {
                LOG.removeHandler(handler);
                LOG.setUseParentHandlers(toParents);
                LOG.setLevel(before);
            }
            return this;
        }

        void requireSilence() {
            assertThat(leaks).isEmpty();
        }

        private void rollOut() {
            Engine engine = builder().build();
            engine.listen(spoiler.<Consumer<Event>>spoil(consumer(), event -> {
                write("event", event.sentence());
                write("event", event.toJson());
                write("event", event);
            }));
            engine.start();
            Canary canary = Hush.canary();
            unfit(engine, canary);
            Optional<Rollout> managed = Optional.empty();
            for (int i = 0; i < 100 && managed.isEmpty(); i++) {
                managed = attempt(() -> engine.manage(canary));
            }
            Rollout rollout = managed.orElseThrow();
            rollOut(engine, rollout, canary);
            engine.close();
        }

        private void rollOut(Engine engine, Rollout rollout, Canary canary) {
            minutes(rollout, 10);
            workload.target = new Revision("v2");
            rollout.wake();
            CompletableFuture<Object> result = new CompletableFuture<>();
            rollout.result(new Revision("v2")).whenComplete((value, failure) -> result.complete(value + " " + failure));
            minutes(rollout, 3);
            switch (random.nextInt(4)) {
                case 0 -> rollout.send(new Command(Command.Kind.ABORT, "c-1", "kim", "enough"));
                case 1 -> unfit(engine, canary);
                case 2 -> {
                    workload.target = new Revision("v3");
                    rollout.wake();
                }
                default -> {}
            }
            minutes(rollout, 25);
            attempt(() -> engine.manage(canary));
            minutes(rollout, 3);
            write("result", result.getNow("none"));
            write("health", engine.health());
            if (random.nextBoolean()) {
                engine.giveBack(canary.key()).whenComplete((value, failure) -> write("result", value + " " + failure));
                minutes(rollout, 10);
            }
        }

        /** Canaries that cannot be driven are refused with words. */
        private void unfit(Engine engine, Canary canary) {
            attempt(() -> engine.manage(canary.toBuilder()
                    .spec(canary.spec().toBuilder()
                            .provider("elsewhere")
                            .analysis(canary.spec().analysis().toBuilder()
                                    .addWebhooks(Bench.hook("lost", "ftp://" + Hush.MARK + "lost"))
                                    .build())
                            .build())
                    .build()));
        }

        private <T> Optional<T> attempt(java.util.concurrent.Callable<T> deed) {
            try {
                return Optional.of(deed.call());
            } catch (Throwable refused) {
                StringWriter text = new StringWriter();
                refused.printStackTrace(new PrintWriter(text));
                write("exception", text);
                return Optional.empty();
            }
        }

        private void minutes(Rollout rollout, int minutes) {
            for (int i = 0; i < minutes; i++) {
                clock.advance(Duration.ofMinutes(1));
                CompletableFuture<Tick> tick = rollout.tick().toCompletableFuture();
                tick.whenComplete((done, failure) -> {
                    write("tick", done);
                    write("tick", failure);
                    if (done != null) {
                        write("tick", done.failure());
                        write("snapshot", done.snapshot());
                        write("snapshot", done.snapshot().waitingForSentence());
                        write("snapshot", done.snapshot().lastDecision());
                    }
                });
                clock.advance(Duration.ZERO);
            }
        }

        private EngineBuilder builder() {
            Secrets secrets = spoiler.spoil(Secrets.class, Hush.secrets());
            Workload spoiled = spoiler.spoil(Workload.class, workload);
            FakeRouter router = new FakeRouter(journal) {
                @Override
                public void prepare(Canary canary, Call call) throws Exception {
                    given(
                            canary,
                            canary.spec().service().flatMap(it -> it.headers()),
                            canary.metadata().annotations());
                    given(call);
                    super.prepare(canary, call);
                }
            };
            return new EngineBuilder()
                    .router("fake", spoiler.spoil(TrafficRouter.class, router))
                    .workloads(spoiler.spoil(Workloads.class, (ref, key) -> Optional.of(spoiled)))
                    .metrics(spoiler.spoil(MetricProvider.class, new Numbers()))
                    .metrics("test", spoiler.spoil(MetricProvider.Factory.class, this::open))
                    .notifier("test", spoiler.spoil(Notifier.class, (alert, call) -> {
                        given(
                                alert,
                                alert.provider().flatMap(it -> it.address()),
                                alert.provider().flatMap(it -> it.proxy()));
                        given(
                                alert.provider(),
                                secrets.find(alert.canary(), "chat")
                                        .orElseThrow()
                                        .reveal("token"));
                        return switch (random.nextInt(4)) {
                            case 0 -> new Delivery.Refused("403");
                            case 1 -> new Delivery.Later(Duration.ofSeconds(5), "busy");
                            default -> new Delivery.Delivered();
                        };
                    }))
                    .hooks("test", spoiler.spoil(HookCaller.class, this::hook))
                    .strategy(
                            Hush.STRATEGY,
                            spoiler.spoil(Strategy.class, Strategies.stock().get("canary")))
                    .judge(Hush.JUDGE, spoiler.spoil(Judge.class, Judges.stock().get("threshold")))
                    .resources(spoiler.spoil(Resources.class, Hush.resources()))
                    .secrets(secrets)
                    .store(spoiler.spoil(CanaryStore.class, store))
                    .ownership(spoiler.spoil(
                            Ownership.class, (key, ttl, call) -> Optional.of(new Ownership.Grant(1, Instant.MAX))))
                    .telemetry(spoiler.spoil(Telemetry.class, new Telemetry() {}))
                    .records(spoiler.<Consumer<TickRecord>>spoil(consumer(), record -> {
                        write("record", record.toJson());
                        write("record", record);
                    }))
                    .clock(clock)
                    .seams(Seams.deterministic(random::nextLong));
        }

        private MetricProvider open(MetricTemplate template, Secrets secrets) throws PlugException {
            given(
                    template,
                    template.provider().headers(),
                    template.provider().address(),
                    template.metadata().annotations());
            secrets.find(new CanaryKey("shop", "errors"), "metrics")
                    .orElseThrow(() -> new PlugException(PlugException.Kind.DENIED, "no secret"));
            return spoiler.spoil(MetricProvider.class, new Numbers());
        }

        private HookAnswer hook(HookRequest request, Call call) {
            given(request, request.url(), request.metadata());
            if (request.type() == HookType.ROLLBACK) {
                return HookAnswer.no("not now");
            }
            return random.nextInt(40) == 0 ? new HookAnswer(false, random.nextBoolean(), "503") : HookAnswer.yes();
        }

        private final class Numbers implements MetricProvider {
            @Override
            public Set<Shape> shapes() {
                return Set.of(Shape.VALUE);
            }

            @Override
            public Measurement query(MetricQuery query, Call call) {
                given(query);
                given(query.canary());
                boolean good = random.nextInt(10) > 0;
                return new Measurement.Value(query.metric().equals("errors") == good ? 1 : 99.9, call.now());
            }
        }

        @SuppressWarnings("unchecked")
        private static <T> Class<Consumer<T>> consumer() {
            return (Class<Consumer<T>>) (Class<?>) Consumer.class;
        }

        /** Everything that is logged, with the stack traces. */
        private final class Log extends Handler {
            private final SimpleFormatter formatter = new SimpleFormatter();

            @Override
            public void publish(LogRecord record) {
                write("log", formatter.format(record));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        }
    }
}
