package app.flagger.engine.decision;

import app.flagger.api.Settings;
import app.flagger.api.plug.Measurement;
import app.flagger.api.plug.Measurement.Why;
import app.flagger.api.plug.Shape;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.Metric;
import app.flagger.api.spec.NamedPlug;
import app.flagger.api.status.Finding;
import app.flagger.api.strategy.Evidence;
import app.flagger.api.strategy.Judge;
import app.flagger.api.strategy.Judgement;
import app.flagger.api.strategy.Judgement.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The metrics of one check: asked together, each judged by its judge. */
final class Metrics {
    private static final double ALPHA = 0.05;

    /**
     * What came of them.
     *
     * @param ask the questions that are still open, or nothing
     * @param findings one for each metric, in list order
     * @param judgeStates what the judges want to remember, by metric
     */
    record Result(Optional<Decision> ask, List<Finding> findings, Map<String, Settings> judgeStates) {}

    private Metrics() {}

    static Result check(Facts facts) {
        List<Metric> metrics = facts.analysis().metrics();
        List<Question> open = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        Map<String, Settings> states = new LinkedHashMap<>(facts.currentRun().judgeStates());
        String operation = facts.operation("metric");
        for (int i = 0; i < metrics.size(); i++) {
            Metric metric = metrics.get(i);
            String id = operation + "/" + i + "/" + metric.name();
            if (facts.situation().answers().get(id) instanceof Answer.Measured answer) {
                findings.add(judge(facts, metric, usable(facts, metric, answer.measurement()), states));
            } else {
                open.add(new Question(
                        id,
                        Optional.empty(),
                        Optional.of(metric),
                        facts.phase().wireName(),
                        new TreeMap<>(),
                        shape(facts, metric)));
            }
        }
        Optional<Decision> ask = open.isEmpty()
                ? Optional.empty()
                : Optional.of(Asking.of(facts, "ask-metrics", open, Question.Order.TOGETHER));
        return new Result(ask, findings, states);
    }

    /** Taken at its word only if it can be true and is not too old. */
    private static Measurement usable(Facts facts, Metric metric, Measurement measurement) {
        if (measurement instanceof Measurement.Counts counts && stale(facts, metric, counts.to())) {
            return new Measurement.Missing(Why.STALE, "the counts end at " + counts.to());
        }
        if (!(measurement instanceof Measurement.Value found)) {
            return measurement;
        }
        double value = found.value();
        if (Double.isNaN(value)) {
            return new Measurement.Missing(Why.NOT_A_NUMBER, "not a number");
        }
        boolean rate = metric.builtIn() && metric.name().equals(Metric.SUCCESS_RATE);
        boolean duration = metric.builtIn() && metric.name().equals(Metric.DURATION);
        if (rate && (value < 0 || value > 100)) {
            return new Measurement.Missing(Why.IMPOSSIBLE, "a rate of " + value + " %");
        }
        if (duration && (value < 0 || Double.isInfinite(value))) {
            return new Measurement.Missing(Why.IMPOSSIBLE, "a duration of " + value + " ms");
        }
        if (stale(facts, metric, found.at())) {
            return new Measurement.Missing(Why.STALE, "the value is of " + found.at());
        }
        return duration ? new Measurement.Value((long) value, found.at()) : found;
    }

    /** Older than two of the metric's intervals. */
    private static boolean stale(Facts facts, Metric metric, Instant at) {
        Duration interval = metric.effectiveInterval();
        return at.isBefore(facts.now().minus(interval).minus(interval));
    }

    private static Finding judge(Facts facts, Metric metric, Measurement measurement, Map<String, Settings> states) {
        if (measurement instanceof Measurement.Missing missing) {
            String outcome =
                    missing.why().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
            return new Finding(
                    metric.name(), Verdict.FAIL, outcome, new TreeMap<>(), Budget.shortened(missing.detail()));
        }
        Settings with = metric.judgeSettings();
        Settings state = states.getOrDefault(metric.name(), Settings.none());
        double alpha = ALPHA / Math.max(1, facts.analysis().metrics().size());
        Evidence evidence = new TheEvidence(
                metric.name(), with, List.of(measurement), facts.routing().saved(), state, alpha);
        Optional<Judge> judge = facts.judge(judgeOf(metric));
        if (judge.isEmpty()) {
            return fault(metric, "no judge named " + judgeOf(metric));
        }
        try {
            Judgement judgement = judge.get().judge(evidence);
            Verdict verdict = Objects.requireNonNull(judgement.verdict(), "no verdict");
            int memory = Budget.judgeBytes(facts.analysis().metrics().size());
            if (Budget.tree(judgement.state().tree()) > memory) {
                return fault(metric, "its memory is larger than " + memory + " bytes");
            }
            if (judgement.state().isEmpty()) {
                states.remove(metric.name());
            } else {
                states.put(metric.name(), judgement.state());
            }
            return new Finding(
                    metric.name(),
                    verdict,
                    Budget.word(Objects.requireNonNull(judgement.outcome(), "no outcome")),
                    Budget.few(judgement.numbers()),
                    Budget.shortened(judgement.because()));
        } catch (RuntimeException broken) {
            return fault(metric, Thrown.told(broken));
        }
    }

    /** A broken judge knows nothing, and that must not pass for ever: it counts as a failed check. */
    private static Finding fault(Metric metric, String why) {
        return new Finding(metric.name(), Verdict.FAIL, "judge-fault", new TreeMap<>(), Budget.shortened(why));
    }

    private static String judgeOf(Metric metric) {
        return metric.judge().map(NamedPlug::type).orElse("threshold");
    }

    private static Shape shape(Facts facts, Metric metric) {
        try {
            Set<Shape> needs = facts.judge(judgeOf(metric)).orElseThrow().needs(metric.judgeSettings());
            return needs.contains(Shape.VALUE) || needs.isEmpty()
                    ? Shape.VALUE
                    : needs.iterator().next();
        } catch (RuntimeException broken) {
            return Shape.VALUE;
        }
    }

    private record TheEvidence(
            String metric, Settings with, List<Measurement> window, Split split, Settings state, double alpha)
            implements Evidence {}
}
