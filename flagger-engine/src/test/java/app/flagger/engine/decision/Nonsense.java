package app.flagger.engine.decision;

import app.flagger.api.Settings;
import app.flagger.api.plug.Ability;
import app.flagger.api.plug.Shape;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.Canary;
import app.flagger.api.strategy.Evidence;
import app.flagger.api.strategy.Judge;
import app.flagger.api.strategy.Judgement;
import app.flagger.api.strategy.Judgement.Verdict;
import app.flagger.api.strategy.Plan;
import app.flagger.api.strategy.Progress;
import app.flagger.api.strategy.Proposal;
import app.flagger.api.strategy.Strategy;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** A strategy and a judge that answer at random: nonsense, nothing, too much, or an exception. The same each time. */
final class Nonsense {
    private static final Settings LARGE = Settings.of("memory", "x".repeat(2_000));

    private Nonsense() {}

    private static int pick(int seed, int... circumstances) {
        int hash = seed;
        for (int circumstance : circumstances) {
            hash = 31 * hash + circumstance * 0x9E3779B1;
        }
        return (hash >>> 7) & 0xFFFF;
    }

    private static <T> T broken() {
        throw new IllegalStateException("nonsense");
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    /** Proposes anything. */
    record OfAStrategy(int seed) implements Strategy {
        @Override
        public String version() {
            return seed % 13 == 0 ? broken() : seed % 17 == 0 ? nothing() : "1";
        }

        @Override
        public Plan plan(Canary canary, Settings with) {
            return switch (Math.floorMod(seed, 9)) {
                case 0 -> broken();
                case 1 -> nothing();
                case 2 -> Plan.of(0, List.of(), Plan.Promotion.SWITCH_THEN_COPY, 1);
                case 3 -> Plan.of(35, List.of(Ability.MIRROR), Plan.Promotion.COPY_THEN_STEP_BACK, 3);
                default -> Plan.of(100, List.of(), Plan.Promotion.values()[Math.floorMod(seed, 3)], 8);
            };
        }

        @Override
        public Proposal next(Progress progress) {
            int pick = pick(seed, progress.passed(), progress.current().canaryPercent(), progress.started() ? 1 : 0);
            int weight = pick / 16 % 101;
            boolean holds = pick % 16 == 10 || pick % 16 == 4 || pick % 16 == 5;
            if (!progress.started() && holds) {
                // Waiting before the first step is a strategy's right, as until the night.
                return Proposal.expose(Split.canary(weight));
            }
            return switch (pick % 16) {
                case 0 -> broken();
                case 1 -> nothing();
                case 2 -> new Proposal.Finish();
                case 3 -> new Proposal.Abort(nothing());
                case 4 -> new Proposal.Hold(nothing(), LARGE);
                case 5 -> new Proposal.Hold("because", nothing());
                case 6 -> Proposal.expose(nothing());
                case 7 -> Proposal.expose(Split.matched());
                case 8 -> Proposal.expose(Split.mirror(weight));
                case 9 -> Proposal.expose(new Split(weight, weight, true, Optional.of("a=b")));
                case 10 -> Proposal.hold("y".repeat(100_000));
                default -> Proposal.expose(Split.canary(weight));
            };
        }
    }

    /** Says anything. */
    record OfAJudge(int seed) implements Judge {
        @Override
        public String version() {
            return "1";
        }

        @Override
        public Set<Shape> needs(Settings with) {
            return seed % 5 == 0 ? broken() : seed % 7 == 0 ? nothing() : EnumSet.allOf(Shape.class);
        }

        @Override
        public Judgement judge(Evidence evidence) {
            int pick = pick(
                    seed,
                    evidence.split().canaryPercent(),
                    evidence.state().tree().size());
            SortedMap<String, Double> numbers = new TreeMap<>();
            for (int i = 0; i < pick % 600; i++) {
                numbers.put("number " + i, i % 2 == 0 ? Double.NaN : Double.POSITIVE_INFINITY);
            }
            return switch (pick % 12) {
                case 0 -> broken();
                case 1 -> nothing();
                case 2 -> new Judgement(nothing(), "?", numbers, "?", Settings.none());
                case 3 -> new Judgement(Verdict.PASS, nothing(), numbers, nothing(), nothing());
                case 4 -> new Judgement(Verdict.PASS, "z".repeat(100_000), numbers, "?", Settings.none());
                case 5 -> new Judgement(Verdict.PASS, "?", numbers, "?", LARGE);
                case 6 -> new Judgement(Verdict.INCONCLUSIVE, "?", numbers, "?", Settings.of("n", 1L));
                case 7 -> new Judgement(Verdict.FAIL, "below-min", numbers, "?", Settings.none());
                default -> new Judgement(Verdict.PASS, "?", numbers, "q".repeat(100_000), Settings.none());
            };
        }
    }
}
