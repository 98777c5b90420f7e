package app.flagger.engine.decision;

import static app.flagger.engine.decision.Canaries.canary;
import static app.flagger.engine.decision.Canaries.hook;
import static app.flagger.engine.decision.Canaries.insiders;
import static app.flagger.engine.decision.Canaries.iterations;
import static app.flagger.engine.decision.Canaries.steps;
import static app.flagger.engine.decision.Canaries.successRate;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Severity;
import app.flagger.api.plug.RouterTraits;
import app.flagger.api.spec.AlertRef;
import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.HookType;
import app.flagger.api.spec.ResourceRef;
import app.flagger.api.status.OutboxEntry;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Who is told of what a decision did. */
class WhatIsToldTest {
    private static DecisionBench bench(UnaryOperator<Analysis.Builder> analysis) {
        return new DecisionBench(canary(builder -> analysis.apply(builder).addMetrics(successRate())))
                .metric("request-success-rate", 100)
                .initialised()
                .forget()
                .push("2");
    }

    private static AlertRef receiver(String name, Severity least) {
        return AlertRef.builder()
                .name(name)
                .severity(least)
                .providerRef(ResourceRef.of(name))
                .build();
    }

    private static List<String> receivers(DecisionBench bench, OutboxEntry.Kind kind, String code) {
        return bench.told.stream()
                .filter(entry -> entry.kind() == kind && entry.code().equals(code))
                .map(OutboxEntry::receiver)
                .toList();
    }

    private static OutboxEntry event(DecisionBench bench, String code) {
        return bench.told.stream()
                .filter(entry -> entry.code().equals(code))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRaiseIsTold() {
        DecisionBench bench = bench(steps(20, 40)).ticks(2);
        assertThat(bench.codes(OutboxEntry.Kind.EVENT)).contains("advanced").doesNotContain("iterated");
        assertThat(event(bench, "advanced").reason().facts())
                .containsEntry("weight", "20")
                .containsEntry("mirror", "0");
    }

    @Test
    void anIterationForThoseWhoMatchIsTold() {
        DecisionBench bench = bench(analysis -> iterations(3).apply(analysis).addMatch(insiders()))
                .ticks(2);
        assertThat(bench.codes(OutboxEntry.Kind.EVENT)).contains("iterated").doesNotContain("advanced");
        assertThat(event(bench, "iterated").reason().facts())
                .containsEntry("iteration", "1")
                .containsEntry("iterations", "3");
    }

    @Test
    void theSwitchIsToldWithWhetherRequestsWereCopied() {
        DecisionBench plain = bench(iterations(2)).ticks(4);
        assertThat(event(plain, "routing-to-canary").reason().fact("mirrored")).isEqualTo("false");
        DecisionBench mirrored =
                bench(analysis -> iterations(2).apply(analysis).mirror(true)).ticks(4);
        assertThat(event(mirrored, "routing-to-canary").reason().fact("mirrored"))
                .isEqualTo("true");
    }

    @Test
    void weightsThatRiseWhileChecksAreCountedAreToldAsARaise() {
        DecisionBench bench =
                bench(analysis -> steps(20, 40).apply(analysis).iterations(4)).ticks(2);
        assertThat(bench.codes(OutboxEntry.Kind.EVENT)).contains("advanced").doesNotContain("iterated");
    }

    @Test
    void everyEventGoesToEachEventHook() {
        DecisionBench bench = bench(analysis -> steps(20, 40)
                        .apply(analysis)
                        .addWebhooks(hook("first", HookType.EVENT), hook("second", HookType.EVENT)))
                .ticks(2);
        assertThat(receivers(bench, OutboxEntry.Kind.EVENT, "advanced")).containsExactly("");
        assertThat(receivers(bench, OutboxEntry.Kind.HOOK, "advanced")).containsExactly("first", "second");
    }

    @Test
    void anAlertReachesThoseWhoWantItsSeverity() {
        DecisionBench bench = bench(analysis -> steps(20, 40)
                .apply(analysis)
                .threshold(1)
                .addAlerts(receiver("all", Severity.INFO), receiver("on-call", Severity.ERROR)));
        bench.ticks(2).metric("request-success-rate", 0).ticks(3);
        assertThat(bench.state()).isEqualTo("Failed 0");
        List<OutboxEntry> alerts = bench.told.stream()
                .filter(entry -> entry.kind() == OutboxEntry.Kind.ALERT)
                .toList();
        assertThat(alerts)
                .filteredOn(entry -> entry.severity() == Severity.INFO)
                .isNotEmpty()
                .allMatch(entry -> entry.receiver().equals("all"));
        assertThat(alerts)
                .filteredOn(entry -> entry.severity() == Severity.ERROR)
                .extracting(OutboxEntry::receiver)
                .containsExactly("all", "on-call");
    }

    @Test
    void whereNobodyIsNamedTheDefaultReceiverIsTold() {
        DecisionBench bench = bench(analysis -> steps(20, 40).apply(analysis).threshold(1));
        bench.ticks(2).metric("request-success-rate", 0).ticks(3);
        assertThat(bench.told)
                .filteredOn(entry -> entry.kind() == OutboxEntry.Kind.ALERT)
                .isNotEmpty()
                .allMatch(entry -> entry.receiver().isEmpty());
    }

    @Test
    void entriesOfOneDecisionAreNumberedAndNoIdIsUsedTwice() {
        DecisionBench bench = bench(steps(20, 40)).ticks(6);
        assertThat(bench.told).extracting(OutboxEntry::id).doesNotHaveDuplicates();
        OutboxEntry started = event(bench, "analysis-started");
        OutboxEntry advanced = event(bench, "advanced");
        String decision = started.id().substring(0, started.id().lastIndexOf('/'));
        assertThat(decision).startsWith("test/podinfo/run-");
        assertThat(started.id()).isEqualTo(decision + "/0");
        assertThat(advanced.id()).isEqualTo(decision + "/1");
    }

    @Test
    void hooksThatPassedAreTold() {
        DecisionBench bench = bench(analysis -> steps(20, 40)
                        .apply(analysis)
                        .addWebhooks(hook("gate", HookType.CONFIRM_ROLLOUT), hook("pre", HookType.PRE_ROLLOUT)))
                .ticks(2);
        assertThat(bench.sentences()).contains("Confirm-rollout check gate passed", "Pre-rollout check pre passed");
    }

    @Test
    void iterationsAreCountedOnlyWhereThereAreAny() {
        assertThat(bench(steps(20, 60)).ticks(3).status.iterations()).isZero();
        DecisionBench plain = bench(steps(20, 60));
        plain.router = RouterTraits.of();
        assertThat(plain.until("Promoting 0 up").status.iterations()).isEqualTo(10);
    }

    @Test
    void whatIsRepeatedInARestartSaysWhy() {
        DecisionBench bench = bench(steps(20, 40)).ticks(2).push("3").tick();
        assertThat(event(bench, "restarted").reason().fact("because")).isEqualTo("new revision");
    }

    @Test
    void eachSaveIsAStepFurther() {
        DecisionBench bench = bench(steps(20, 40)).ticks(6);
        List<Long> steps = bench.steps.stream()
                .flatMap(step -> step.decision().next().stream())
                .map(status -> status.step())
                .toList();
        assertThat(steps).isSorted().doesNotHaveDuplicates().doesNotContain(0L);
    }

    @Test
    void aGateThatIsClosedTellsWhichHooksPassedBeforeAndAlertsUnlessThatHookIsMuted() {
        DecisionBench bench = bench(analysis -> steps(20, 20)
                .apply(analysis)
                .addWebhooks(
                        hook("first", HookType.CONFIRM_PROMOTION),
                        hook("second", HookType.CONFIRM_PROMOTION).toBuilder()
                                .muteAlert(true)
                                .build()));
        bench.hooks.put("second", false);
        bench.ticks(2).forget().tick();
        assertThat(bench.sentences())
                .contains(
                        "Confirm-promotion check first passed",
                        "Halt podinfo.test advancement waiting for promotion approval second");
        assertThat(bench.alerts()).isEmpty();
    }

    @Test
    void aGateThatIsOpenIsToldToo() {
        DecisionBench bench = bench(analysis -> steps(20, 40)
                        .apply(analysis)
                        .addWebhooks(
                                hook("raise", HookType.CONFIRM_TRAFFIC_INCREASE),
                                hook("promotion", HookType.CONFIRM_PROMOTION)))
                .ticks(4);
        assertThat(bench.sentences())
                .contains("Confirm-traffic-increase check raise passed", "Confirm-promotion check promotion passed");
    }
}
