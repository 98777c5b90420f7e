package app.flagger.samples.cli;

import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.Metric;
import app.flagger.api.spec.Webhook;
import app.flagger.testkit.Simulation;
import app.flagger.testkit.world.Behaviour;
import app.flagger.testkit.world.Latency;
import app.flagger.testkit.world.Share;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say what the simulated world is like. */
final class Circumstances {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--canary-errors",
            paramLabel = "SHARE",
            converter = Converters.OfShare.class,
            description = "Share of the requests that the new version fails, as 3%%.")
    private @Nullable Share errors;

    @Option(
            names = "--canary-latency",
            paramLabel = "LATENCY",
            converter = Converters.OfLatency.class,
            description = "How long requests to the new version take, as p99=900ms or p50=100ms,p99=1.5s.")
    private @Nullable Latency latency;

    @Option(
            names = "--metric",
            paramLabel = "NAME=VALUE",
            description = "What a metric is, whatever the mesh sees. May be given several times.")
    private Map<String, Double> metrics = new LinkedHashMap<>();

    @Option(
            names = "--hook",
            paramLabel = "NAME=STATUS",
            description =
                    "The HTTP status with which the webhook of that name answers: 200, and 404 for those that would roll"
                            + " back, if not given. For a gate 200 is open and 403 closed. May be given several times.")
    private Map<String, Integer> hooks = new LinkedHashMap<>();

    @Option(
            names = "--rps",
            paramLabel = "N",
            defaultValue = "100",
            description = "Requests per second of the users, 0 to 10000; 100 if not given.")
    private double requestsPerSecond;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Where randomness begins; 1 if not given.")
    private long seed;

    /** @throws ParameterException if an option is outside its range */
    void check() {
        if (!(requestsPerSecond >= 0 && requestsPerSecond <= 10_000)) {
            throw new ParameterException(
                    spec.commandLine(), "Invalid value for option '--rps': must be between 0 and 10000");
        }
    }

    /** @throws ParameterException if an option names a metric or webhook that no canary has */
    void check(List<Canary> canaries) {
        List<Analysis> analyses =
                canaries.stream().map(canary -> canary.spec().analysis()).toList();
        List<String> known = analyses.stream()
                .flatMap(it -> it.metrics().stream())
                .map(Metric::name)
                .toList();
        checkNames("--metric", metrics.keySet(), known);
        List<String> hooked = analyses.stream()
                .flatMap(it -> it.webhooks().stream())
                .map(Webhook::name)
                .toList();
        checkNames("--hook", hooks.keySet(), hooked);
    }

    private void checkNames(String option, Set<String> names, List<String> known) {
        for (String name : names) {
            if (!known.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "Invalid value for option '" + option + "': " + name + " is in none of the canaries, only "
                                + known);
            }
        }
    }

    double requestsPerSecond() {
        return requestsPerSecond;
    }

    /** What a metric was said to be. */
    Optional<Double> metric(String name) {
        return Optional.ofNullable(metrics.get(name));
    }

    /** What a webhook was said to answer. */
    Optional<Integer> hook(String name) {
        return Optional.ofNullable(hooks.get(name));
    }

    Simulation applyTo(Simulation simulation) {
        List<Behaviour> behaviour = new ArrayList<>();
        Optional.ofNullable(errors).ifPresent(share -> behaviour.add(Behaviour.errors(share)));
        Optional.ofNullable(latency).ifPresent(takes -> behaviour.add(new Behaviour.Takes(takes)));
        return simulation
                .canary(behaviour.toArray(Behaviour[]::new))
                .requestsPerSecond(requestsPerSecond)
                .seed(seed);
    }
}
