package app.flagger.engine.runtime;

import app.flagger.api.plug.Measurement;
import app.flagger.api.plug.Measurement.Why;
import app.flagger.api.plug.MetricProvider;
import app.flagger.api.plug.MetricQuery;
import app.flagger.api.plug.Shape;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.Metric;
import app.flagger.api.spec.MetricTemplate;
import app.flagger.api.spec.ObjectRef;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Queries metrics: where to, with what, and what of the answer can be believed. */
final class Metrics {
    private static final int MOST_OPEN = 1_000;

    private final Plugs plugs;
    private final Map<MetricTemplate, CompletableFuture<MetricProvider>> open = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<MetricTemplate, CompletableFuture<MetricProvider>> eldest) {
            return size() > MOST_OPEN;
        }
    };

    Metrics(Plugs plugs) {
        this.plugs = plugs;
    }

    /** Measures. The stage never fails: no answer is an answer. */
    CompletableFuture<Measurement> ask(
            Lane lane, Canary canary, Metric metric, Shape shape, String operation, Cut cut) {
        Optional<MetricTemplate> template;
        try {
            template = metric.templateRef().flatMap(ref -> plugs.resources().metricTemplate(ref, canary.key()));
        } catch (PlugFailure broken) {
            return CompletableFuture.completedFuture(Measurements.failed(broken));
        }
        CompletableFuture<MetricProvider> provider;
        if (metric.templateRef().isPresent()) {
            if (template.isEmpty()) {
                return missing(
                        Why.BAD_QUERY,
                        "there is no MetricTemplate "
                                + metric.templateRef().get().name());
            }
            provider = opened(lane, template.get());
        } else if (plugs.metrics().isEmpty()) {
            return missing(Why.UNAVAILABLE, "no metric provider is registered");
        } else {
            provider = CompletableFuture.completedFuture(plugs.metrics().get());
        }
        MetricQuery query = query(canary, metric, shape, template);
        CompletableFuture<Measurement> answer = lane.then(
                provider,
                found -> cut.watch(lane.ask(
                        found,
                        "MetricProvider.query",
                        operation,
                        1,
                        plugs.limits().callDeadline(),
                        call -> found.query(query, call))));
        return lane.after(answer, (said, failure) -> {
            Measurement measured = said == null ? Measurements.failed(orUnknown(failure)) : said;
            return CompletableFuture.completedFuture(measured);
        });
    }

    private static Throwable orUnknown(@org.jspecify.annotations.Nullable Throwable failure) {
        return failure == null ? new IllegalStateException("no answer") : failure;
    }

    private static CompletableFuture<Measurement> missing(Why why, String detail) {
        return CompletableFuture.completedFuture(Measurements.missing(why, detail));
    }

    private CompletableFuture<MetricProvider> opened(Lane lane, MetricTemplate template) {
        MetricProvider.Factory factory =
                plugs.metricTypes().get(template.provider().type());
        if (factory == null) {
            return CompletableFuture.failedFuture(PlugFailure.of(
                    app.flagger.api.PlugException.Kind.UNSUPPORTED,
                    "no metric provider of type " + template.provider().type() + " is registered"));
        }
        synchronized (open) {
            CompletableFuture<MetricProvider> before = open.get(template);
            if (before != null && !before.isCompletedExceptionally()) {
                return before;
            }
            CompletableFuture<MetricProvider> opening =
                    lane.read(factory, "MetricProvider.Factory.open", call -> factory.open(template, plugs.secrets()));
            open.put(template, opening);
            return opening;
        }
    }

    private static MetricQuery query(Canary canary, Metric metric, Shape shape, Optional<MetricTemplate> template) {
        return MetricQuery.builder()
                .metric(metric.name())
                .canary(canary)
                .shape(shape)
                .query(template.map(MetricTemplate::query).or(metric::query))
                .template(template)
                .variables(variables(canary, metric))
                .templateVariables(metric.templateVariables())
                .interval(metric.effectiveInterval())
                .build();
    }

    private static Map<String, String> variables(Canary canary, Metric metric) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("name", canary.metadata().name());
        variables.put("namespace", canary.metadata().namespace());
        variables.put("target", canary.spec().targetRef().name());
        variables.put("service", canary.spec().serviceName());
        variables.put("ingress", canary.spec().ingressRef().map(ObjectRef::name).orElse(""));
        variables.put("route", canary.spec().routeRef().map(ObjectRef::name).orElse(""));
        variables.put("interval", Durations.text(metric.effectiveInterval()));
        return variables;
    }
}
