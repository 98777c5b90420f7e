package app.flagger.engine.codec;

import app.flagger.api.Severity;
import app.flagger.api.spec.AlertRef;
import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.CanaryAnalysis;
import app.flagger.api.spec.HookMode;
import app.flagger.api.spec.HookType;
import app.flagger.api.spec.Metric;
import app.flagger.api.spec.Range;
import app.flagger.api.spec.ResourceRef;
import app.flagger.api.spec.SessionAffinity;
import app.flagger.api.spec.Webhook;
import app.flagger.engine.codec.Slots.Slot;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** {@code spec.analysis} and its parts. */
final class AnalysisTables {
    private static final String STAND_IN = "x";
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    static final Codec<Analysis> ANALYSIS = analysis();

    private AnalysisTables() {}

    private static Codec<Analysis> analysis() {
        return Table.of(Analysis::builder, Analysis.Builder::build)
                .optional("interval", Codecs.DURATION, Analysis::interval, Analysis.Builder::interval)
                .whole("threshold", Analysis::threshold, Analysis.Builder::threshold)
                .whole("iterations", Analysis::iterations, Analysis.Builder::iterations)
                .whole("maxWeight", Analysis::maxWeight, Analysis.Builder::maxWeight)
                .whole("stepWeight", Analysis::stepWeight, Analysis.Builder::stepWeight)
                .list("stepWeights", Codecs.WHOLE, Analysis::stepWeights, Analysis.Builder::stepWeights)
                .whole("stepWeightPromotion", Analysis::stepWeightPromotion, Analysis.Builder::stepWeightPromotion)
                .flag("mirror", Analysis::mirror, Analysis.Builder::mirror)
                .whole("mirrorWeight", Analysis::mirrorWeight, Analysis.Builder::mirrorWeight)
                .whole(
                        "primaryReadyThreshold",
                        Analysis::primaryReadyThreshold,
                        Analysis.Builder::primaryReadyThreshold)
                .whole("canaryReadyThreshold", Analysis::canaryReadyThreshold, Analysis.Builder::canaryReadyThreshold)
                .list("match", MatchTables.HTTP, Analysis::match, Analysis.Builder::match)
                .optional("sessionAffinity", affinity(), Analysis::sessionAffinity, Analysis.Builder::sessionAffinity)
                .list("metrics", metric(), Analysis::metrics, Analysis.Builder::metrics)
                .list("alerts", alert(), Analysis::alerts, Analysis.Builder::alerts)
                .list("webhooks", webhook(), analysis -> analysis.webhooks(), Analysis.Builder::webhooks)
                .optional("delay", Codecs.DURATION, Analysis::delay, Analysis.Builder::delay)
                .optional(
                        "canaryAnalysis", canaryAnalysis(), Analysis::canaryAnalysis, Analysis.Builder::canaryAnalysis)
                .optional("strategy", RefTables.STRATEGY, Analysis::strategy, Analysis.Builder::strategy)
                .whole("maxInconclusive", Analysis::maxInconclusive, Analysis.Builder::maxInconclusive);
    }

    private static Codec<SessionAffinity> affinity() {
        return Table.of(SessionAffinity::builder, SessionAffinity.Builder::build)
                .required(
                        "cookieName",
                        Codecs.TEXT,
                        SessionAffinity::cookieName,
                        SessionAffinity.Builder::cookieName,
                        "stand-in for the cookie name")
                .optional(
                        "primaryCookieName",
                        Codecs.TEXT,
                        SessionAffinity::primaryCookieName,
                        SessionAffinity.Builder::primaryCookieName)
                .usually(
                        Duration.ofSeconds(86_400),
                        "maxAge",
                        Codecs.SECONDS,
                        SessionAffinity::maxAge,
                        SessionAffinity.Builder::maxAge)
                .optional("domain", Codecs.TEXT, SessionAffinity::domain, SessionAffinity.Builder::domain)
                .optional("path", Codecs.TEXT, SessionAffinity::path, SessionAffinity.Builder::path)
                .optional("sameSite", Codecs.TEXT, SessionAffinity::sameSite, SessionAffinity.Builder::sameSite)
                .flag("httpOnly", SessionAffinity::httpOnly, SessionAffinity.Builder::httpOnly)
                .flag("partitioned", SessionAffinity::partitioned, SessionAffinity.Builder::partitioned)
                .flag("secure", SessionAffinity::secure, SessionAffinity.Builder::secure);
    }

    private static Codec<Metric> metric() {
        return Table.of(Metric::builder, Metric.Builder::build)
                .required("name", Codecs.TEXT, Metric::name, Metric.Builder::name, STAND_IN)
                .optional("templateRef", RefTables.RESOURCE, Metric::templateRef, Metric.Builder::templateRef)
                .optional("thresholdRange", range(), Metric::thresholdRange, Metric.Builder::thresholdRange)
                .number("threshold", Metric::threshold, Metric.Builder::threshold)
                .optional("interval", Codecs.DURATION, Metric::interval, Metric.Builder::interval)
                .optional("query", Codecs.TEXT, Metric::query, Metric.Builder::query)
                .map("templateVariables", Codecs.TEXT, Metric::templateVariables, Metric.Builder::templateVariables)
                .optional("judge", RefTables.JUDGE, Metric::judge, Metric.Builder::judge)
                .identifiedBy(Metric::name);
    }

    private static Codec<Range> range() {
        Slot<Double> min = new Slot<>();
        Slot<Double> max = new Slot<>();
        return Table.<Range, Slots>of(Slots::new, s -> new Range(given(min.find(s)), given(max.find(s))))
                .number("min", Range::min, min::set)
                .number("max", Range::max, max::set);
    }

    private static OptionalDouble given(Optional<Double> number) {
        return number.map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }

    private static Codec<AlertRef> alert() {
        Codec<Severity> severity = Codecs.emptyMeans(Severity.INFO, Codecs.choice(Severity.class, Codecs::lowerCase));
        return Table.of(AlertRef::builder, AlertRef.Builder::build)
                .required("name", Codecs.TEXT, AlertRef::name, AlertRef.Builder::name, STAND_IN)
                .usually(Severity.INFO, "severity", severity, AlertRef::severity, AlertRef.Builder::severity)
                .required(
                        "providerRef",
                        RefTables.RESOURCE,
                        AlertRef::providerRef,
                        AlertRef.Builder::providerRef,
                        ResourceRef.of(STAND_IN))
                .identifiedBy(AlertRef::name);
    }

    private static Codec<Webhook> webhook() {
        Codec<HookType> type = Codecs.emptyMeans(HookType.ROLLOUT, Codecs.choice(HookType.class, HookType::wireName));
        Codec<String> url = Codecs.checked(Codecs.TEXT, (text, found) -> {
            int colon = text.indexOf(':');
            if (colon > 0) {
                found.reading()
                        .name(NameKind.HOOK_SCHEME, text.substring(0, colon).toLowerCase(Locale.ROOT), found.at());
            }
            return text;
        });
        return Table.of(Webhook::builder, Webhook.Builder::build)
                .required("name", Codecs.TEXT, Webhook::name, Webhook.Builder::name, STAND_IN)
                .usually(HookType.ROLLOUT, "type", type, Webhook::type, Webhook.Builder::type)
                .required("url", url, Webhook::url, Webhook.Builder::url, "http://x")
                .usually(DEFAULT_TIMEOUT, "timeout", new TimeoutCodec(), Webhook::timeout, Webhook.Builder::timeout)
                .usually(0, "retries", Codecs.WHOLE, Webhook::retries, Webhook.Builder::retries)
                .flag("disableTLS", Webhook::disableTLS, Webhook.Builder::disableTLS)
                .flag("muteAlert", Webhook::muteAlert, Webhook.Builder::muteAlert)
                .map("metadata", Codecs.hidden(Codecs.TEXT), Webhook::metadata, Webhook.Builder::metadata)
                .optional(
                        "mode", Codecs.choice(HookMode.class, Codecs::lowerCase), Webhook::mode, Webhook.Builder::mode)
                .identifiedBy(Webhook::name);
    }

    private static Codec<CanaryAnalysis> canaryAnalysis() {
        return Table.of(CanaryAnalysis::builder, CanaryAnalysis.Builder::build)
                .whole(
                        "stepWeightPromotion",
                        CanaryAnalysis::stepWeightPromotion,
                        CanaryAnalysis.Builder::stepWeightPromotion)
                .whole("maxMirrorWeight", CanaryAnalysis::maxMirrorWeight, CanaryAnalysis.Builder::maxMirrorWeight)
                .optional(
                        "templateVariables",
                        Codecs.SETTINGS,
                        CanaryAnalysis::templateVariables,
                        CanaryAnalysis.Builder::templateVariables);
    }

    /** Upstream takes a timeout of less than two characters for "not given". */
    private static final class TimeoutCodec implements Codec<Duration> {
        @Override
        public Optional<Duration> read(Node node, Place at, Reading reading) {
            if (node instanceof Scalar scalar
                    && scalar.kind() == Scalar.Kind.TEXT
                    && scalar.text().length() < 2) {
                reading.warn(at, scalar.text(), "shorter than two characters, 10s is used");
                return Optional.of(DEFAULT_TIMEOUT);
            }
            return Codecs.DURATION.read(node, at, reading);
        }

        @Override
        public Node write(Duration timeout) {
            return Codecs.DURATION.write(timeout);
        }
    }
}
