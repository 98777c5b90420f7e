package app.flagger.testkit.proof;

import app.flagger.api.Severity;
import app.flagger.api.spec.AlertRef;
import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.CanarySpec;
import app.flagger.api.spec.HookMode;
import app.flagger.api.spec.HookType;
import app.flagger.api.spec.HttpMatch;
import app.flagger.api.spec.Metric;
import app.flagger.api.spec.ObjectMetadata;
import app.flagger.api.spec.ObjectRef;
import app.flagger.api.spec.Range;
import app.flagger.api.spec.ResourceRef;
import app.flagger.api.spec.SessionAffinity;
import app.flagger.api.spec.StringMatch;
import app.flagger.api.spec.Webhook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A whole spec, drawn part by part.
 *
 * @param exposing how the canary is exposed
 * @param pace how long everything takes, and how much is tolerated
 * @param hooks in the order in which they are written
 * @param alerts the least severity of each receiver
 * @param metrics what is measured
 */
record DrawnPolicy(Exposing exposing, Pace pace, List<Hook> hooks, List<Severity> alerts, List<Measure> metrics)
        implements Design {
    private static final String GATE = "gate:";

    /** Where a metric is asked. */
    enum Measure {
        IN_LINE,
        BUILT_IN_RATE,
        BUILT_IN_DURATION,
        TEMPLATE
    }

    /** @param provider as {@code istio}; where it is {@code kubernetes}, no traffic is shifted and the rest means little */
    record Exposing(
            String provider,
            List<Integer> weights,
            int stepWeight,
            int maxWeight,
            int iterations,
            int mirrorWeight,
            int back,
            boolean match,
            boolean sticky) {
        Analysis.Builder in(Analysis.Builder builder) {
            return builder.stepWeights(weights)
                    .stepWeight(weights.isEmpty() && stepWeight > 0 ? OptionalInt.of(stepWeight) : OptionalInt.empty())
                    .maxWeight(maxWeight)
                    .iterations(weights.isEmpty() && stepWeight == 0 ? iterations + 1 : iterations)
                    .mirror(mirrorWeight > 0)
                    .mirrorWeight(mirrorWeight)
                    .stepWeightPromotion(back)
                    .match(match ? List.of(header()) : List.of())
                    .sessionAffinity(
                            sticky
                                    ? Optional.of(SessionAffinity.builder()
                                            .cookieName("version")
                                            .primaryCookieName("primary")
                                            .build())
                                    : Optional.empty());
        }

        private static HttpMatch header() {
            return HttpMatch.builder()
                    .putHeaders("x-canary", new StringMatch(StringMatch.Kind.PREFIX, "al"))
                    .build();
        }
    }

    /** Times in seconds, ready thresholds in percent. */
    record Pace(
            int interval,
            int threshold,
            int delay,
            int deadline,
            int primaryReady,
            int canaryReady,
            int replicas,
            boolean skip) {}

    /**
     * One hook.
     *
     * @param closed for a gate in this JVM, how often it says no first; below 0 for a hook over HTTP
     */
    record Hook(HookType type, HookMode mode, int closed, int retries, boolean muted) {
        boolean gate() {
            return closed >= 0;
        }

        Webhook named(String name) {
            Webhook.Builder hook = Webhook.builder()
                    .name(name)
                    .type(type)
                    .url(gate() ? GATE + name : "http://hooks.shop/" + name)
                    .retries(retries)
                    .timeout(Duration.ofSeconds(5))
                    .muteAlert(muted);
            return type == HookType.ROLLBACK ? hook.mode(mode).build() : hook.build();
        }
    }

    @Override
    public boolean shiftsTraffic() {
        return !exposing.provider.equals("kubernetes");
    }

    @Override
    public int replicas() {
        return pace.replicas;
    }

    @Override
    public Map<String, Integer> gates() {
        Map<String, Integer> gates = new LinkedHashMap<>();
        for (int i = 0; i < hooks.size(); i++) {
            if (hooks.get(i).gate()) {
                gates.put(name(i), hooks.get(i).closed);
            }
        }
        return gates;
    }

    private String name(int hook) {
        return hooks.get(hook).type.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + hook;
    }

    @Override
    public Canary canary() {
        List<Webhook> webhooks = new ArrayList<>();
        for (int i = 0; i < hooks.size(); i++) {
            webhooks.add(hooks.get(i).named(name(i)));
        }
        Analysis.Builder analysis = exposing.in(Analysis.builder())
                .interval(Duration.ofSeconds(pace.interval))
                .threshold(pace.threshold)
                .delay(Duration.ofSeconds(pace.delay))
                .primaryReadyThreshold(pace.primaryReady)
                .canaryReadyThreshold(pace.canaryReady)
                .metrics(metrics.stream().map(DrawnPolicy::metric).toList())
                .alerts(receivers())
                .webhooks(webhooks);
        return Canary.builder()
                .metadata(ObjectMetadata.builder().namespace("shop").name("web").build())
                .spec(CanarySpec.builder()
                        .targetRef(ObjectRef.of("apps/v1", "Deployment", "web"))
                        .provider(exposing.provider)
                        .progressDeadline(Duration.ofSeconds(pace.deadline))
                        .skipAnalysis(pace.skip)
                        .analysis(analysis.build())
                        .build())
                .build();
    }

    private static Metric metric(Measure measure) {
        Metric.Builder metric = Metric.builder().interval(Duration.ofMinutes(1)).thresholdRange(Range.atLeast(99));
        return switch (measure) {
            case IN_LINE ->
                metric.name(Policy.METRIC).query("custom_" + Policy.METRIC).build();
            case BUILT_IN_RATE -> metric.name(Metric.SUCCESS_RATE).build();
            case BUILT_IN_DURATION -> metric.name(Metric.DURATION).build();
            case TEMPLATE ->
                metric.name("by-template")
                        .templateRef(ResourceRef.of(References.TEMPLATE))
                        .build();
        };
    }

    private List<AlertRef> receivers() {
        List<AlertRef> receivers = new ArrayList<>();
        for (int i = 0; i < alerts.size(); i++) {
            receivers.add(AlertRef.builder()
                    .name("people-" + i)
                    .severity(alerts.get(i))
                    .providerRef(ResourceRef.of(References.RECEIVER))
                    .build());
        }
        return receivers;
    }
}
