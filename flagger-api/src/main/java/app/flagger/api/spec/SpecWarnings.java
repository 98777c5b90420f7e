package app.flagger.api.spec;

import app.flagger.api.Problem;
import app.flagger.api.Problems;
import java.time.Duration;
import java.util.List;

/** What is legal in a spec but probably not meant. */
final class SpecWarnings {
    private SpecWarnings() {}

    static List<Problem> of(CanarySpec spec) {
        Problems warnings = new Problems();
        Analysis analysis = spec.analysis();
        defaults(warnings, analysis);
        strategy(warnings, spec);
        metrics(warnings, analysis);
        for (int i = 0; i < analysis.webhooks().size(); i++) {
            Webhook hook = analysis.webhooks().get(i);
            if (hook.type() == HookType.ROLLBACK && hook.mode().isEmpty()) {
                warnings.add(
                        "spec.analysis.webhooks[" + i + "]",
                        hook.name(),
                        hook.effectiveMode() == HookMode.ACT
                                ? "rollback hook with a command: called once after a rollback (mode: act)"
                                : "rollback hook without a command: asked before each check (mode: ask)");
            }
        }
        return warnings.list();
    }

    private static void defaults(Problems warnings, Analysis analysis) {
        Duration used = analysis.effectiveInterval();
        warnings.require(
                analysis.interval().isEmpty() || analysis.interval().get().equals(used),
                "spec.analysis.interval",
                analysis.interval().map(Duration::toSeconds).orElse(0L) + "s",
                "below 10s, " + used.toSeconds() + "s is used");
        warnings.require(
                analysis.threshold().isEmpty() || analysis.threshold().getAsInt() > 0,
                "spec.analysis.threshold",
                analysis.threshold().orElse(0),
                "below 1, 1 is used");
        warnings.require(
                analysis.maxWeight().isEmpty() || analysis.maxWeight().getAsInt() > 0,
                "spec.analysis.maxWeight",
                analysis.maxWeight().orElse(0),
                "0, 100 is used");
        boolean overstep = analysis.stepWeight().orElse(0) > 0
                && analysis.stepWeights().isEmpty()
                && analysis.effectiveMaxWeight() % analysis.stepWeight().getAsInt() != 0;
        warnings.require(
                !overstep,
                "spec.analysis.stepWeight",
                analysis.stepWeight().orElse(0),
                "does not divide maxWeight, the last step is shorter and stops at " + analysis.effectiveMaxWeight());
    }

    private static void strategy(Problems warnings, CanarySpec spec) {
        Analysis analysis = spec.analysis();
        boolean kubernetes = spec.provider().orElse("").equals("kubernetes");
        warnings.require(
                !kubernetes || analysis.match().isEmpty(),
                "spec.analysis.match",
                "",
                "ignored: the kubernetes provider shifts no traffic");
        warnings.require(
                !kubernetes || analysis.iterations().orElse(0) > 0,
                "spec.analysis.iterations",
                analysis.iterations().orElse(0),
                "not set for the kubernetes provider, 10 is used");
        warnings.require(
                kubernetes
                        || analysis.match().isEmpty()
                        || spec.strategy(true).type().equals("ab-testing"),
                "spec.analysis.match",
                "",
                "ignored: A/B testing needs iterations and no weights");
    }

    private static void metrics(Problems warnings, Analysis analysis) {
        warnings.require(
                !analysis.metrics().isEmpty(),
                "spec.analysis.metrics",
                "",
                "none: every check passes on its hooks alone");
        for (int i = 0; i < analysis.metrics().size(); i++) {
            Metric metric = analysis.metrics().get(i);
            String path = "spec.analysis.metrics[" + i + "]";
            warnings.require(
                    metric.builtIn()
                            || metric.query().isPresent()
                            || metric.templateRef().isPresent(),
                    path,
                    metric.name(),
                    "neither query nor templateRef: the check fails unless the metric provider knows the name");
            warnings.require(
                    metric.thresholdRange().isPresent()
                            || metric.threshold().isPresent()
                            || metric.judge().isPresent(),
                    path,
                    metric.name(),
                    "no thresholdRange: "
                            + (metric.name().equals(Metric.SUCCESS_RATE) ? "never fails" : "any value above 0 fails"));
        }
    }
}
