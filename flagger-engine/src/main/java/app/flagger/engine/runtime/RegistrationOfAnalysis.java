package app.flagger.engine.runtime;

import app.flagger.api.InvalidResource;
import app.flagger.api.Problems;
import app.flagger.api.plug.MetricProvider;
import app.flagger.api.plug.Shape;
import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.Metric;
import app.flagger.api.spec.NamedPlug;
import app.flagger.api.spec.Webhook;
import app.flagger.api.strategy.Judge;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Checks metrics, hooks and alerts of one canary against the plugs. */
final class RegistrationOfAnalysis {
    private static final String GATE = "gate";

    private final Plugs plugs;
    private final Canary canary;
    private final Analysis analysis;
    private final Problems problems;

    RegistrationOfAnalysis(Plugs plugs, Canary canary, Problems problems) {
        this.plugs = plugs;
        this.canary = canary;
        this.analysis = canary.spec().analysis();
        this.problems = problems;
    }

    void check() {
        for (int i = 0; i < analysis.metrics().size(); i++) {
            metric("spec.analysis.metrics[" + i + "]", analysis.metrics().get(i));
        }
        for (int i = 0; i < analysis.webhooks().size(); i++) {
            hook("spec.analysis.webhooks[" + i + "].url", analysis.webhooks().get(i));
        }
        for (int i = 0; i < analysis.alerts().size(); i++) {
            alert("spec.analysis.alerts[" + i + "].providerRef", i);
        }
    }

    private void metric(String path, Metric metric) {
        boolean fromTemplate = metric.templateRef().isPresent();
        if (!fromTemplate) {
            problems.require(
                    plugs.metrics().isPresent(), path, metric.name(), "needs a metric provider; none is registered");
        }
        metric.templateRef()
                .flatMap(ref -> found(() -> plugs.resources().metricTemplate(ref, canary.key())))
                .ifPresent(template -> {
                    String type = template.provider().type();
                    problems.require(
                            plugs.metricTypes().containsKey(type),
                            path + ".templateRef",
                            type,
                            "provider type "
                                    + Registration.known(plugs.metricTypes().keySet()));
                });
        judge(path + ".judge", metric, fromTemplate);
    }

    private void judge(String path, Metric metric, boolean fromTemplate) {
        NamedPlug chosen = metric.judge().orElse(NamedPlug.of("threshold"));
        Judge judge = plugs.judges().get(chosen.type());
        if (judge == null) {
            problems.add(
                    path + ".type",
                    chosen.type(),
                    Registration.known(plugs.judges().keySet()));
            return;
        }
        Set<Shape> needs;
        try {
            needs = judge.needs(chosen.with());
        } catch (InvalidResource refused) {
            problems.addAll(path + ".with", refused.problems());
            return;
        } catch (RuntimeException | Error broken) {
            problems.add(
                    path,
                    chosen.type(),
                    "the judge failed: " + broken.getClass().getName());
            return;
        }
        if (!fromTemplate && plugs.metrics().isPresent()) {
            MetricProvider provider = plugs.metrics().get();
            Registration.told(problems, path, "metric provider", provider, () -> Optional.of(provider.shapes()))
                    .ifPresent(offered -> {
                        List<Shape> lacking = needs.stream()
                                .filter(shape -> !offered.contains(shape))
                                .toList();
                        problems.require(
                                lacking.isEmpty(),
                                path,
                                chosen.type(),
                                "needs " + lacking + ", which the metric provider does not offer");
                    });
        }
    }

    private void hook(String path, Webhook hook) {
        String scheme = hook.scheme();
        if (plugs.hooks().containsKey(scheme)) {
            return;
        }
        if (scheme.equals(GATE)) {
            String name = hook.url().substring(GATE.length() + 1);
            problems.require(
                    plugs.gates().containsKey(name),
                    path,
                    hook.url(),
                    "gate " + Registration.known(plugs.gates().keySet()));
        } else {
            // The rest of the address may be a secret.
            problems.add(
                    path,
                    scheme.toLowerCase(Locale.ROOT) + ":",
                    "scheme " + Registration.known(plugs.hooks().keySet()));
        }
    }

    private void alert(String path, int index) {
        found(() -> plugs.resources().alertProvider(analysis.alerts().get(index).providerRef(), canary.key()))
                .ifPresent(provider -> problems.require(
                        plugs.notifiers().containsKey(provider.type()),
                        path,
                        provider.type(),
                        "type " + Registration.known(plugs.notifiers().keySet())));
    }

    /** What cannot be looked for now is like what is not there yet: it is missed, and told of, when it is needed. */
    private static <T> Optional<T> found(Supplier<Optional<T>> lookup) {
        try {
            return lookup.get();
        } catch (PlugFailure broken) {
            return Optional.empty();
        }
    }
}
