package app.flagger.engine.analysis;

import app.flagger.api.Problems;
import app.flagger.api.Settings;
import app.flagger.api.plug.Measurement;
import app.flagger.api.plug.Shape;
import app.flagger.api.strategy.Evidence;
import app.flagger.api.strategy.Judge;
import app.flagger.api.strategy.Judgement;
import app.flagger.api.strategy.Judgement.Verdict;
import java.util.Collections;
import java.util.EnumSet;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Compares a value with fixed limits, as upstream Flagger does: a value equal to a limit passes, the lower limit is looked at
 * first, a missing limit does not bind.
 */
final class Threshold implements Judge {
    private static final Set<Shape> NEEDS = Collections.unmodifiableSet(EnumSet.of(Shape.VALUE));

    @Override
    public String version() {
        return "1";
    }

    @Override
    public Set<Shape> needs(Settings with) {
        limits(with);
        return NEEDS;
    }

    @Override
    public Judgement judge(Evidence evidence) {
        Limits limits = limits(evidence.with());
        Measurement newest = evidence.window().get(evidence.window().size() - 1);
        if (!(newest instanceof Measurement.Value found)) {
            return answer(Verdict.FAIL, "invalid", new TreeMap<>(), "not a single value");
        }
        double value = found.value();
        SortedMap<String, Double> numbers = new TreeMap<>();
        numbers.put("value", value);
        if (limits.min().isPresent()) {
            numbers.put("min", limits.min().getAsDouble());
        }
        if (limits.max().isPresent()) {
            numbers.put("max", limits.max().getAsDouble());
        }
        if (limits.min().isPresent() && value < limits.min().getAsDouble()) {
            return answer(
                    Verdict.FAIL,
                    "below-min",
                    numbers,
                    value + " < " + limits.min().getAsDouble());
        }
        if (limits.max().isPresent() && value > limits.max().getAsDouble()) {
            return answer(
                    Verdict.FAIL,
                    "above-max",
                    numbers,
                    value + " > " + limits.max().getAsDouble());
        }
        if (Double.isInfinite(value) || Double.isNaN(value)) {
            return answer(Verdict.FAIL, "invalid", numbers, value + " is no value");
        }
        return answer(Verdict.PASS, "pass", numbers, "within limits");
    }

    private static Judgement answer(
            Verdict verdict, String outcome, SortedMap<String, Double> numbers, String because) {
        return new Judgement(verdict, outcome, numbers, because, Settings.none());
    }

    private static Limits limits(Settings with) {
        Problems problems = new Problems();
        Limits limits = new Limits(with.number("min", problems), with.number("max", problems));
        problems.throwIfAny("judge threshold");
        return limits;
    }

    private record Limits(OptionalDouble min, OptionalDouble max) {}
}
