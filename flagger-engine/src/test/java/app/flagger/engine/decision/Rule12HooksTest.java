package app.flagger.engine.decision;

import static app.flagger.engine.decision.Canaries.canary;
import static app.flagger.engine.decision.Canaries.hook;
import static app.flagger.engine.decision.Canaries.insiders;
import static app.flagger.engine.decision.Canaries.iterations;
import static app.flagger.engine.decision.Canaries.steps;
import static app.flagger.engine.decision.Canaries.successRate;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Command;
import app.flagger.api.Revision;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.HookMode;
import app.flagger.api.spec.HookType;
import app.flagger.api.spec.Webhook;
import app.flagger.api.status.OutboxEntry;
import app.flagger.api.status.Phase;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DESIGN section 3, rule 12: hooks and gates. */
class Rule12HooksTest {
    private final Webhook rollout = hook("rollout", HookType.CONFIRM_ROLLOUT);
    private final Webhook raise = hook("raise", HookType.CONFIRM_TRAFFIC_INCREASE);
    private final Webhook promotion = hook("promotion", HookType.CONFIRM_PROMOTION);
    private final Webhook load = hook("load", HookType.ROLLOUT);
    private final Webhook back = hook("back", HookType.ROLLBACK);

    private static DecisionBench bench(UnaryOperator<Analysis.Builder> strategy, Webhook... hooks) {
        return new DecisionBench(canary(analysis ->
                        strategy.apply(analysis).addMetrics(successRate()).addWebhooks(hooks)))
                .metric("request-success-rate", 100);
    }

    private static long count(DecisionBench bench, String asked) {
        return bench.asked.stream().filter(asked::equals).count();
    }

    @Test
    void confirmRolloutStandsBeforeAStart() {
        DecisionBench bench = bench(steps(20, 40), rollout);
        bench.hooks.put("rollout", false);
        bench.initialised().forget().push("2").tick();
        assertThat(bench.asked).containsExactly("rollout@Initialized");
        assertThat(bench.state()).isEqualTo("Waiting 0");
        assertThat(bench.alerts()).containsExactly("WARN rollout-gate-closed");
        bench.hooks.put("rollout", true);
        bench.tick();
        assertThat(bench.asked).contains("rollout@Waiting");
        assertThat(bench.state()).isEqualTo("Progressing 0 up");
    }

    @Test
    void aMutedGateSendsNoAlert() {
        DecisionBench bench =
                bench(steps(20, 40), rollout.toBuilder().muteAlert(true).build());
        bench.hooks.put("rollout", false);
        bench.initialised().forget().push("2").tick();
        assertThat(bench.status.phase()).isEqualTo(Phase.WAITING);
        assertThat(bench.alerts()).isEmpty();
    }

    @Test
    void confirmTrafficIncreaseIsAskedAfterTheCheckBeforeEachIncreaseAndBeforePromotion() {
        DecisionBench bench = bench(steps(20, 40), raise, promotion);
        bench.started("2").forget();
        bench.tick();
        assertThat(bench.asked).containsExactly("raise@Progressing");
        bench.forget().tick();
        assertThat(bench.asked).containsExactly("request-success-rate", "raise@Progressing");
        bench.forget().tick();
        assertThat(bench.asked).containsExactly("request-success-rate", "raise@Progressing", "promotion@Progressing");
        assertThat(bench.status.phase()).isEqualTo(Phase.PROMOTING);
    }

    @Test
    void confirmTrafficIncreaseStandsBetweenMirrorAndTheFirstWeightToo() {
        DecisionBench bench = bench(analysis -> steps(20, 40).apply(analysis).mirror(true), raise);
        bench.started("2").tick();
        bench.hooks.put("raise", false);
        bench.forget().tick();
        assertThat(bench.asked).containsExactly("request-success-rate", "raise@Progressing");
        assertThat(bench.state()).isEqualTo("Progressing 0m up");
    }

    @Test
    void confirmTrafficIncreaseIsForTheCanaryStrategyOnly() {
        DecisionBench ab = bench(analysis -> iterations(3).apply(analysis).addMatch(insiders()), raise);
        ab.started("2").ticks(4);
        DecisionBench blueGreen = bench(iterations(3), raise);
        blueGreen.started("2").ticks(5);
        assertThat(ab.asked).doesNotContain("raise@Progressing");
        assertThat(blueGreen.asked).doesNotContain("raise@Progressing");
        assertThat(ab.primary).isEqualTo(blueGreen.primary).contains(new Revision("2"));
    }

    @Test
    void confirmPromotionIsAskedAfterTheCheck() {
        DecisionBench bench = bench(steps(20, 20), promotion);
        bench.metric("request-success-rate", 10).started("2").ticks(2);
        assertThat(bench.asked).doesNotContain("promotion@Progressing");
        bench.metric("request-success-rate", 100).forget().tick();
        assertThat(bench.asked).containsExactly("request-success-rate", "promotion@Progressing");
    }

    @Test
    void whileTheIncreaseGateIsClosedChecksGoOnAndWeightAndIterationsStay() {
        DecisionBench bench = bench(analysis -> steps(20, 40).apply(analysis).threshold(2), raise);
        bench.started("2").tick();
        bench.hooks.put("raise", false);
        bench.forget().ticks(3);
        assertThat(bench.state()).isEqualTo("Progressing 20 up");
        assertThat(count(bench, "request-success-rate")).isEqualTo(3);
        assertThat(bench.status.run().orElseThrow().passed()).isZero();
        bench.metric("request-success-rate", 10).ticks(2);
        assertThat(bench.state()).isEqualTo("Failed 0");
    }

    @Test
    void whileThePromotionGateIsClosedChecksGoOnAndWeightAndIterationsStay() {
        DecisionBench bench = bench(
                analysis -> iterations(2).apply(analysis).addMatch(insiders()).threshold(2), promotion, back);
        bench.hooks.put("promotion", false);
        bench.hooks.put("back", false);
        bench.started("2").ticks(2);
        assertThat(bench.state()).isEqualTo("WaitingPromotion 100 up");
        int iterations = bench.status.iterations();
        bench.forget().ticks(3);
        assertThat(bench.status.iterations()).isEqualTo(iterations);
        assertThat(bench.state()).isEqualTo("WaitingPromotion 100 up");
        assertThat(count(bench, "request-success-rate")).isEqualTo(3);
        assertThat(count(bench, "promotion@Progressing")).isEqualTo(3);
        assertThat(bench.alerts()).as("told once, when it closed").isEmpty();
        bench.metric("request-success-rate", 10).ticks(2);
        assertThat(bench.state()).isEqualTo("Failed 0");
    }

    @Test
    void theGateOpensThePromotion() {
        DecisionBench bench = bench(steps(20, 20), promotion);
        bench.hooks.put("promotion", false);
        bench.started("2").ticks(4);
        assertThat(bench.state()).isEqualTo("WaitingPromotion 20 up");
        bench.hooks.put("promotion", true);
        bench.tick();
        assertThat(bench.state()).isEqualTo("Promoting 20 up");
    }

    @Test
    void inBlueGreenThePromotionGateIsAskedOnceBeforeTheSwitchAndTheAnswerIsSaved() {
        DecisionBench bench = bench(iterations(2), promotion);
        bench.hooks.put("promotion", false);
        bench.started("2").ticks(3);
        assertThat(bench.live).contains(Split.allToPrimary());
        assertThat(bench.status.phase()).isEqualTo(Phase.WAITING_PROMOTION);
        bench.hooks.put("promotion", true);
        bench.forget().tick();
        assertThat(bench.live).contains(Split.canary(100));
        assertThat(bench.status.run().orElseThrow().promotionConfirmed()).isTrue();
        bench.hooks.put("promotion", false);
        bench.tick();
        assertThat(bench.status.phase()).isEqualTo(Phase.PROMOTING);
        assertThat(count(bench, "promotion@Progressing")).isEqualTo(1);
    }

    @Test
    void aGateIsPolledOnceAnInterval() {
        DecisionBench bench = bench(steps(20, 40), rollout);
        bench.hooks.put("rollout", false);
        bench.initialised().push("2").tick().forget();
        bench.wake().wake().wake();
        assertThat(bench.asked).isEmpty();
        bench.tick();
        assertThat(bench.asked).containsExactly("rollout@Waiting");
    }

    @Test
    void aCommandPassesTheGateAtOnce() {
        DecisionBench bench = bench(steps(20, 40), rollout);
        bench.hooks.put("rollout", false);
        bench.initialised().push("2").tick().forget();
        bench.send(Command.Kind.PROMOTE).wake();
        assertThat(bench.state()).isEqualTo("Progressing 0 up");
        assertThat(bench.asked).isEmpty();
    }

    @Test
    void hooksOfATypeAreAskedInListOrderUpToTheFirstFailure() {
        DecisionBench bench =
                bench(steps(20, 40), load, hook("second", HookType.ROLLOUT), hook("third", HookType.ROLLOUT));
        bench.hooks.put("second", false);
        bench.started("2").tick().forget();
        bench.tick();
        assertThat(bench.asked).containsExactly("load@Progressing", "second@Progressing");
        assertThat(bench.status.failedChecks()).isEqualTo(1);
        assertThat(bench.sentences()).contains("Halt podinfo.test advancement external check second failed status 403");
    }

    @Test
    void rolloutHooksAreAskedBeforeMetrics() {
        DecisionBench bench = bench(steps(20, 40), load);
        bench.started("2").tick().forget();
        bench.tick();
        assertThat(bench.asked).containsExactly("load@Progressing", "request-success-rate");
    }

    @Test
    void aRollbackHookIsAQuestionBeforeEachCheckAndSuccessRollsBack() {
        DecisionBench bench = bench(steps(20, 40), back, load);
        bench.hooks.put("back", false);
        bench.started("2").ticks(2).forget();
        bench.tick();
        assertThat(bench.asked).startsWith("back@Progressing", "load@Progressing");
        DecisionBench yes = bench(steps(20, 40), back, load);
        yes.hooks.put("back", false);
        yes.started("2").ticks(2).forget();
        yes.hooks.put("back", true);
        yes.tick();
        assertThat(yes.asked).containsExactly("back@Progressing");
        assertThat(yes.state()).isEqualTo("Failed 0");
        assertThat(yes.alerts()).contains("WARN rollback-hook");
    }

    @Test
    void theFirstSuccessOfARollbackHookIsEnough() {
        DecisionBench bench = bench(steps(20, 40), back, hook("again", HookType.ROLLBACK));
        bench.started("2").forget();
        bench.tick();
        assertThat(bench.asked).containsExactly("back@Progressing");
    }

    @Test
    void aRollbackHookIsAskedInWaitingPromotionToo() {
        DecisionBench bench = bench(steps(20, 20), back, promotion);
        bench.hooks.put("back", false);
        bench.hooks.put("promotion", false);
        bench.started("2").until("WaitingPromotion 20 up");
        bench.hooks.put("back", true);
        bench.forget().tick();
        assertThat(bench.asked).containsExactly("back@WaitingPromotion");
        assertThat(bench.state()).isEqualTo("Failed 0");
    }

    @Test
    void betweenTwoPollsOfAClosedPromotionGateApprovalIsWaitedFor() {
        DecisionBench bench = bench(steps(20, 20), promotion);
        bench.hooks.put("promotion", false);
        bench.started("2").until("WaitingPromotion 20 up");
        assertThat(bench.lastRules()).endsWith("waiting-for-promotion-gate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cmd", "body"})
    void withACommandInItsMetadataItIsAnActionCalledOnceAfterARollbackBeforePostRollout(String key) {
        Webhook act = back.toBuilder().putMetadata(key, "undo").build();
        DecisionBench bench =
                bench(analysis -> steps(20, 40).apply(analysis).threshold(1), hook("post", HookType.POST_ROLLOUT), act);
        bench.started("2").tick().forget();
        assertThat(bench.state()).isEqualTo("Progressing 20 up");
        bench.metric("request-success-rate", 10).ticks(3);
        assertThat(bench.asked).doesNotContain("back@Progressing");
        assertThat(bench.told)
                .filteredOn(entry -> entry.kind() == OutboxEntry.Kind.HOOK)
                .extracting(OutboxEntry::receiver)
                .containsExactly("back", "post");
        assertThat(bench.told)
                .filteredOn(entry -> entry.kind() == OutboxEntry.Kind.HOOK)
                .allMatch(entry -> entry.phase() == Phase.FAILED);
    }

    @Test
    void modeSaysItExplicitly() {
        Webhook ask =
                back.toBuilder().putMetadata("cmd", "undo").mode(HookMode.ASK).build();
        DecisionBench bench = bench(steps(20, 40), ask);
        bench.started("2").tick();
        assertThat(bench.state()).isEqualTo("Failed 0");
        Webhook act =
                hook("undo", HookType.ROLLBACK).toBuilder().mode(HookMode.ACT).build();
        DecisionBench other = bench(steps(20, 40), act);
        other.started("2").tick();
        assertThat(other.state()).isEqualTo("Progressing 20 up");
    }

    @Test
    void anActingRollbackHookIsNotCalledAfterASuccess() {
        Webhook act = back.toBuilder().mode(HookMode.ACT).build();
        DecisionBench bench = bench(steps(20, 20), act, hook("post", HookType.POST_ROLLOUT));
        bench.started("2").until("Succeeded 0");
        assertThat(bench.told)
                .filteredOn(entry -> entry.kind() == OutboxEntry.Kind.HOOK)
                .extracting(OutboxEntry::receiver)
                .containsExactly("post");
    }

    @Test
    void metadataIsFilledIn() {
        Webhook told = load.toBuilder()
                .putMetadata("rps", "{{ canaryWeight }}/{{primaryWeight}}")
                .build();
        DecisionBench bench = bench(steps(20, 40), told);
        bench.started("2").ticks(2);
        assertThat(bench.steps)
                .flatExtracting(step -> step.decision().questions())
                .filteredOn(question -> question.hook().isPresent())
                .extracting(question -> question.metadata().get("rps"))
                .containsExactly("20/80");
    }
}
