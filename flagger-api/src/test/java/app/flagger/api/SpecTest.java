package app.flagger.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import app.flagger.api.spec.AlertProvider;
import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.CanarySpec;
import app.flagger.api.spec.HookMode;
import app.flagger.api.spec.HookType;
import app.flagger.api.spec.Metric;
import app.flagger.api.spec.NamedPlug;
import app.flagger.api.spec.ObjectMetadata;
import app.flagger.api.spec.ObjectRef;
import app.flagger.api.spec.Range;
import app.flagger.api.spec.ServiceSpec;
import app.flagger.api.spec.SessionAffinity;
import app.flagger.api.spec.StringMatch;
import app.flagger.api.spec.Webhook;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a resource must fulfil to exist, what is defaulted, and what is warned of. */
class SpecTest {
    private static final ObjectRef TARGET = ObjectRef.of("apps/v1", "Deployment", "web");

    private static CanarySpec.Builder spec(Analysis.Builder analysis) {
        return CanarySpec.builder().targetRef(TARGET).analysis(analysis.build());
    }

    private static Canary canary(CanarySpec.Builder spec) {
        ObjectMetadata metadata =
                ObjectMetadata.builder().namespace("shop").name("web").build();
        return Canary.builder().metadata(metadata).spec(spec.build()).build();
    }

    private static void assertProblems(ThrowingCallable build, String... pathsAndValues) {
        assertThatThrownBy(build).asInstanceOf(type(InvalidResource.class)).satisfies((Consumer<InvalidResource>)
                invalid -> assertThat(invalid.problems())
                        .extracting(problem -> problem.path() + "=" + problem.value())
                        .containsExactly(pathsAndValues));
    }

    @Test
    void allProblemsOfAnAnalysisAreReportedTogether() {
        Analysis.Builder analysis = Analysis.builder()
                .maxWeight(101)
                .stepWeights(List.of(5, 5, 120))
                .iterations(-1)
                .primaryReadyThreshold(-3);
        assertProblems(
                analysis::build,
                "maxWeight=101",
                "primaryReadyThreshold=-3",
                "stepWeights[1]=5",
                "stepWeights[2]=120",
                "iterations=-1");
    }

    @Test
    void stepWeightsMustRiseStrictlyWithin1To100() {
        assertThat(Analysis.builder().stepWeights(List.of(1, 2, 100)).build().effectiveMaxWeight())
                .isEqualTo(100);
        assertProblems(
                () -> Analysis.builder().stepWeights(List.of(0)).build(), "stepWeights[0]=0", "stepWeights[0]=0");
        assertProblems(() -> Analysis.builder().stepWeights(List.of(20, 10)).build(), "stepWeights[1]=10");
    }

    @Test
    void aCanaryNeedsStepsOrIterationsUnlessItSkipsOrRunsOnPlainKubernetes() {
        assertProblems(() -> spec(Analysis.builder()).build(), "analysis=");
        assertThat(spec(Analysis.builder()).skipAnalysis(true).build().skipAnalysis())
                .isTrue();
        assertThat(spec(Analysis.builder()).provider("kubernetes").build().strategy(false))
                .isEqualTo(NamedPlug.of("kubernetes"));
        assertThat(spec(Analysis.builder().strategy(NamedPlug.of("night")))
                        .build()
                        .strategy(true))
                .isEqualTo(NamedPlug.of("night"));
    }

    @Test
    void whatUpstreamDefaultsIsLegalAndWarnedOfWithTheValueThatIsUsed() {
        Analysis.Builder analysis = Analysis.builder()
                .interval(Duration.ofSeconds(5))
                .threshold(0)
                .maxWeight(0)
                .stepWeight(10)
                .addMetrics(Metric.builder()
                        .name(Metric.SUCCESS_RATE)
                        .thresholdRange(Range.atLeast(99))
                        .build());
        Canary canary = canary(spec(analysis));
        assertThat(canary.spec().analysis().effectiveInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(canary.spec().analysis().effectiveThreshold()).isEqualTo(1);
        assertThat(canary.spec().analysis().effectiveMaxWeight()).isEqualTo(100);
        assertThat(canary.warnings())
                .extracting(Problem::toString)
                .containsExactly(
                        "spec.analysis.interval: 5s: below 10s, 10s is used",
                        "spec.analysis.threshold: 0: below 1, 1 is used",
                        "spec.analysis.maxWeight: 0: 0, 100 is used");
    }

    @Test
    void defaultsAreUpstreams() {
        Analysis analysis = Analysis.builder().stepWeight(5).build();
        assertThat(analysis.effectiveInterval()).isEqualTo(Duration.ofSeconds(60));
        assertThat(analysis.effectiveThreshold()).isEqualTo(1);
        assertThat(analysis.effectiveMirrorWeight()).isEqualTo(100);
        assertThat(analysis.effectiveMaxInconclusive()).isEqualTo(60);
        CanarySpec spec = spec(Analysis.builder().stepWeight(5)).build();
        assertThat(spec.progressDeadline()).isEqualTo(Duration.ofSeconds(600));
        assertThat(spec.serviceName()).isEqualTo("web");
        assertThat(SessionAffinity.builder().cookieName("c").build().maxAge()).isEqualTo(Duration.ofSeconds(86_400));
    }

    @Test
    void theStrategyFollowsFromTheFieldsAsUpstreamDispatchesIt() {
        assertThat(spec(Analysis.builder().stepWeight(5)).build().strategy(true).type())
                .isEqualTo("canary");
        assertThat(spec(Analysis.builder().iterations(5)).build().strategy(true).type())
                .isEqualTo("blue-green");
        Analysis.Builder matched = Analysis.builder()
                .iterations(5)
                .addMatch(app.flagger.api.spec.HttpMatch.builder().build());
        assertThat(spec(matched).build().strategy(true).type()).isEqualTo("ab-testing");
        assertThat(spec(Analysis.builder().stepWeight(5).iterations(20))
                        .build()
                        .strategy(true)
                        .type())
                .isEqualTo("canary");
    }

    @Test
    void limitsOfAMetricFollowFromTheOldThresholdWhereNoRangeIsGiven() {
        Metric.Builder rate = Metric.builder().name(Metric.SUCCESS_RATE).threshold(99);
        assertThat(rate.build().effectiveRange()).isEqualTo(Range.atLeast(99));
        assertThat(rate.query("up").build().effectiveRange()).isEqualTo(Range.atMost(99));
        assertThat(Metric.builder().name(Metric.DURATION).build().effectiveRange())
                .isEqualTo(Range.atMost(0));
        assertThat(Metric.builder()
                        .name("x")
                        .threshold(3)
                        .thresholdRange(Range.atLeast(1))
                        .build()
                        .effectiveRange())
                .isEqualTo(Range.atLeast(1));
    }

    @Test
    void aRollbackHookWithACommandActsAndOneWithoutAsks() {
        Webhook.Builder hook =
                Webhook.builder().name("back").type(HookType.ROLLBACK).url("http://hooks.test/back");
        assertThat(hook.build().effectiveMode()).isEqualTo(HookMode.ASK);
        assertThat(hook.putMetadata("cmd", "migrate down").build().effectiveMode())
                .isEqualTo(HookMode.ACT);
        assertThat(hook.mode(HookMode.ASK).build().effectiveMode()).isEqualTo(HookMode.ASK);
    }

    @Test
    void hooksNeedASchemeATimeAndNoNegativeRetries() {
        Webhook.Builder hook = Webhook.builder()
                .name(" ")
                .url("hooks.test/x")
                .timeout(Duration.ZERO)
                .retries(-1);
        assertProblems(hook::build, "name= ", "url=", "timeout=PT0S", "retries=-1");
        assertThat(Webhook.builder().name("g").url("GATE:night").build().scheme())
                .isEqualTo("gate");
    }

    @Test
    void servicesAffinityAndMatchesAreChecked() {
        assertProblems(() -> ServiceSpec.builder().port(0).build(), "port=0");
        assertProblems(
                () -> ServiceSpec.builder()
                        .port(80)
                        .delegation(true)
                        .addHosts("a")
                        .build(),
                "delegation=true");
        assertProblems(
                () -> SessionAffinity.builder()
                        .cookieName("c")
                        .primaryCookieName("c")
                        .sameSite("Maybe")
                        .build(),
                "primaryCookieName=c",
                "sameSite=Maybe");
        assertProblems(() -> new StringMatch(StringMatch.Kind.REGEX, "("), "regex=(");
        assertThat(new StringMatch(StringMatch.Kind.REGEX, ".*Chrome.*").test("a Chrome b"))
                .isTrue();
        assertThat(new StringMatch(StringMatch.Kind.SUFFIX, "b").test("ab")).isTrue();
    }

    @Test
    void anAlertProviderHasExactlyOneAddressAndNeverShowsIt() {
        AlertProvider.Builder provider = AlertProvider.builder()
                .metadata(ObjectMetadata.builder().name("slack").build())
                .type("slack");
        assertProblems(provider::build, "spec=");
        AlertProvider slack =
                provider.address("https://hooks.chat.test/T0/secret").build();
        assertThat(slack.toString()).doesNotContain("secret").contains("default/slack");
        assertProblems(() -> slack.toBuilder().secretRef("token").build(), "spec=");
    }

    @Test
    void aRequiredFieldThatIsNotGivenIsNamed() {
        assertProblems(() -> Metric.builder().build(), "name=");
        assertProblems(() -> Canary.builder().build(), "metadata=", "spec=");
    }
}
