package app.flagger.engine.runtime;

import static app.flagger.engine.decision.MadeDecisions.saves;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.PlugException;
import app.flagger.api.Reason;
import app.flagger.api.Severity;
import app.flagger.api.plug.Alert;
import app.flagger.api.plug.Delivery;
import app.flagger.api.plug.HookAnswer;
import app.flagger.api.plug.HookRequest;
import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.HookType;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.OutboxEntry;
import app.flagger.api.status.Phase;
import app.flagger.engine.Event;
import app.flagger.engine.Rollout;
import app.flagger.engine.RunResult;
import app.flagger.engine.Tick;
import app.flagger.engine.decision.MadeDecisions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Rule 13: what is announced is written with its transition, told at least once with the same id, and then forgotten. */
class Rule13OutboxTest {
    private final Bench bench = new Bench();
    private final List<Alert> alerts = new ArrayList<>();
    private final List<HookRequest> hooks = new ArrayList<>();
    private final List<Delivery> deliveries = new ArrayList<>();

    private Rollout rollout() {
        return bench.manual(this::receivers, Rule13OutboxTest::withHooks);
    }

    private void receivers(EngineBuilder builder) {
        builder.notifier((alert, call) -> {
            alerts.add(alert);
            Delivery next = deliveries.isEmpty() ? new Delivery.Delivered() : deliveries.remove(0);
            if (next instanceof Delivery.Later later && later.why().equals("throw")) {
                throw new PlugException(PlugException.Kind.TRANSIENT, "away");
            }
            return next;
        });
        builder.hooks("test", (request, call) -> {
            hooks.add(request);
            return HookAnswer.no("I do not like it");
        });
    }

    private static Analysis.Builder withHooks(Analysis.Builder analysis) {
        return analysis.webhooks(List.of(Bench.hook("events", "test:events").toBuilder()
                .type(HookType.EVENT)
                .metadata(java.util.Map.of("weight", "{{ canaryWeight }}"))
                .build()));
    }

    private static OutboxEntry entry(String id, OutboxEntry.Kind kind, String receiver) {
        return OutboxEntry.builder()
                .id(id)
                .kind(kind)
                .receiver(receiver)
                .code("advanced")
                .reason(Reason.of("step").with("weight", 10))
                .phase(Phase.PROGRESSING)
                .at(Instant.parse("2026-01-01T00:00:00Z"))
                .severity(Severity.WARN)
                .build();
    }

    private static CanaryStatus status(Phase phase, OutboxEntry... entries) {
        return Bench.status(phase, 10, 1).toBuilder().outbox(List.of(entries)).build();
    }

    @Test
    void eventsReachListenersInOrder() {
        List<Event> events = new ArrayList<>();
        EngineBuilder builder = bench.builder().manualTicks();
        Engine engine = builder.build();
        engine.listen(events::add);
        Rollout rollout = engine.manage(Bench.canary(analysis -> analysis));
        bench.script(situation -> saves(status(
                Phase.PROGRESSING, entry("e1", OutboxEntry.Kind.EVENT, ""), entry("e2", OutboxEntry.Kind.EVENT, ""))));
        Bench.tick(rollout);
        assertThat(events).extracting(Event::sequence).containsExactly(1L, 2L);
        assertThat(events.get(0).toJson())
                .startsWith("{\"namespace\":\"shop\",\"canary\":\"web\"")
                .contains("\"weight\":\"10\"");
        Bench.tick(rollout);
        assertThat(events).as("told once").hasSize(2);
    }

    @Test
    void aMessageIsDoneWhenTheReceiverAnsweredWhateverItAnswered() {
        bench.script(situation -> saves(status(
                Phase.SUCCEEDED,
                entry("h1", OutboxEntry.Kind.HOOK, "events"),
                entry("a1", OutboxEntry.Kind.ALERT, ""))));
        deliveries.add(new Delivery.Refused("full"));
        Bench.tick(rollout());
        assertThat(hooks).hasSize(1);
        assertThat(hooks.get(0).idempotencyKey()).isEqualTo("h1");
        assertThat(hooks.get(0).phase()).isEqualTo("Progressing");
        assertThat(hooks.get(0).metadata())
                .containsEntry("weight", "10")
                .containsEntry("eventType", "Warning")
                .containsEntry("timestamp", "1767225600000")
                .containsKey("eventMessage");
        assertThat(alerts).extracting(Alert::id).containsExactly("a1");
        assertThat(bench.store.status(Bench.KEY).outbox())
                .as("a settled canary is cleared")
                .isEmpty();
        assertThat(bench.store.saved).hasSize(2);
    }

    @Test
    void acknowledgementsRideOnTheNextWriteWhileTheCanaryMoves() {
        Rollout rollout = rollout();
        bench.script(situation -> saves(status(Phase.PROGRESSING, entry("a1", OutboxEntry.Kind.ALERT, ""))));
        Bench.tick(rollout);
        assertThat(bench.store.saved).hasSize(1);
        bench.script(situation -> {
            assertThat(situation.status().outbox()).isEmpty();
            return saves(situation.status().toBuilder().canaryWeight(20).step(2).build());
        });
        Bench.tick(rollout);
        assertThat(bench.store.status(Bench.KEY).outbox()).isEmpty();
        assertThat(alerts).hasSize(1);
    }

    @Test
    void aDeliveryThatFailsIsTriedAgainLaterWithTheSameIdAndHoldsBackWhatIsBehindIt() {
        Rollout rollout = rollout();
        deliveries.add(new Delivery.Later(Duration.ofSeconds(7), "busy"));
        bench.script(situation -> saves(status(
                Phase.SUCCEEDED, entry("a1", OutboxEntry.Kind.ALERT, ""), entry("a2", OutboxEntry.Kind.ALERT, ""))));
        Tick tick = Bench.tick(rollout);
        assertThat(alerts).extracting(Alert::id).containsExactly("a1");
        assertThat(tick.dueIn()).isEqualTo(Duration.ofSeconds(7));
        bench.clock.advance(Duration.ofSeconds(6));
        Bench.tick(rollout);
        assertThat(alerts).hasSize(1);
        bench.clock.advance(Duration.ofSeconds(1));
        Bench.tick(rollout);
        assertThat(alerts).extracting(Alert::id).containsExactly("a1", "a1", "a2");
        assertThat(bench.store.status(Bench.KEY).outbox()).isEmpty();
    }

    @Test
    void aDeliveryThatNeverWorksIsGivenUpAfterItsAttempts() {
        Rollout rollout = rollout();
        for (int i = 0; i < 10; i++) {
            deliveries.add(new Delivery.Later(Duration.ZERO, "throw"));
        }
        bench.script(situation -> saves(status(Phase.SUCCEEDED, entry("a1", OutboxEntry.Kind.ALERT, ""))));
        Bench.tick(rollout);
        for (int i = 0; i < 6; i++) {
            bench.clock.advance(Duration.ofMinutes(1));
            Bench.tick(rollout);
        }
        assertThat(alerts).hasSize(4);
        assertThat(bench.store.status(Bench.KEY).outbox()).isEmpty();
    }

    @Test
    void whatWasNotAcknowledgedBeforeACrashIsToldAgainWithTheSameId() {
        bench.script(situation -> saves(status(Phase.PROGRESSING, entry("a1", OutboxEntry.Kind.ALERT, ""))));
        Bench.tick(rollout());
        bench.script();
        Bench.tick(rollout());
        assertThat(alerts).extracting(Alert::id).containsExactly("a1", "a1");
    }

    @Test
    void aReceiverThatIsNoLongerInTheSpecIsForgotten() {
        bench.script(situation -> saves(status(Phase.SUCCEEDED, entry("h1", OutboxEntry.Kind.HOOK, "gone"))));
        Bench.tick(rollout());
        assertThat(hooks).isEmpty();
        assertThat(bench.store.status(Bench.KEY).outbox()).isEmpty();
    }

    @Test
    void aReceiverThatHangsDoesNotHoldUpTheNextTick() {
        bench.holds = invocation -> invocation.method().startsWith("Notifier");
        EngineBuilder builder = bench.builder();
        receivers(builder);
        Engine engine = builder.build();
        engine.start();
        bench.script(situation -> saves(status(Phase.PROGRESSING, entry("a1", OutboxEntry.Kind.ALERT, ""))));
        Rollout rollout = engine.manage(Bench.canary(Rule13OutboxTest::withHooks));
        bench.clock.advance(Duration.ofSeconds(1));
        assertThat(bench.heldBack).hasSize(1);
        int before = bench.seen.size();
        rollout.wake();
        assertThat(bench.seen).hasSize(before + 1);
        bench.heldBack.get(0).run();
        assertThat(alerts).hasSize(1);
    }

    @Test
    void everythingIsToldBeforeATargetThatIsGoneIsForgotten() {
        EngineBuilder builder = bench.builder();
        receivers(builder);
        Engine engine = builder.build();
        engine.start();
        deliveries.add(new Delivery.Later(Duration.ZERO, "throw"));
        bench.script(situation -> saves(status(
                Phase.PROGRESSING, entry("a1", OutboxEntry.Kind.ALERT, ""), entry("a2", OutboxEntry.Kind.ALERT, ""))));
        engine.manage(Bench.canary(Rule13OutboxTest::withHooks));
        bench.clock.advance(Duration.ZERO);
        assertThat(alerts).extracting(Alert::id).containsExactly("a1");

        Journal.Fault deleted = call -> {
            throw new PlugException(PlugException.Kind.GONE, "the Deployment is deleted");
        };
        bench.journal.next("observe", deleted);
        bench.journal.next("observe", deleted);
        CompletableFuture<RunResult> given = engine.giveBack(Bench.KEY).toCompletableFuture();
        assertThat(given).isNotDone();
        bench.clock.advance(Duration.ofSeconds(1));
        assertThat(alerts).extracting(Alert::id).containsExactly("a1", "a1", "a2");
        assertThat(given).isDone();
        assertThat(engine.find(Bench.KEY)).isEmpty();
    }

    @Test
    void aRefusedPlugIsToldOnceUntilItWorksAgain() {
        List<String> codes = new ArrayList<>();
        EngineBuilder builder = bench.builder().manualTicks();
        receivers(builder);
        Engine engine = builder.build();
        engine.listen(event -> codes.add(event.code()));
        Rollout rollout = engine.manage(Bench.canary(analysis -> analysis));
        bench.script = situation -> situation.carriedOut().isEmpty()
                ? MadeDecisions.acts(MadeDecisions.route(10, "op"))
                : MadeDecisions.waits(Bench.INTERVAL);
        Runnable denied = () -> {
            bench.journal.next("route", call -> {
                throw new PlugException(PlugException.Kind.DENIED, "RBAC");
            });
            Bench.tick(rollout);
        };
        denied.run();
        denied.run();
        assertThat(codes).containsExactly("plug-denied");
        assertThat(alerts).hasSize(1);
        assertThat(alerts.get(0).severity()).isEqualTo(Severity.ERROR);
        assertThat(alerts.get(0).reason().fact("detail")).contains("RBAC");
        Bench.tick(rollout);
        denied.run();
        assertThat(codes).containsExactly("plug-denied", "plug-denied");
    }

    @Test
    void aTickEndsOnlyAfterTheFirstAttempts() {
        bench.holds = invocation -> invocation.method().startsWith("Notifier");
        bench.script(situation -> saves(status(Phase.PROGRESSING, entry("a1", OutboxEntry.Kind.ALERT, ""))));
        CompletableFuture<Tick> tick = rollout().tick().toCompletableFuture();
        assertThat(tick).isNotDone();
        bench.heldBack.get(0).run();
        assertThat(tick).isDone();
    }
}
