package app.flagger.testkit;

import app.flagger.api.Call;
import app.flagger.api.Revision;
import app.flagger.api.plug.Measurement;
import app.flagger.api.plug.MetricProvider;
import app.flagger.api.plug.MetricQuery;
import app.flagger.api.plug.Shape;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.Metric;
import app.flagger.api.strategy.Judgement.Verdict;
import app.flagger.engine.codec.SkimmedStatus;
import app.flagger.testkit.world.Role;
import app.flagger.testkit.world.SimulatedWorkload;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What metrics told the engine since the last check: what a check that passed rests on. */
final class MetricAnswers {
    /** A tick reads the clock at its beginning, and its answers come later. */
    private static final Duration TICK = Duration.ofMinutes(1);

    private static final String METRIC = "/metric/";
    private static final String NEVER = "was not answered";
    private static final String GOOD = "";

    private final SimulatedWorkload workload;
    private final Set<Revision> analysed = new LinkedHashSet<>();
    private final Map<String, Metric> names = new LinkedHashMap<>();
    /** By the intent for which they were asked, and by metric. */
    private final Map<String, Map<String, String>> answers = new LinkedHashMap<>();

    private final Set<Revision> seen = new LinkedHashSet<>();
    private final Set<String> wanted = new LinkedHashSet<>();
    private Canary canary;

    MetricAnswers(Canary canary, SimulatedWorkload workload) {
        this.workload = workload;
        this.canary = canary;
        analysed.add(workload.target());
        begin();
    }

    /** The canary was edited: a check that is under way need not know metrics that it did not have before. */
    void canary(Canary edited) {
        canary = edited;
        wanted.retainAll(configured());
    }

    /** Nobody need have analysed that one. */
    void excuse(Revision revision) {
        analysed.add(revision);
    }

    boolean analysed(Revision revision) {
        return analysed.contains(revision);
    }

    /** Notes what is asked. */
    MetricProvider over(MetricProvider metrics) {
        return new MetricProvider() {
            @Override
            public Set<Shape> shapes() {
                return metrics.shapes();
            }

            @Override
            public Measurement query(MetricQuery query, Call call) throws Exception {
                if (!call.remaining().isZero()) {
                    asked(query.metric(), call.operation());
                }
                return metrics.query(query, call);
            }
        };
    }

    /** Not a query that lands when nobody waits for it any more. */
    private void asked(String name, String operation) {
        canary.spec().analysis().metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .findFirst()
                .ifPresent(metric -> names.put(operation, metric));
        of(intent(operation)).putIfAbsent(name, NEVER);
    }

    private Map<String, String> of(String intent) {
        return answers.computeIfAbsent(intent, any -> new LinkedHashMap<>());
    }

    /** Run and step, of an operation such as {@code flagger/shop/web/run-1/metric/4/0/queue}. */
    private static String intent(String operation) {
        int kind = operation.indexOf(METRIC);
        int end = operation.indexOf('/', kind + METRIC.length());
        return operation.substring(0, kind) + operation.substring(kind + METRIC.length() - 1, end);
    }

    /** The engine was told that. */
    void told(String operation, Measurement measurement, Instant now) {
        Metric metric = names.get(operation);
        if (metric != null) {
            String flaw = flaw(metric, measurement, now);
            of(intent(operation)).merge(metric.name(), flaw, (before, later) -> before.equals(GOOD) ? GOOD : later);
            if (flaw.equals(GOOD)) {
                workload.running(Role.CANARY).ifPresent(seen::add);
            }
        }
    }

    private static String flaw(Metric metric, Measurement measurement, Instant now) {
        if (measurement instanceof Measurement.Missing missing) {
            return "was answered with " + missing.why();
        }
        Instant at =
                measurement instanceof Measurement.Value value ? value.at() : ((Measurement.Counts) measurement).to();
        Duration fresh = metric.effectiveInterval().multipliedBy(2).plus(TICK);
        if (at.isBefore(now.minus(fresh))) {
            return "was answered with something as old as " + Duration.between(at, now);
        }
        return measurement instanceof Measurement.Value value && impossible(metric, value.value())
                ? "was answered with " + value.value()
                : GOOD;
    }

    private static boolean impossible(Metric metric, double value) {
        boolean rate = metric.builtIn() && metric.name().equals(Metric.SUCCESS_RATE);
        return !Double.isFinite(value) || metric.builtIn() && value < 0 || rate && value > 100;
    }

    /**
     * A check was made, the last one of the status.
     *
     * @return what is wrong with it, if it passed: metrics that gave no number to believe
     */
    List<String> checked(SkimmedStatus status) {
        boolean passed = status.lastCheck()
                .filter(check -> check.verdict().equals(Verdict.PASS.name()))
                .isPresent();
        // The save that counts the check is the next step. It may land when the same has been asked again, so one good
        // answer does.
        String run = "/" + status.run().map(SkimmedStatus.LastRun::id).orElse("") + "/" + (status.step() - 1);
        Map<String, String> here = answers.entrySet().stream()
                .filter(asked -> asked.getKey().endsWith(run))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElse(Map.of());
        List<String> flaws = passed
                ? wanted.stream()
                        .filter(name -> !here.getOrDefault(name, NEVER).equals(GOOD))
                        .map(name -> "metric " + name + " " + here.getOrDefault(name, NEVER))
                        .toList()
                : List.of();
        Optional<Revision> revision = status.run().map(last -> new Revision(last.revision()));
        if (passed && flaws.isEmpty()) {
            revision.filter(seen::contains).ifPresent(analysed::add);
        }
        begin();
        return flaws;
    }

    private void begin() {
        seen.clear();
        wanted.clear();
        wanted.addAll(configured());
    }

    private List<String> configured() {
        return canary.spec().analysis().metrics().stream().map(Metric::name).toList();
    }
}
