package app.flagger.engine.codec;

import app.flagger.api.Command;
import app.flagger.api.Reason;
import app.flagger.api.Revision;
import app.flagger.api.Settings;
import app.flagger.api.Severity;
import app.flagger.api.spec.AlertProvider;
import app.flagger.api.spec.AlertRef;
import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.AutoscalerRef;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.CanaryAnalysis;
import app.flagger.api.spec.CanarySpec;
import app.flagger.api.spec.HookMode;
import app.flagger.api.spec.HookType;
import app.flagger.api.spec.HttpMatch;
import app.flagger.api.spec.Metric;
import app.flagger.api.spec.MetricProviderSpec;
import app.flagger.api.spec.MetricTemplate;
import app.flagger.api.spec.NamedPlug;
import app.flagger.api.spec.ObjectMetadata;
import app.flagger.api.spec.ObjectRef;
import app.flagger.api.spec.Range;
import app.flagger.api.spec.ResourceRef;
import app.flagger.api.spec.ServiceSpec;
import app.flagger.api.spec.SessionAffinity;
import app.flagger.api.spec.StringMatch;
import app.flagger.api.spec.Webhook;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.Check;
import app.flagger.api.status.Condition;
import app.flagger.api.status.Displaced;
import app.flagger.api.status.Ending;
import app.flagger.api.status.Finding;
import app.flagger.api.status.ForeignRoute;
import app.flagger.api.status.OutboxEntry;
import app.flagger.api.status.Phase;
import app.flagger.api.status.PrimaryStatus;
import app.flagger.api.status.Restoring;
import app.flagger.api.status.RunStatus;
import app.flagger.api.status.Waiting;
import app.flagger.api.strategy.Judgement.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Legal values of every kind, with every field set now and then and with texts that writers like to get wrong. */
public final class RandomValues {
    private static final List<String> TEXTS = List.of(
            "on",
            "no",
            "null",
            "~",
            "",
            " ",
            "0x1f",
            "1_000",
            "1e3",
            "0777",
            ".inf",
            "12:30:45",
            "2024-01-01",
            "true",
            "-",
            "?",
            ":",
            "a: b",
            "- a",
            "#c",
            "a #c",
            "&a",
            "*a",
            "!t",
            "|",
            ">",
            "%",
            "@",
            "`",
            "'",
            "\"",
            "\\",
            "{a}",
            "[a]",
            "<<",
            "=",
            "line\nline",
            "line\n",
            "\nline",
            " lead\nx",
            "trail \nx",
            "tab\tx",
            "\t",
            "\r\n",
            "\u0085",
            "\u2028",
            "\uFEFF",
            "\u0000",
            "\u0007",
            "\u001b",
            "\u007f",
            "ümlaut",
            "日本",
            "😀",
            "{{ .Status }}",
            "curl -sd 'test' http://x | grep y\n",
            "x".repeat(200),
            "word ".repeat(40),
            "a\n\n\nb\n\n",
            "  \n",
            "no\nyes");

    private final Random random;

    public RandomValues(long seed) {
        random = new Random(seed);
    }

    public Canary canary() {
        return Canary.builder().metadata(metadata()).spec(spec()).build();
    }

    public MetricTemplate metricTemplate() {
        MetricProviderSpec.Builder provider = MetricProviderSpec.builder()
                .type(name())
                .address(maybe(this::text))
                .region(maybe(this::text))
                .insecureSkipVerify(random.nextBoolean())
                .secretRef(maybe(this::text));
        some(() -> provider.putHeaders(text(), list(this::text)));
        return MetricTemplate.builder()
                .metadata(metadata())
                .provider(provider.build())
                .query(name())
                .build();
    }

    public AlertProvider alertProvider() {
        boolean secret = random.nextBoolean();
        return AlertProvider.builder()
                .metadata(metadata())
                .type(name())
                .channel(maybe(this::text))
                .username(maybe(this::text))
                .address(secret ? Optional.empty() : Optional.of(text()))
                .secretRef(secret ? Optional.of(text()) : Optional.empty())
                .proxy(maybe(this::text))
                .messageTemplate(maybe(this::text))
                .build();
    }

    private ObjectMetadata metadata() {
        return ObjectMetadata.builder()
                .name(name())
                .namespace(name())
                .labels(map(this::text))
                .annotations(map(this::text))
                .creationTimestamp(maybe(this::instant))
                .build();
    }

    private CanarySpec spec() {
        return CanarySpec.builder()
                .provider(maybe(this::text))
                .metricsServer(maybe(this::text))
                .targetRef(objectRef())
                .autoscalerRef(maybe(() -> AutoscalerRef.builder()
                        .ref(objectRef())
                        .primaryScalerQueries(map(this::text))
                        .primaryMinReplicas(whole(1, 5))
                        .primaryMaxReplicas(whole(5, 9))
                        .build()))
                .ingressRef(maybe(this::objectRef))
                .routeRef(maybe(this::objectRef))
                .upstreamRef(maybe(this::objectRef))
                .service(maybe(this::service))
                .analysis(analysis())
                .progressDeadline(Duration.ofSeconds(1 + random.nextInt(10_000)))
                .skipAnalysis(true)
                .revertOnDeletion(random.nextBoolean())
                .suspend(random.nextBoolean())
                .build();
    }

    private ServiceSpec service() {
        boolean delegation = random.nextBoolean();
        return ServiceSpec.builder()
                .name(maybe(this::text))
                .port(1 + random.nextInt(65_535))
                .portName(maybe(this::text))
                .targetPort(maybe(() -> random.nextBoolean() ? "8080" : name()))
                .appProtocol(maybe(this::text))
                .trafficDistribution(maybe(() -> "PreferClose"))
                .portDiscovery(random.nextBoolean())
                .headless(random.nextBoolean())
                .timeout(maybe(this::duration))
                .backendTimeout(maybe(this::duration))
                .gatewayRefs(list(() -> settings().with("name", "gate")))
                .hosts(delegation ? List.of() : list(this::text))
                .gateways(delegation ? List.of() : list(this::text))
                .delegation(delegation)
                .trafficPolicy(maybe(this::settings))
                .match(list(this::match))
                .rewrite(maybe(this::settings))
                .retries(maybe(this::settings))
                .headers(maybe(this::settings))
                .mirror(list(this::settings))
                .corsPolicy(maybe(this::settings))
                .meshName(maybe(this::text))
                .backends(list(this::text))
                .apex(maybe(this::settings))
                .primary(maybe(this::settings))
                .canary(maybe(this::settings))
                .unmanagedMetadata(maybe(this::settings))
                .build();
    }

    private HttpMatch match() {
        return HttpMatch.builder()
                .name(maybe(this::text))
                .uri(maybe(this::condition))
                .scheme(maybe(this::condition))
                .method(maybe(this::condition))
                .authority(maybe(this::condition))
                .headers(map(this::condition))
                .withoutHeaders(map(this::condition))
                .queryParams(map(this::condition))
                .sourceLabels(map(this::text))
                .sourceNamespace(maybe(this::text))
                .gateways(list(this::text))
                .port(whole(0, 65_535))
                .ignoreUriCase(random.nextBoolean())
                .build();
    }

    private StringMatch condition() {
        StringMatch.Kind kind = any(StringMatch.Kind.values());
        return new StringMatch(kind, kind == StringMatch.Kind.REGEX ? "^(.*?;)?(version=beta)(;.*)?$" : text());
    }

    private Analysis analysis() {
        boolean list = random.nextBoolean();
        return Analysis.builder()
                .interval(maybe(this::duration))
                .threshold(whole(-3, 10))
                .iterations(whole(0, 10))
                .maxWeight(whole(0, 100))
                .stepWeight(list ? OptionalInt.empty() : whole(0, 100))
                .stepWeights(list ? List.of(1, 5, 100) : List.of())
                .stepWeightPromotion(whole(0, 100))
                .mirror(random.nextBoolean())
                .mirrorWeight(whole(0, 100))
                .primaryReadyThreshold(whole(0, 100))
                .canaryReadyThreshold(whole(0, 100))
                .match(list(this::match))
                .sessionAffinity(maybe(() -> SessionAffinity.builder()
                        .cookieName("cookie" + random.nextInt())
                        .primaryCookieName(maybe(this::text))
                        .maxAge(Duration.ofSeconds(random.nextInt(Integer.MAX_VALUE)))
                        .domain(maybe(this::text))
                        .path(maybe(this::text))
                        .sameSite(maybe(() -> "Lax"))
                        .httpOnly(random.nextBoolean())
                        .partitioned(random.nextBoolean())
                        .secure(random.nextBoolean())
                        .build()))
                .metrics(list(this::metric))
                .alerts(list(() -> AlertRef.builder()
                        .name(name())
                        .severity(any(Severity.values()))
                        .providerRef(new ResourceRef(name(), maybe(this::text)))
                        .build()))
                .webhooks(list(this::webhook))
                .delay(maybe(() -> duration().abs()))
                .canaryAnalysis(maybe(() -> CanaryAnalysis.builder()
                        .stepWeightPromotion(whole(0, 100))
                        .maxMirrorWeight(whole(0, 100))
                        .templateVariables(maybe(this::settings))
                        .build()))
                .strategy(maybe(() -> new NamedPlug(name(), settings())))
                .maxInconclusive(whole(1, 100))
                .build();
    }

    private Metric metric() {
        return Metric.builder()
                .name(name())
                .interval(maybe(() -> duration().abs().plusNanos(1)))
                .threshold(random.nextBoolean() ? OptionalDouble.of(number()) : OptionalDouble.empty())
                .thresholdRange(maybe(() -> new Range(
                        random.nextBoolean() ? OptionalDouble.of(number()) : OptionalDouble.empty(),
                        random.nextBoolean() ? OptionalDouble.of(number()) : OptionalDouble.empty())))
                .query(maybe(this::text))
                .templateRef(maybe(() -> new ResourceRef(name(), maybe(this::text))))
                .templateVariables(map(this::text))
                .judge(maybe(() -> new NamedPlug(name(), settings())))
                .build();
    }

    private Webhook webhook() {
        return Webhook.builder()
                .name(name())
                .url("http://host/" + random.nextInt())
                .type(any(HookType.values()))
                .timeout(duration().abs().plusNanos(1))
                .retries(random.nextInt(3))
                .disableTLS(random.nextBoolean())
                .muteAlert(random.nextBoolean())
                .metadata(map(this::text))
                .mode(maybe(() -> any(HookMode.values())))
                .build();
    }

    public CanaryStatus status() {
        return CanaryStatus.builder()
                .phase(any(Phase.values()))
                .canaryWeight(random.nextInt(101))
                .mirrorWeight(random.nextInt(101))
                .matchedOnly(random.nextBoolean())
                .failedChecks(random.nextInt(9))
                .iterations(random.nextInt(9) - 1)
                .sessionAffinityCookie(maybe(this::text))
                .primarySessionAffinityCookie(maybe(this::text))
                .previousSessionAffinityCookie(maybe(this::text))
                .trackedConfigs(map(this::text))
                .lastAppliedSpec(maybe(this::text))
                .lastPromotedSpec(maybe(this::text))
                .lastTransitionTime(maybe(this::instant))
                .conditions(list(() -> Condition.builder()
                        .type(text())
                        .status(text())
                        .reason(text())
                        .message(text())
                        .lastUpdateTime(maybe(this::instant))
                        .lastTransitionTime(maybe(this::instant))
                        .build()))
                .canaryAnalysis(list(() -> new Check(
                        instant(),
                        random.nextInt(101),
                        any(Verdict.values()),
                        list(() -> new Finding(
                                text(), any(Verdict.values()), text(), new TreeMap<>(map(this::anyNumber)), text())))))
                .step(random.nextLong() >>> 1)
                .splitStep(random.nextLong() >>> 1)
                .run(maybe(this::run))
                .primary(maybe(() -> PrimaryStatus.builder()
                        .wanted(revision())
                        .lastGood(maybe(this::revision))
                        .run(maybe(this::text))
                        .build()))
                .ending(maybe(() -> new Ending(any(Ending.Kind.values()), reason())))
                .restoring(maybe(() -> new Restoring(reason(), instant(), random.nextBoolean())))
                .waiting(maybe(() -> new Waiting(revision(), any(Phase.values()))))
                .displaced(maybe(() -> new Displaced(random.nextBoolean())))
                .foreignRoute(maybe(() -> new ForeignRoute(text(), random.nextInt(101), random.nextInt(10))))
                .canaryNotReadySince(maybe(this::instant))
                .primaryNotReadySince(maybe(this::instant))
                .lastCheckAt(maybe(this::instant))
                .paused(maybe(this::command))
                .commands(list(this::command))
                .doneCommands(list(this::text))
                .takenAnnotations(map(this::text))
                .outbox(list(() -> OutboxEntry.builder()
                        .id(text())
                        .kind(any(OutboxEntry.Kind.values()))
                        .receiver(text())
                        .code(text())
                        .severity(any(Severity.values()))
                        .reason(reason())
                        .phase(any(Phase.values()))
                        .at(instant())
                        .attempts(random.nextInt(4))
                        .build()))
                .outboxDropped(random.nextInt(3))
                .failedRevisions(list(this::revision))
                .build();
    }

    private RunStatus run() {
        return RunStatus.builder()
                .id(text())
                .revision(revision())
                .startedAt(instant())
                .strategy(text())
                .basis(text())
                .pinned(random.nextBoolean())
                .preRolloutPassed(random.nextBoolean())
                .promotionConfirmed(random.nextBoolean())
                .skip(random.nextBoolean())
                .exposed(random.nextBoolean())
                .highestWeight(random.nextInt(101))
                .passed(random.nextInt(5))
                .passedHere(random.nextInt(5))
                .inconclusive(random.nextInt(5))
                .here(maybe(this::instant))
                .readySince(maybe(this::instant))
                .strategyState(settings())
                .judgeStates(map(this::settings))
                .result(maybe(this::reason))
                .endedAt(maybe(this::instant))
                .build();
    }

    private Command command() {
        return new Command(any(Command.Kind.values()), name(), text(), text());
    }

    private Reason reason() {
        return new Reason(text(), new TreeMap<>(map(this::text)));
    }

    private Revision revision() {
        return new Revision(name());
    }

    private ObjectRef objectRef() {
        return new ObjectRef(name(), name(), name(), maybe(this::text));
    }

    public Settings settings() {
        Map<String, Object> tree = new LinkedHashMap<>();
        some(() -> tree.put(text(), text()));
        some(() -> tree.put(text(), random.nextLong()));
        some(() -> tree.put(text(), number()));
        some(() -> tree.put(text(), random.nextBoolean()));
        some(() -> tree.put(text(), list(this::text)));
        some(() -> tree.put(text(), settings().tree()));
        some(() -> tree.put(text(), List.of(Map.of("key", text()), List.of(1L, number()))));
        return new Settings(tree);
    }

    private double number() {
        return switch (random.nextInt(5)) {
            case 0 -> random.nextInt(200) - 100;
            case 1 -> Double.longBitsToDouble(random.nextLong() & 0xBFEFFFFFFFFFFFFFL);
            case 2 -> -0.0;
            case 3 -> random.nextDouble() * 100;
            default -> 99.95;
        };
    }

    private double anyNumber() {
        return switch (random.nextInt(6)) {
            case 0 -> Double.NaN;
            case 1 -> Double.POSITIVE_INFINITY;
            case 2 -> Double.NEGATIVE_INFINITY;
            default -> number();
        };
    }

    private Instant instant() {
        return Instant.ofEpochSecond(random.nextInt(), random.nextBoolean() ? 0 : random.nextInt(1_000_000_000));
    }

    private Duration duration() {
        Duration some = Duration.ofSeconds(random.nextInt(100_000));
        return random.nextBoolean()
                ? some
                : some.plusNanos(random.nextInt(1_000_000_000)).minusSeconds(random.nextInt(9));
    }

    private OptionalInt whole(int least, int most) {
        return random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(least + random.nextInt(most - least + 1));
    }

    public String text() {
        if (random.nextInt(3) == 0) {
            return "plain-" + random.nextInt(1000);
        }
        if (random.nextInt(3) > 0) {
            return TEXTS.get(random.nextInt(TEXTS.size()));
        }
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            text.append(TEXTS.get(random.nextInt(TEXTS.size())));
        }
        return text.toString();
    }

    /** A text that is not blank. */
    private String name() {
        return "n" + text();
    }

    @SafeVarargs
    private <E> E any(E... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private <T> Optional<T> maybe(Supplier<T> value) {
        return random.nextInt(3) == 0 ? Optional.of(value.get()) : Optional.empty();
    }

    private <T> List<T> list(Supplier<T> value) {
        List<T> list = new ArrayList<>();
        some(() -> list.add(value.get()));
        some(() -> list.add(value.get()));
        return list;
    }

    private <T> Map<String, T> map(Supplier<T> value) {
        Map<String, T> map = new LinkedHashMap<>();
        some(() -> map.put(text(), value.get()));
        some(() -> map.put(text(), value.get()));
        return map;
    }

    private void some(Runnable action) {
        if (random.nextInt(3) == 0) {
            action.run();
        }
    }
}
