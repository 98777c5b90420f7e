package app.flagger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Problems;
import app.flagger.api.Settings;
import app.flagger.api.plug.Ability;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.NamedPlug;
import app.flagger.api.strategy.Plan;
import app.flagger.api.strategy.Progress;
import app.flagger.api.strategy.Proposal;
import app.flagger.api.strategy.Strategy;
import app.flagger.testkit.FlaggerAssertions;
import app.flagger.testkit.Run;
import app.flagger.testkit.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrategyContractTest {
    private static final Canary CANARY =
            Canaries.canary("plain", analysis -> analysis.stepWeight(10).maxWeight(50));
    private static final String REFUSED = "nothing that the guard refuses";
    private static final String SAME = "the same in the same situation";

    @Test
    void aGoodStrategyPasses() {
        Suite.run(new Held(new Good())).requirePassed();
    }

    @Test
    void aStrategyThatWaitsForNightPasses() {
        Suite.run(new Held(new Good() {
                    @Override
                    public Proposal next(Progress progress) {
                        boolean night =
                                progress.running().compareTo(interval(progress).multipliedBy(2)) >= 0;
                        return progress.started() || night ? super.next(progress) : Proposal.hold("it is day");
                    }
                }))
                .requirePassed();
    }

    @Test
    void whatCannotBeTriedIsReported() {
        Suite suite = Suite.run(new Held(new Good()) {
            @Override
            protected int depth() {
                return 9;
            }

            @Override
            protected List<Settings> refusedSettings() {
                return List.of();
            }
        });

        assertThat(suite.requirePassed().unproved())
                .containsExactlyInAnyOrder(
                        "no settings were refused: override refusedSettings()",
                        "whether it ends was not tried: depth() is less than the 10 checks of its plan");
    }

    /** One kibibyte, as {@code {"a":"…"}}, is let through by the suite and by the engine, and a letter more by neither. */
    @ParameterizedTest
    @CsvSource({"x, 1016", "ü, 508", "\\, 508", "世, 338"})
    void theMemoryThatTheSuiteLetsThroughIsWhatTheEngineKeeps(String letter, int most) {
        Strategy full = remembering(letter.repeat(most));
        Strategy more = remembering(letter.repeat(most + 1));

        Suite.run(new Held(full)).requirePassed();
        FlaggerAssertions.assertThat(simulated(full)).promoted();
        assertThat(Suite.run(new Held(more)).failures()).contains(REFUSED, "state-too-large");
        FlaggerAssertions.assertThat(simulated(more)).sawNoRequest().rolledBackBecause("strategy-fault");
    }

    private static Strategy remembering(String text) {
        return new Good() {
            @Override
            public Proposal next(Progress progress) {
                Proposal next = super.next(progress);
                return next instanceof Proposal.Expose expose
                        ? new Proposal.Expose(expose.split(), Settings.of("a", text))
                        : next;
            }
        };
    }

    private static Run simulated(Strategy strategy) {
        Canary canary = CANARY.toBuilder()
                .spec(CANARY.spec().toBuilder()
                        .provider("istio")
                        .analysis(CANARY.spec().analysis().toBuilder()
                                .strategy(NamedPlug.of("remembering"))
                                .build())
                        .build())
                .build();
        return Simulation.of(canary)
                .engine(engine -> engine.strategy("remembering", strategy))
                .run();
    }

    @TestFactory
    Stream<DynamicTest> everyStrategyThatTheGuardWouldStopIsCaught() {
        return Stream.of(
                caught(
                        "goes above its limit",
                        REFUSED,
                        progress -> progress.passed() == 3 ? Proposal.expose(Split.canary(60)) : null),
                caught(
                        "mirrors without saying so",
                        REFUSED,
                        progress -> progress.started() ? null : Proposal.expose(Split.mirror(10))),
                caught(
                        "matches where nothing can be matched",
                        REFUSED,
                        progress -> progress.started() ? null : Proposal.expose(Split.matched())),
                caught(
                        "finishes before a check",
                        REFUSED,
                        progress -> progress.started() ? null : new Proposal.Finish()),
                caught("fails on a rare situation", REFUSED, progress -> {
                    if (progress.failed() == 2 && progress.passed() == 4) {
                        throw new IllegalStateException("rare");
                    }
                    return null;
                }),
                caught("fails when time has passed", REFUSED, progress -> {
                    long minutes = progress.here().toMinutes();
                    return minutes > 2 ? Proposal.expose(Split.canary((int) (100 / (minutes - 3)))) : null;
                }),
                caught(
                        "remembers everything",
                        REFUSED,
                        progress -> progress.started()
                                ? new Proposal.Hold(
                                        "collects", progress.state().with("n" + progress.passed(), "x".repeat(500)))
                                : null),
                caught(
                        "never begins",
                        "an end within the checks that the plan allows",
                        progress -> Proposal.hold("tomorrow")),
                caught("never ends", REFUSED, progress -> progress.passed() > 2 ? Proposal.hold("a while") : null),
                caught(
                        "never ends",
                        "an end within the checks that the plan allows",
                        progress -> progress.passed() > 2 ? Proposal.hold("a while") : null),
                caught(
                        "holds without a word",
                        "reasons for whatever holds or aborts",
                        progress -> progress.passed() == 1 ? Proposal.hold("") : null),
                Suite.caught("plans fewer checks than it takes", REFUSED, new Held(new Good() {
                    @Override
                    public Plan plan(Canary canary, Settings with) {
                        return Plan.of(50, List.of(Ability.WEIGHTS), Plan.Promotion.COPY, 2);
                    }

                    @Override
                    public Proposal next(Progress progress) {
                        return progress.started() && progress.passed() < 9
                                ? Proposal.hold("a while")
                                : super.next(progress);
                    }
                })),
                Suite.caught("shifts traffic without saying so", REFUSED, new Held(new Good() {
                    @Override
                    public Plan plan(Canary canary, Settings with) {
                        return Plan.of(50, List.of(), Plan.Promotion.COPY, 10);
                    }
                })));
    }

    @TestFactory
    Stream<DynamicTest> everyStrategyThatIsNotPureIsCaught() {
        AtomicInteger shared = new AtomicInteger();
        return Stream.of(
                Suite.caught("counts in a field", SAME, new HeldFresh(() -> new Good() {
                    private int asked;

                    @Override
                    public Proposal next(Progress progress) {
                        return ++asked % 3 == 0 && progress.started()
                                ? Proposal.hold("every third time")
                                : super.next(progress);
                    }
                })),
                Suite.caught("counts for all", SAME, new HeldFresh(() -> new Good() {
                    @Override
                    public Proposal next(Progress progress) {
                        return progress.started()
                                ? Proposal.hold("number " + shared.incrementAndGet())
                                : super.next(progress);
                    }
                })),
                Suite.caught("remembers the last canary", SAME, new HeldFresh(() -> new Good() {
                    private int most;

                    @Override
                    public Proposal next(Progress progress) {
                        most = Math.max(most, progress.passed());
                        return progress.passed() < most ? Proposal.hold("was further once") : super.next(progress);
                    }
                })),
                Suite.caught(
                        "plans otherwise the second time",
                        "the plan is the same each time: contract/plain",
                        new Held(new Good() {
                            private int asked = 9;

                            @Override
                            public Plan plan(Canary canary, Settings with) {
                                return Plan.of(50, List.of(Ability.WEIGHTS), Plan.Promotion.COPY, ++asked);
                            }
                        })),
                Suite.caught(
                        "has a version of the hour",
                        "its version is not blank and the same each time",
                        new Held(new Good() {
                            @Override
                            public String version() {
                                return "v" + shared.incrementAndGet();
                            }
                        })),
                Suite.caught(
                        "takes any settings",
                        "settings that make no sense are refused as InvalidResource: {step=ten}",
                        new Held(new Good() {
                            @Override
                            void check(Settings with) {}
                        })));
    }

    /** A good strategy but for what this function proposes in place of it; null leaves it as it is. */
    private static DynamicTest caught(String flaw, String by, Function<Progress, @Nullable Proposal> instead) {
        return Suite.caught(flaw, by, new Held(new Good() {
            @Override
            public Proposal next(Progress progress) {
                Proposal other = instead.apply(progress);
                return other == null ? super.next(progress) : other;
            }
        }));
    }

    private static Duration interval(Progress progress) {
        return progress.canary().spec().analysis().effectiveInterval();
    }

    /** Ten percent more with each check. */
    private static class Good implements Strategy {
        @Override
        public String version() {
            return "1";
        }

        @Override
        public Plan plan(Canary canary, Settings with) {
            check(with);
            return Plan.of(50, List.of(Ability.WEIGHTS), Plan.Promotion.COPY, 10);
        }

        void check(Settings with) {
            Problems problems = new Problems();
            with.whole("step", problems);
            problems.throwIfAny("strategy");
        }

        @Override
        public Proposal next(Progress progress) {
            int now = progress.current().canaryPercent();
            return now < progress.plan().limitPercent()
                    ? Proposal.expose(Split.canary(now + 10))
                    : new Proposal.Finish();
        }
    }

    private static class Held extends HeldFresh {
        Held(Strategy strategy) {
            super(() -> strategy);
        }
    }

    private static class HeldFresh extends StrategyContract {
        private final Supplier<Strategy> strategy;

        HeldFresh(Supplier<Strategy> strategy) {
            this.strategy = strategy;
        }

        @Override
        protected Strategy strategy() {
            return strategy.get();
        }

        @Override
        protected List<Canary> canaries() {
            return List.of(CANARY);
        }

        @Override
        protected List<Settings> refusedSettings() {
            return List.of(Settings.of("step", "ten"));
        }
    }
}
