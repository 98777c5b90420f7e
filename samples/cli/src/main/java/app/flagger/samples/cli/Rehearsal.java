package app.flagger.samples.cli;

import app.flagger.api.CanaryKey;
import app.flagger.api.plug.HookAnswer;
import app.flagger.api.plug.Resources;
import app.flagger.api.spec.AlertProvider;
import app.flagger.api.spec.AlertRef;
import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.HookMode;
import app.flagger.api.spec.HookType;
import app.flagger.api.spec.HttpMatch;
import app.flagger.api.spec.Metric;
import app.flagger.api.spec.MetricProviderSpec;
import app.flagger.api.spec.MetricTemplate;
import app.flagger.api.spec.ObjectMetadata;
import app.flagger.api.spec.Range;
import app.flagger.api.spec.ResourceRef;
import app.flagger.api.spec.StringMatch;
import app.flagger.api.spec.Webhook;
import app.flagger.engine.Flagger;
import app.flagger.testkit.Run;
import app.flagger.testkit.Runs;
import app.flagger.testkit.Simulation;
import app.flagger.testkit.world.Request;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One canary in a simulated world. What the world cannot know, as the answer to a query, is made up, and {@link #notes()} say so.
 */
final class Rehearsal {
    /** The scheme of hooks that are answered in Java. */
    private static final String GATE = "gate";
    /** Share of the requests that a tester sends where users never reach the canary. */
    private static final double TESTED = 0.1;
    /** How many clients are told apart by a header. */
    private static final int TESTERS = 10;

    private final List<String> notes = new ArrayList<>();
    private final Resources resources;
    private final Circumstances circumstances;
    private final Canary canary;
    private Simulation simulation;

    /**
     * Prepares it.
     *
     * @param resources what the manifests hold besides the canary
     */
    Rehearsal(Canary canary, Resources resources, Circumstances circumstances) {
        this.resources = resources;
        this.circumstances = circumstances;
        this.canary = canary;
        simulation = circumstances.applyTo(Simulation.of(canary).engine(this::standIns));
        canary.spec().analysis().metrics().forEach(this::answer);
        canary.spec().analysis().webhooks().forEach(this::answer);
        canary.spec().analysis().alerts().forEach(this::receive);
        reachCanary();
    }

    Run play() {
        return simulation.run();
    }

    /** Plays it with this many seeds in a row. */
    Runs play(int seeds) {
        return simulation.runs(seeds);
    }

    /** What was made up, for people. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    private void answer(Metric metric) {
        metric.templateRef()
                .filter(ref -> resources.metricTemplate(ref, canary.key()).isEmpty())
                .ifPresent(ref -> notes.add("MetricTemplate " + ref.name() + ", which is in none of the files"));
        Optional<Double> told = circumstances.metric(metric.name());
        boolean compares =
                metric.judge().map(judge -> !judge.type().equals("threshold")).orElse(false);
        if (told.isEmpty() && (metric.builtIn() || compares)) {
            return;
        }
        double value = told.orElseGet(() -> within(metric.effectiveRange()));
        simulation = simulation.at(Duration.ZERO, world -> world.metric(metric.name(), value));
        if (told.isEmpty()) {
            notes.add("metric " + metric.name() + " is always " + plain(value)
                    + ", within its limits: there is nobody to ask");
        }
    }

    private static double within(Range range) {
        double least = range.min().orElse(Math.min(0, range.max().orElse(0)));
        return range.max().isPresent() ? (least + range.max().getAsDouble()) / 2 : least;
    }

    private void answer(Webhook hook) {
        Optional<Integer> told = circumstances.hook(hook.name());
        if (told.isPresent()) {
            simulation = simulation.at(Duration.ZERO, world -> world.hook(hook.name(), told.get()));
            return;
        }
        // What the simulated hooks answer by themselves.
        boolean wouldRollBack = hook.type() == HookType.ROLLBACK && hook.effectiveMode() == HookMode.ASK;
        notes.add(
                hook.scheme().equals(GATE)
                        ? "gate " + hook.name() + " is " + (wouldRollBack ? "closed" : "open")
                        : "webhook " + hook.name() + " answers " + (wouldRollBack ? 404 : 200));
    }

    /** What the manifests need and do not hold. */
    private void standIns(Flagger.Builder engine) {
        engine.resources(new StandIns(resources));
        // So that gates of every name are there; as for every caller, the simulation answers in its place.
        engine.hooks(GATE, (hook, call) -> HookAnswer.yes());
    }

    private void receive(AlertRef alert) {
        if (resources.alertProvider(alert.providerRef(), canary.key()).isEmpty()) {
            notes.add("AlertProvider " + alert.providerRef().name() + ", which is in none of the files");
        }
    }

    /** In A/B testing and blue/green plain users do not reach the canary while it is judged. */
    private void reachCanary() {
        Analysis analysis = canary.spec().analysis();
        double some = circumstances.requestsPerSecond() * TESTED;
        Optional<Request> matching = analysis.match().stream()
                .flatMap(match -> request(match).stream())
                .findFirst();
        if (matching.isPresent()) {
            simulation = simulation.requests(matching.get(), some, TESTERS);
            notes.add(plain(some) + " requests per second come from users for whom analysis.match holds");
        } else if (!analysis.hasSteps() && !analysis.mirror()) {
            simulation = simulation.testRequestsPerSecond(some);
            notes.add(plain(some) + " requests per second of a load test go straight to the canary");
        }
    }

    /** A request for which a condition holds; nothing if that takes more than copying texts. */
    private static Optional<Request> request(HttpMatch match) {
        Request request = Request.plain();
        for (Map.Entry<String, StringMatch> header : match.headers().entrySet()) {
            request = request.header(header.getKey(), header.getValue().value());
        }
        for (Map.Entry<String, StringMatch> parameter : match.queryParams().entrySet()) {
            request = request.parameter(parameter.getKey(), parameter.getValue().value());
        }
        for (Map.Entry<String, String> label : match.sourceLabels().entrySet()) {
            request = request.from(label.getKey(), label.getValue());
        }
        return Optional.of(request).filter(made -> made.matches(match));
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    /** The resources of the manifests; what is missing is made up, since nothing is really asked or told. */
    private record StandIns(Resources given) implements Resources {
        @Override
        public Optional<MetricTemplate> metricTemplate(ResourceRef ref, CanaryKey asker) {
            return given.metricTemplate(ref, asker)
                    .or(() -> Optional.of(MetricTemplate.builder()
                            .metadata(metadata(ref, asker))
                            .provider(MetricProviderSpec.builder()
                                    .type("prometheus")
                                    .build())
                            .query(ref.name())
                            .build()));
        }

        @Override
        public Optional<AlertProvider> alertProvider(ResourceRef ref, CanaryKey asker) {
            return given.alertProvider(ref, asker)
                    .or(() -> Optional.of(AlertProvider.builder()
                            .metadata(metadata(ref, asker))
                            .type("slack")
                            .address("http://nobody.invalid/")
                            .build()));
        }

        private static ObjectMetadata metadata(ResourceRef ref, CanaryKey asker) {
            return ObjectMetadata.builder()
                    .namespace(ref.namespace().orElse(asker.namespace()))
                    .name(ref.name())
                    .build();
        }
    }
}
