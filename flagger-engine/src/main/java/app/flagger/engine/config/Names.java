package app.flagger.engine.config;

import app.flagger.engine.codec.NameCheck;
import app.flagger.engine.codec.NameKind;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which names a manifest may use for what is registered: a name that is not among them is a problem when reading strictly.
 * Immutable and thread-safe; each {@code with…} gives another value with more names.
 */
public final class Names {
    private static final Names ANY = new Names(new EnumMap<>(NameKind.class));
    private static final Names NONE = none(new EnumMap<>(NameKind.class));

    /** A kind without an entry takes any name. */
    private final Map<NameKind, SortedSet<String>> known;

    private Names(Map<NameKind, SortedSet<String>> known) {
        this.known = known;
    }

    private static Names none(Map<NameKind, SortedSet<String>> known) {
        Arrays.stream(NameKind.values()).forEach(kind -> known.put(kind, new TreeSet<>()));
        return new Names(known);
    }

    /** Every name is legal. */
    public static Names any() {
        return ANY;
    }

    /** No name is legal: the start of a list of one's own. */
    public static Names none() {
        return NONE;
    }

    /**
     * What upstream Flagger 1.44 enumerates, and what this project ships beyond it: the alert types pagerduty and webhook, the
     * strategies canary, ab-testing, blue-green and kubernetes, the judges threshold, mann-whitney and sequential.
     */
    public static Names upstream() {
        return none().withProviders(List.of(
                        "apisix",
                        "appmesh",
                        "appmesh:v1beta2",
                        "contour",
                        "gatewayapi:v1",
                        "gatewayapi:v1beta1",
                        "gloo",
                        "istio",
                        "knative",
                        "kubernetes",
                        "kuma",
                        "linkerd",
                        "nginx",
                        "osm",
                        "skipper",
                        "smi:v1alpha1",
                        "smi:v1alpha2",
                        "smi:v1alpha3",
                        "traefik"))
                .withTargetKinds(List.of("DaemonSet", "Deployment", "Service"))
                .withMetricProviders(List.of(
                        "prometheus",
                        "influxdb",
                        "datadog",
                        "externalmetrics",
                        "stackdriver",
                        "cloudwatch",
                        "newrelic",
                        "graphite",
                        "dynatrace",
                        "keptn",
                        "splunk"))
                .withAlertTypes(List.of("slack", "msteams", "discord", "rocket", "gchat", "pagerduty", "webhook"))
                .withHookSchemes(List.of("http", "https"))
                .withStrategies(List.of("canary", "ab-testing", "blue-green", "kubernetes"))
                .withJudges(List.of("threshold", "mann-whitney", "sequential"));
    }

    /** More routers: {@code spec.provider}. */
    public Names withProviders(Collection<String> names) {
        return with(NameKind.PROVIDER, names);
    }

    /** More kinds of targets: {@code spec.targetRef.kind}. */
    public Names withTargetKinds(Collection<String> names) {
        return with(NameKind.TARGET_KIND, names);
    }

    /** More metric providers: {@code spec.provider.type} of a MetricTemplate. */
    public Names withMetricProviders(Collection<String> names) {
        return with(NameKind.METRIC_PROVIDER, names);
    }

    /** More receivers of alerts: {@code spec.type} of an AlertProvider. */
    public Names withAlertTypes(Collection<String> names) {
        return with(NameKind.ALERT_TYPE, names);
    }

    /** More schemes of webhook URLs, in lower case. */
    public Names withHookSchemes(Collection<String> names) {
        return with(NameKind.HOOK_SCHEME, names);
    }

    /** More strategies: {@code analysis.strategy.type}. */
    public Names withStrategies(Collection<String> names) {
        return with(NameKind.STRATEGY, names);
    }

    /** More judges: {@code judge.type} of a metric. */
    public Names withJudges(Collection<String> names) {
        return with(NameKind.JUDGE, names);
    }

    private Names with(NameKind kind, Collection<String> names) {
        if (!known.containsKey(kind)) {
            return this;
        }
        Map<NameKind, SortedSet<String>> more = new EnumMap<>(known);
        SortedSet<String> all = new TreeSet<>(known.get(kind));
        all.addAll(names);
        more.put(kind, Collections.unmodifiableSortedSet(all));
        return new Names(more);
    }

    NameCheck check() {
        return kind -> Optional.ofNullable(known.get(kind));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Names names && names.known.equals(known);
    }

    @Override
    public int hashCode() {
        return known.hashCode();
    }

    @Override
    public String toString() {
        return known.isEmpty() ? "any names" : known.toString();
    }
}
