package app.flagger.engine.decision;

import static app.flagger.engine.decision.Canaries.canary;
import static app.flagger.engine.decision.Canaries.steps;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Reason;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.ObjectRef;
import app.flagger.api.status.OutboxEntry;
import app.flagger.api.status.Phase;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sentences of events and alerts: upstream's where upstream has one, and those that operators look for. */
class SentencesTest {
    private final Canary canary =
            canary(steps(10, 50), spec -> spec.targetRef(ObjectRef.of("apps/v1", "Deployment", "web")));

    private static OutboxEntry entry(String code, String facts) {
        Reason reason = Reason.of(code);
        for (String fact : facts == null ? new String[0] : facts.split(";")) {
            reason = reason.with(fact.split("=")[0].strip(), fact.split("=", 2)[1].strip());
        }
        return OutboxEntry.builder()
                .id("1")
                .kind(OutboxEntry.Kind.EVENT)
                .code(code)
                .reason(reason)
                .phase(Phase.PROGRESSING)
                .at(Instant.EPOCH)
                .build();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "initialised | | Initialization done! podinfo.test",
                "hook-passed | hook=smoke;type=confirm-rollout | Confirm-rollout check smoke passed",
                "hook-passed | hook=smoke;type=pre-rollout | Pre-rollout check smoke passed",
                "hook-passed | hook=g;type=confirm-traffic-increase | Confirm-traffic-increase check g passed",
                "hook-passed | hook=g;type=confirm-promotion | Confirm-promotion check g passed",
                "rollout-gate-closed | hook=gate | Halt podinfo.test advancement waiting for approval gate",
                "started | | New revision detected! Scaling up web.test",
                "restarted | | New revision detected! Restarting analysis for web.test",
                "analysis-started | | Starting canary analysis for web.test",
                "check-failed | outcome=pre-rollout-failed;source=s;detail=500"
                        + " | Halt podinfo.test advancement pre-rollout check s failed 500",
                "check-failed | outcome=hook-failed;source=s;detail=500"
                        + " | Halt podinfo.test advancement external check s failed 500",
                "check-failed | outcome=below-min;source=request-success-rate;value=95.0;min=99.0"
                        + " | Halt advancement podinfo.test request-success-rate check failed: 95.00 < 99.00",
                "check-failed | outcome=above-max;source=latency;value=500.5;max=500.0"
                        + " | Halt advancement podinfo.test latency check failed: 500.50 > 500.00",
                "check-failed | outcome=no-data;source=latency"
                        + " | Halt advancement podinfo.test no values found for metric latency",
                "increase-gate-closed | hook=gate"
                        + " | Halt podinfo.test advancement waiting for traffic increase approval gate",
                "advanced | weight=20 | Advance podinfo.test canary weight 20",
                "iterated | iteration=2;iterations=5 | Advance podinfo.test canary iteration 2/5",
                "routing-to-canary | mirrored=false | Routing all traffic to canary",
                "routing-to-canary | mirrored=true | Stop traffic mirroring and route all traffic to canary",
                "promotion-gate-closed | hook=gate"
                        + " | Halt podinfo.test advancement waiting for promotion approval gate",
                "promotion-started | | Copying web.test template spec to web-primary.test",
                "routing-to-primary | | Routing all traffic to primary",
                "primary-weight | primaryWeight=80 | Advance podinfo.test primary weight 80",
                "promotion-finished | | Promotion completed! Scaling down web.test",
                "promotion-skipped | | Promotion completed! Canary analysis was skipped for web.test",
                "rollback-hook | | Rolling back podinfo.test manual webhook invoked",
                "threshold-reached | failed=5 | Rolling back podinfo.test failed checks threshold reached 5",
                "canary-failed | | Canary failed! Scaling down podinfo.test",
                "canary-lost | detail=why | Rolling back podinfo.test progress deadline exceeded why",
                "promotion-failed | detail=why | Promotion of web.test failed, primary not ready: why",
                "terminating | | Terminating canary podinfo.test",
                "terminated | | Terminated canary podinfo.test"
            })
    void events(String code, String facts, String sentence) {
        assertThat(Sentences.event(canary, entry(code, facts))).isEqualTo(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "initialised | | New Deployment detected, initialization completed.",
                "started | | New revision detected, progressing canary analysis.",
                "rollout-gate-closed | | Canary is waiting for approval.",
                "increase-gate-closed | | Canary traffic increase is waiting for approval.",
                "promotion-gate-closed | | Canary promotion is waiting for approval.",
                "rollback-hook | | Rolling back manual webhook invoked",
                "threshold-reached | failed=5 | Failed checks threshold reached 5",
                "canary-lost | detail=why | Progress deadline exceeded why",
                "promotion-failed | detail=why | Promotion failed, primary not ready: why",
                "promotion-finished | | Canary analysis completed successfully, promotion finished.",
                "promotion-skipped | | Canary analysis was skipped, promotion finished."
            })
    void alerts(String code, String facts, String sentence) {
        assertThat(Sentences.alert(canary, entry(code, facts))).isEqualTo(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INITIALIZING | Unknown | New Deployment detected, starting initialization.",
                "INITIALIZED | True | Deployment initialization completed.",
                "WAITING | Unknown | Waiting for approval.",
                "WAITING_PROMOTION | Unknown | Waiting for approval.",
                "PROGRESSING | Unknown | New revision detected, progressing canary analysis.",
                "PROMOTING | Unknown | Canary analysis completed, starting primary rolling update.",
                "FINALISING | Unknown | Canary analysis completed, routing all traffic to primary.",
                "SUCCEEDED | True | Canary analysis completed successfully, promotion finished.",
                "FAILED | False | Canary analysis failed, Deployment scaled to zero.",
                "TERMINATING | Unknown | New Deployment detected, starting initialization."
            })
    void conditions(Phase phase, String status, String message) {
        assertThat(Sentences.promotedStatus(phase)).isEqualTo(status);
        assertThat(Sentences.promotedMessage(canary, phase)).isEqualTo(message);
    }

    @Test
    void everyEventThatAStoryTellsHasASentenceOfItsOwn() {
        for (DecisionBench story : Stories.all()) {
            for (OutboxEntry told : story.told) {
                String sentence = told.kind() == OutboxEntry.Kind.ALERT
                        ? Sentences.alert(story.canary, told)
                        : Sentences.event(story.canary, told);
                assertThat(sentence)
                        .as(told.code())
                        .isNotBlank()
                        .doesNotContain("{", "}")
                        .doesNotEndWith(" ");
            }
        }
    }

    @Test
    void theSentencesOfARolloutAreUpstreams() {
        DecisionBench bench = new DecisionBench(canary).started("2").until("Succeeded 0");
        assertThat(bench.sentences())
                .containsExactly(
                        "Initialization done! podinfo.test",
                        "New revision detected! Scaling up web.test",
                        "Starting canary analysis for web.test",
                        "Advance podinfo.test canary weight 10",
                        "Advance podinfo.test canary weight 20",
                        "Advance podinfo.test canary weight 30",
                        "Advance podinfo.test canary weight 40",
                        "Advance podinfo.test canary weight 50",
                        "Copying web.test template spec to web-primary.test",
                        "Routing all traffic to primary",
                        "Promotion completed! Scaling down web.test");
    }

    @Test
    void whatHasNoSentenceIsToldInItsOwnWords() {
        Canary canary = Canaries.canary(Canaries.steps(10, 50));
        assertThat(Sentences.reason(canary, Reason.of("some-code"))).isEqualTo("some code podinfo.test");
        assertThat(Sentences.reason(canary, Reason.of("some-code").with("fact", "1")))
                .isEqualTo("some code podinfo.test {fact=1}");
        assertThat(Sentences.reason(canary, Reason.of("idle"))).isEqualTo("nothing to do");
    }

    @Test
    void aSituationIsPlainUnlessItSaysOtherwise() {
        DecisionBench bench = new DecisionBench(Canaries.canary(Canaries.steps(10, 50))).initialised();
        Situation last = bench.steps.get(0).situation();
        Situation plain = Situation.builder()
                .canary(last.canary())
                .status(last.status())
                .observation(last.observation())
                .now(last.now())
                .startPhase(last.startPhase())
                .newRunId("run")
                .newCookie("cookie")
                .build();
        assertThat(plain)
                .isEqualTo(last.toBuilder().newRunId("run").newCookie("cookie").build());
    }
}
