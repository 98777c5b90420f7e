package app.flagger.testkit.proof;

import app.flagger.api.Settings;
import app.flagger.api.plug.Shape;
import app.flagger.api.strategy.Evidence;
import app.flagger.api.strategy.Judge;
import app.flagger.api.strategy.Judgement;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Judges whatever is drawn; more often than not that all is well, so that runs get somewhere. */
final class NonsenseJudge implements Judge {
    private final SplittableRandom random;

    NonsenseJudge(long seed) {
        random = new SplittableRandom(~seed);
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public Set<Shape> needs(Settings with) {
        return EnumSet.of(Shape.VALUE);
    }

    @Override
    @SuppressWarnings("NullAway") // nonsense on purpose
    public Judgement judge(Evidence evidence) {
        return switch (random.nextInt(12)) {
            case 0 -> throw new IllegalArgumentException("no idea");
            case 1 -> null;
            case 2 -> throw new OutOfMemoryError("so it was drawn");
            case 3 -> judgement(Judgement.Verdict.FAIL, 1);
            case 4, 5 -> judgement(Judgement.Verdict.INCONCLUSIVE, random.nextInt(4_000));
            case 6 -> judgement(Judgement.Verdict.PASS, 5_000);
            default -> judgement(Judgement.Verdict.PASS, 1);
        };
    }

    private Judgement judgement(Judgement.Verdict verdict, int size) {
        TreeMap<String, Double> numbers = new TreeMap<>();
        numbers.put("nan", Double.NaN);
        numbers.put("infinite", Double.NEGATIVE_INFINITY);
        return new Judgement(verdict, "drawn", numbers, "x".repeat(size), Settings.of("big", "y".repeat(size)));
    }
}
