package app.flagger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Problems;
import app.flagger.api.Settings;
import app.flagger.api.plug.Measurement.Counts;
import app.flagger.api.plug.Measurement.Value;
import app.flagger.api.plug.Shape;
import app.flagger.api.strategy.Evidence;
import app.flagger.api.strategy.Judge;
import app.flagger.api.strategy.Judgement;
import app.flagger.api.strategy.Judgement.Verdict;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class JudgeContractTest {
    private static final String SAME = "the same on the same evidence";
    private static final String ANY = "any well-formed evidence";

    @Test
    void aGoodJudgeOfValuesPasses() {
        assertThat(Suite.run(new Held(new Good())).requirePassed().unproved()).isEmpty();
    }

    @Test
    void aGoodJudgeOfCountsPasses() {
        assertThat(Suite.run(new Held(new Rates())).requirePassed().unproved()).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> everyBrokenJudgeIsCaught() {
        AtomicInteger shared = new AtomicInteger();
        return Stream.of(
                caught("cannot judge nothing", ANY, new Rates() {
                    @Override
                    double rate(long bad, long total) {
                        return bad * 100 / total;
                    }
                }),
                caught("looks at the window's second measurement", ANY, new Good() {
                    @Override
                    Value newest(Evidence evidence) {
                        return (Value) evidence.window().get(1);
                    }
                }),
                caught("answers null", ANY, new Good() {
                    @Override
                    @SuppressWarnings("NullAway") // the flaw
                    public Judgement judge(Evidence evidence) {
                        return newest(evidence).value() < 0 ? null : super.judge(evidence);
                    }
                }),
                caught("divides nothing by nothing", "with numbers that are finite and have names", new Rates() {
                    @Override
                    double rate(long bad, long total) {
                        return 100.0 * bad / total;
                    }
                }),
                caught("overflows", "with numbers that are finite and have names", new Good() {
                    @Override
                    double shown(double value) {
                        return value * 100;
                    }
                }),
                caught("counts in a field", SAME, new Good() {
                    private int asked;

                    @Override
                    double shown(double value) {
                        return value < 1e300 ? ++asked : 0;
                    }
                }),
                Suite.caught("counts for all", SAME, new Held(new Good()) {
                    @Override
                    protected Judge judge() {
                        double number = shared.incrementAndGet();
                        return new Good() {
                            @Override
                            double shown(double value) {
                                return number;
                            }
                        };
                    }
                }),
                caught("remembers the last value", SAME, new Good() {
                    private double last;

                    @Override
                    double shown(double value) {
                        double before = last;
                        last = value;
                        return before;
                    }
                }),
                caught("says nothing", "with an outcome in one word and a sentence", new Good() {
                    @Override
                    String because(Verdict verdict) {
                        return "";
                    }
                }),
                caught("has sentences for outcomes", "with an outcome in one word and a sentence", new Good() {
                    @Override
                    String outcome(Verdict verdict) {
                        return "It is a " + verdict;
                    }
                }),
                caught("remembers all values", "a long run without more than 1 KiB of memory", new Good() {
                    @Override
                    Settings state(Evidence evidence) {
                        return evidence.state()
                                .with(
                                        "n" + evidence.state().tree().size(),
                                        newest(evidence).value());
                    }
                }),
                caught("fails on what it remembers", "a long run without more than 1 KiB of memory", new Good() {
                    @Override
                    Settings state(Evidence evidence) {
                        Problems problems = new Problems();
                        int seen = evidence.state().whole("seen", problems).orElse(0);
                        return Settings.of("seen", 100 / (50 - seen) >= 0 ? seen + 1 : 0);
                    }
                }),
                caught("passes what lies around its limit only", "without turning back", new Good() {
                    @Override
                    Verdict verdict(double value, double max) {
                        return value < 10 || value > 60 ? Verdict.PASS : Verdict.FAIL;
                    }
                }),
                caught("forgives when all is bad", "without turning back", new Rates() {
                    @Override
                    Verdict verdict(double value, double max) {
                        return value == 100 ? Verdict.PASS : super.verdict(value, max);
                    }
                }),
                caught("has a version of the hour", "its version is not blank and the same each time", new Good() {
                    @Override
                    public String version() {
                        return "v" + shared.incrementAndGet();
                    }
                }),
                caught("needs nothing", "needs some shape, the same each time: {max=50.0}", new Good() {
                    @Override
                    public Set<Shape> needs(Settings with) {
                        return EnumSet.noneOf(Shape.class);
                    }
                }),
                caught(
                        "takes any settings",
                        "settings that make no sense are refused as InvalidResource: {max=high}",
                        new Good() {
                            @Override
                            double max(Settings with) {
                                return 50;
                            }
                        }));
    }

    private static DynamicTest caught(String flaw, String by, Judge judge) {
        return Suite.caught(flaw, by, new Held(judge));
    }

    /** Passes what is not above a limit. */
    private static class Good implements Judge {
        @Override
        public String version() {
            return "1";
        }

        @Override
        public Set<Shape> needs(Settings with) {
            max(with);
            return EnumSet.of(Shape.VALUE);
        }

        @Override
        public Judgement judge(Evidence evidence) {
            double value = newest(evidence).value();
            return judgement(evidence, value, shown(value));
        }

        final Judgement judgement(Evidence evidence, double value, double shown) {
            Verdict verdict = verdict(value, max(evidence.with()));
            SortedMap<String, Double> numbers = new TreeMap<>();
            numbers.put("value", shown);
            return new Judgement(verdict, outcome(verdict), numbers, because(verdict), state(evidence));
        }

        double max(Settings with) {
            Problems problems = new Problems();
            double max = with.number("max", problems).orElse(50);
            problems.throwIfAny("judge");
            return max;
        }

        Value newest(Evidence evidence) {
            return (Value) evidence.window().get(evidence.window().size() - 1);
        }

        double shown(double value) {
            return value;
        }

        Verdict verdict(double value, double max) {
            return value > max ? Verdict.FAIL : Verdict.PASS;
        }

        String outcome(Verdict verdict) {
            return verdict == Verdict.PASS ? "pass" : "above-max";
        }

        String because(Verdict verdict) {
            return verdict == Verdict.PASS ? "within the limit" : "above the limit";
        }

        Settings state(Evidence evidence) {
            return Settings.none();
        }
    }

    /** Passes a rate of bad requests that is not above a limit. */
    private static class Rates extends Good {
        @Override
        public Set<Shape> needs(Settings with) {
            super.needs(with);
            return EnumSet.of(Shape.COUNTS_OF_BOTH);
        }

        @Override
        public Judgement judge(Evidence evidence) {
            Counts counts = (Counts) evidence.window().get(evidence.window().size() - 1);
            double rate = rate(counts.canaryBad(), counts.canaryTotal());
            return judgement(evidence, rate, rate);
        }

        double rate(long bad, long total) {
            return total == 0 ? 0 : 100.0 * bad / total;
        }
    }

    private static class Held extends JudgeContract {
        private final Judge judge;

        Held(Judge judge) {
            this.judge = judge;
        }

        @Override
        protected Judge judge() {
            return judge;
        }

        @Override
        protected List<Settings> settings() {
            return List.of(Settings.none(), Settings.of("max", 50.0));
        }

        @Override
        protected List<Settings> refusedSettings() {
            return List.of(Settings.of("max", "high"));
        }

        @Override
        protected boolean monotone() {
            return true;
        }
    }
}
