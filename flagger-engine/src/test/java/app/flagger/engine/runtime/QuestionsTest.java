package app.flagger.engine.runtime;

import static app.flagger.engine.decision.MadeDecisions.asks;
import static app.flagger.engine.decision.MadeDecisions.hook;
import static app.flagger.engine.decision.MadeDecisions.metric;
import static app.flagger.engine.decision.MadeDecisions.waits;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Command;
import app.flagger.api.PlugException;
import app.flagger.api.Revision;
import app.flagger.api.plug.HookAnswer;
import app.flagger.api.plug.HookRequest;
import app.flagger.api.plug.Measurement;
import app.flagger.api.plug.Measurement.Why;
import app.flagger.api.plug.MetricQuery;
import app.flagger.api.spec.Metric;
import app.flagger.api.spec.ResourceRef;
import app.flagger.api.spec.Webhook;
import app.flagger.engine.Rollout;
import app.flagger.engine.Tick;
import app.flagger.engine.decision.Answer;
import app.flagger.engine.decision.Question;
import app.flagger.engine.decision.Situation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class QuestionsTest {
    private final Bench bench = new Bench();
    private final List<String> called = new ArrayList<>();
    private final List<HookRequest> requests = new ArrayList<>();
    private final Map<String, List<HookAnswer>> replies = new LinkedHashMap<>();

    private Rollout rollout() {
        return bench.manual(
                builder -> builder.hooks("test", (request, call) -> {
                    called.add(request.name() + " " + call.attempt());
                    requests.add(request);
                    List<HookAnswer> left = replies.getOrDefault(request.name(), new ArrayList<>());
                    if (left.isEmpty()) {
                        return HookAnswer.yes();
                    }
                    HookAnswer reply = left.remove(0);
                    if (reply.detail().equals("throw")) {
                        throw new java.io.IOException("no route");
                    }
                    return reply;
                }),
                analysis -> analysis);
    }

    private void replies(String hook, HookAnswer... answers) {
        replies.put(hook, new ArrayList<>(List.of(answers)));
    }

    private static Question ask(String name) {
        return hook("id-" + name, Bench.hook(name, "test:" + name));
    }

    private Map<String, Answer> answers() {
        return bench.seen.get(bench.seen.size() - 1).answers();
    }

    private void round(Question.Order order, Question... questions) {
        bench.script(situation -> asks(order, questions));
        Bench.tick(rollout());
    }

    @Test
    void theFirstNoEndsARoundUntilNo() {
        replies("b", HookAnswer.no("closed"));
        round(Question.Order.UNTIL_NO, ask("a"), ask("b"), ask("c"));
        assertThat(called).containsExactly("a 1", "b 1");
        assertThat(answers()).containsOnlyKeys("id-a", "id-b");
        assertThat(answers().get("id-b")).isEqualTo(new Answer.Hook(false, "closed"));
    }

    @Test
    void theFirstYesEndsARoundUntilYes() {
        replies("a", HookAnswer.no(""));
        round(Question.Order.UNTIL_YES, ask("a"), ask("b"), ask("c"));
        assertThat(called).containsExactly("a 1", "b 1");
    }

    @Test
    void allInTurnAsksOnAfterANo() {
        replies("a", HookAnswer.no(""));
        round(Question.Order.ALL_IN_TURN, ask("a"), ask("b"));
        assertThat(answers()).containsOnlyKeys("id-a", "id-b");
    }

    @Test
    void aHookIsCalledWithTheQuestionsIdAndTheRevision() {
        round(Question.Order.UNTIL_NO, ask("a"));
        HookRequest request = requests.get(0);
        assertThat(request.idempotencyKey()).isEqualTo("id-a");
        assertThat(request.checksum()).isEqualTo("v1");
        assertThat(request.phase()).isEqualTo("Progressing");
        assertThat(request.canary() + "." + request.namespace()).isEqualTo("web.shop");
    }

    @Test
    void aHookThatDoesNotAnswerIsCalledAgainUnderItsRetriesWithBackOff() {
        replies("a", HookAnswer.no("throw"), new HookAnswer(false, true, "503"), HookAnswer.yes());
        Webhook hook = Bench.hook("a", "test:a").toBuilder().retries(2).build();
        bench.script(situation -> asks(Question.Order.UNTIL_NO, hook("id-a", hook)));
        CompletableFuture<Tick> tick = rollout().tick().toCompletableFuture();
        assertThat(called).containsExactly("a 1");
        bench.clock.advance(Duration.ofSeconds(1));
        assertThat(called).containsExactly("a 1", "a 2");
        bench.clock.advance(Duration.ofSeconds(2));
        assertThat(called).containsExactly("a 1", "a 2", "a 3");
        assertThat(tick).isDone();
        assertThat(answers().get("id-a")).isEqualTo(new Answer.Hook(true, ""));
    }

    @Test
    void aNoThatIsFinalIsNotAskedAgain() {
        replies("a", HookAnswer.no("403"));
        Webhook hook = Bench.hook("a", "test:a").toBuilder().retries(5).build();
        round(Question.Order.UNTIL_NO, hook("id-a", hook));
        assertThat(called).containsExactly("a 1");
    }

    @Test
    void retriesThatAreUsedUpAreANo() {
        replies("a", HookAnswer.no("throw"));
        round(Question.Order.UNTIL_NO, ask("a"));
        assertThat(answers().get("id-a")).isInstanceOfSatisfying(Answer.Hook.class, answer -> {
            assertThat(answer.success()).isFalse();
            assertThat(answer.detail()).contains("IOException").doesNotContain("no route");
        });
    }

    @Test
    void aHookThatHangsIsANoAfterItsTimeout() {
        bench.holds = invocation -> invocation.method().startsWith("HookCaller");
        Webhook hook = Bench.hook("a", "test:a").toBuilder()
                .timeout(Duration.ofSeconds(3))
                .build();
        bench.script(situation -> asks(Question.Order.UNTIL_NO, hook("id-a", hook)));
        CompletableFuture<Tick> tick = rollout().tick().toCompletableFuture();
        bench.heldBack.get(0).begin();
        bench.clock.advance(Duration.ofMillis(2_999));
        assertThat(tick).isNotDone();
        bench.clock.advance(Duration.ofMillis(1));
        assertThat(tick).isDone();
        assertThat(answers().get("id-a"))
                .isInstanceOfSatisfying(
                        Answer.Hook.class, answer -> assertThat(answer.detail()).contains("3s"));
    }

    @Test
    void aGateThatNobodyRegisteredIsClosed() {
        round(Question.Order.UNTIL_NO, hook("id", Bench.hook("x", "gate:nobody")));
        assertThat(answers().get("id")).isEqualTo(new Answer.Hook(false, "there is no gate nobody"));
        round(Question.Order.UNTIL_NO, hook("id", Bench.hook("x", "carrier-pigeon:x")));
        assertThat(((Answer.Hook) answers().get("id")).detail()).contains("carrier-pigeon");
    }

    @Test
    void aCommandCutsOutstandingQuestionsOff() {
        bench.holds = invocation -> invocation.method().startsWith("HookCaller");
        bench.script(situation -> asks(Question.Order.UNTIL_NO, ask("a"), ask("b")));
        Rollout rollout = rollout();
        CompletableFuture<Tick> tick = rollout.tick().toCompletableFuture();
        List<String> cancelled = new ArrayList<>();
        bench.heldBack.get(0).begin();
        bench.heldBack.get(0).call().onCancel(() -> cancelled.add("closed the socket"));
        Command abort = new Command(Command.Kind.ABORT, "c1", "kim", "looks bad");
        rollout.send(abort);
        assertThat(tick).isDone();
        assertThat(cancelled).containsExactly("closed the socket");
        Situation after = bench.seen.get(1);
        assertThat(after.commands()).containsExactly(abort);
        assertThat(after.answers()).isEmpty();
        assertThat(after.mayAsk()).isFalse();
        assertThat(bench.heldBack).hasSize(1);
    }

    @Test
    void aPushCutsOutstandingQuestionsOff() {
        bench.holds = invocation -> invocation.method().startsWith("HookCaller");
        bench.script(situation -> asks(Question.Order.UNTIL_NO, ask("a")));
        Rollout rollout = rollout();
        CompletableFuture<Tick> tick = rollout.tick().toCompletableFuture();
        bench.workload.target = new Revision("v2");
        rollout.wake();
        assertThat(tick).isDone();
        assertThat(bench.seen.get(1).mayAsk()).isFalse();
    }

    @Test
    void aHintThatChangesNothingDoesNotCutQuestionsOff() {
        bench.holds = invocation -> invocation.method().startsWith("HookCaller");
        bench.script(situation -> asks(Question.Order.UNTIL_NO, ask("a")));
        Rollout rollout = rollout();
        CompletableFuture<Tick> tick = rollout.tick().toCompletableFuture();
        rollout.wake();
        rollout.wake();
        assertThat(tick).isNotDone();
        bench.heldBack.get(0).run();
        assertThat(tick).isDone();
        assertThat(answers()).containsOnlyKeys("id-a");
    }

    @Test
    void theMetricsOfACheckAreAskedTogether() {
        bench.holds = invocation -> invocation.method().startsWith("MetricProvider");
        Metric rate = Metric.builder().name(Metric.SUCCESS_RATE).build();
        Metric duration = Metric.builder().name(Metric.DURATION).build();
        bench.script(situation -> asks(Question.Order.TOGETHER, metric("m1", rate), metric("m2", duration)));
        CompletableFuture<Tick> tick = rollout().tick().toCompletableFuture();
        assertThat(bench.heldBack).hasSize(2);
        bench.heldBack.get(1).run();
        bench.heldBack.get(0).run();
        assertThat(tick).isDone();
        assertThat(answers().keySet()).containsExactly("m1", "m2");
    }

    private Measurement measure(Metric metric, Measurement said) {
        bench.answers = query -> said;
        round(Question.Order.TOGETHER, metric("m", metric));
        return ((Answer.Measured) answers().get("m")).measurement();
    }

    private Why missing(Metric metric, Measurement said) {
        return ((Measurement.Missing) measure(metric, said)).why();
    }

    @Test
    void whatAProviderSaysReachesTheDecisionAsItIs() {
        Metric own = Metric.builder().name("own").query("q").build();
        Measurement old = new Measurement.Value(Double.NaN, bench.clock.now().minusSeconds(1_000));
        assertThat(measure(own, old)).isEqualTo(old);
    }

    @Test
    void aProviderThatFailsHasNoMeasurement() {
        Metric own = Metric.builder().name("own").query("q").build();
        bench.journal.next("query", call -> {
            throw new PlugException(PlugException.Kind.DENIED, "401");
        });
        assertThat(missing(own, new Measurement.Value(1, bench.clock.now()))).isEqualTo(Why.DENIED);
        bench.journal.next("query", call -> {
            throw new IllegalStateException("bug");
        });
        assertThat(missing(own, new Measurement.Value(1, bench.clock.now()))).isEqualTo(Why.UNAVAILABLE);
    }

    @Test
    void aTemplateThatIsNotThereIsABadQuery() {
        Metric lost =
                Metric.builder().name("own").templateRef(ResourceRef.of("lost")).build();
        Measurement.Missing missing = (Measurement.Missing) measure(lost, new Measurement.Value(1, bench.clock.now()));
        assertThat(missing.why()).isEqualTo(Why.BAD_QUERY);
        assertThat(missing.detail()).contains("lost");
    }

    @Test
    void aQueryKnowsWhatItsPlaceholdersStandFor() {
        List<MetricQuery> asked = new ArrayList<>();
        bench.answers = query -> {
            asked.add(query);
            return new Measurement.Value(1, bench.clock.now());
        };
        Metric own = Metric.builder()
                .name("own")
                .query("q")
                .interval(Duration.ofSeconds(90))
                .build();
        round(Question.Order.TOGETHER, metric("m", own));
        assertThat(asked.get(0).variables())
                .containsEntry("name", "web")
                .containsEntry("namespace", "shop")
                .containsEntry("target", "web")
                .containsEntry("service", "web")
                .containsEntry("interval", "90s");
        assertThat(asked.get(0).query()).contains("q");
    }

    @Test
    void aTickWithoutQuestionsWaitsAsLongAsTheDecisionSays() {
        bench.script = situation -> waits(Duration.ofSeconds(17));
        assertThat(Bench.tick(rollout()).dueIn()).isEqualTo(Duration.ofSeconds(17));
    }
}
