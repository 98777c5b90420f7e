package app.flagger.testkit.junit;

import static app.flagger.testkit.Units.percent;
import static app.flagger.testkit.Units.seconds;
import static app.flagger.testkit.world.Behaviour.errors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import app.flagger.testkit.Run;
import app.flagger.testkit.Simulation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Tests that fail are run here, so that what they print can be read. */
@ResourceLock(Resources.SYSTEM_ERR)
class SimulationExtensionTest {
    private static final String ORDERS = "orders";

    @Test
    void aTestThatFailsPrintsTimelineSeedAndWhatPlaysItAgain() {
        Outcome outcome = run(Examples.class, "fails");

        assertThat(outcome.summary.getTestsFailedCount()).isOne();
        assertThat(outcome.printed)
                .startsWith("Examples > fails(Simulation) failed. It played 1 run of canary.yaml: rolled back\n")
                .contains("run with seed 7: ROLLED_BACK", "check fail: orders 3.00 below-min", "+0:00:00")
                .contains("simulation.withoutFaults().seed(7)")
                .contains("or by: @RolloutPolicy(value = \"canary.yaml\", seed = 7)");
    }

    @Test
    void ofManyRunsTheFirstOfEachOutcomeIsPrinted() {
        String printed = run(Examples.class, "failsAfterManyRuns").printed;

        assertThat(printed)
                .contains("It played 5 runs of canary.yaml: rolled back 3, promoted 2. The first of each:")
                .contains("run with seed 7: ROLLED_BACK", "run with seed 1: PROMOTED")
                .doesNotContain("seed 8", "seed 2");
    }

    @Test
    void runsBeforeTheTestBelongToItAndThoseOfOtherTestsDoNot() {
        assertThat(run(Prepared.class, "fails").printed)
                .contains("It played 2 runs of canary.yaml: promoted 1, rolled back 1");
        assertThat(run(Prepared.class, "failsToo").printed).contains("It played 1 run of canary.yaml: promoted\n");
    }

    @Test
    void aTestThatSucceedsOrIsAbortedOrPlaysNothingPrintsNothing() {
        assertThat(run(Examples.class, "succeeds"))
                .satisfies(outcome -> assertThat(outcome.printed).isEmpty())
                .satisfies(outcome ->
                        assertThat(outcome.summary.getTestsSucceededCount()).isOne());
        assertThat(run(Examples.class, "isAborted"))
                .satisfies(outcome -> assertThat(outcome.printed).isEmpty())
                .satisfies(outcome ->
                        assertThat(outcome.summary.getTestsAbortedCount()).isOne());
        assertThat(run(Examples.class, "failsWithoutRun").printed).isEmpty();
    }

    @Test
    void theNearestPolicyCounts() {
        assertThat(run(Examples.class, "hasAPolicyOfItsOwn").printed)
                .contains("of two-canaries.yaml", "Advance api.shop", "canary = \"api\", seed = 1)");
        assertThat(run(Examples.Inner.class, "fails").printed).contains("run with seed 7: ");
        assertThat(run(Annotated.class, "fails").printed).contains("run with seed 4: ");
        assertThat(run(FromFile.class, "fails").printed).contains("run with seed 1: ");
        assertThat(run(Examples.class, "failsTwice").printed)
                .contains("repetition 1 of 2 failed", "repetition 2 of 2 failed");
    }

    @Test
    void aRunThatIsBrokenOffIsPrinted() {
        assertThat(run(Examples.class, "isBrokenOff").printed)
                .contains("It played 2 runs of canary.yaml: promoted 1, not ended 1. The first of each:")
                .contains("run with seed 9: not ended", "or by: @RolloutPolicy(value = \"canary.yaml\", seed = 9)");
    }

    @Test
    void whatAConstructorPlaysBelongsToItsTest() {
        assertThat(run(Constructed.class, "fails", "").printed)
                .startsWith("Constructed > fails() failed. It played 1 run of canary.yaml: promoted\n");
        assertThat(run(Constructed.class, "succeeds", "").printed).isEmpty();
    }

    @Test
    void eachTestOfAFactoryPrintsWhatItPlayed() {
        Outcome outcome = run(Made.class, "tests");

        assertThat(outcome.summary.getTestsFailedCount()).isEqualTo(2);
        assertThat(outcome.printed)
                .contains("Made > fails failed. It played 1 run of canary.yaml: rolled back\n")
                .contains("Made > fails too failed. It played 1 run of canary.yaml: promoted\n")
                .doesNotContain("succeeds", "is aborted");
    }

    @Test
    void aPolicyThatCannotBeReadIsNamed() {
        assertThat(run(Wrong.class, "thereIsNone").failure())
                .contains("there is no missing.yaml: neither a resource beside " + Wrong.class.getName());
        assertThat(run(Wrong.class, "thereAreTwo").failure())
                .contains("two-canaries.yaml should have one canary, but has [shop/web, shop/api]");
        assertThat(run(Wrong.class, "thereIsNoneOfThatName").failure())
                .contains("should have one canary with the name db, but has [shop/web, shop/api]");
        assertThat(run(Wrong.class, "itIsNotLegal").failure()).contains("pom.xml:1");
        assertThat(run(Wrong.class, "nobodySaidWhich").failure()).contains("a Simulation needs @RolloutPolicy");
    }

    private record Outcome(TestExecutionSummary summary, String printed) {
        String failure() {
            assertThat(summary.getFailures()).hasSize(1);
            return String.valueOf(summary.getFailures().get(0).getException().getMessage());
        }
    }

    private static Outcome run(Class<?> test, String method) {
        return run(test, method, "app.flagger.testkit.Simulation");
    }

    private static Outcome run(Class<?> test, String method, String parameters) {
        PrintStream real = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(selectMethod(test, method, parameters))
                                    .build(),
                            listener);
        } finally {
            System.setErr(real);
        }
        return new Outcome(listener.getSummary(), bytes.toString(StandardCharsets.UTF_8));
    }

    private static Run play(Simulation simulation, double orders) {
        return simulation
                .at(Duration.ZERO, world -> world.metric(ORDERS, orders))
                .run();
    }

    @RolloutPolicy(value = "canary.yaml", seed = 7)
    static class Examples {
        @Test
        void fails(Simulation simulation) {
            assertThat(play(simulation, 3).took()).isLessThan(seconds(1));
        }

        @Test
        void failsAfterManyRuns(Simulation simulation) {
            simulation.at(Duration.ZERO, world -> world.metric(ORDERS, 3)).runs(3);
            simulation
                    .at(Duration.ZERO, world -> world.metric(ORDERS, 6))
                    .seed(1)
                    .runs(2);
            throw new AssertionError("many");
        }

        @Test
        void succeeds(Simulation simulation) {
            assertThat(play(simulation, 3).ended()).isTrue();
        }

        @Test
        void isAborted(Simulation simulation) {
            play(simulation, 3);
            Assumptions.abort("not today");
        }

        @Test
        void failsWithoutRun(Simulation simulation) {
            throw new AssertionError("at once, without " + simulation);
        }

        @Test
        void isBrokenOff(Simulation simulation) {
            simulation
                    .at(Duration.ZERO, world -> world.metric(ORDERS, 6))
                    .seed(8)
                    .run();
            simulation
                    .at(seconds(1), world -> {
                        throw new AssertionError("in the middle");
                    })
                    .seed(9)
                    .run();
        }

        @RolloutPolicy(value = "two-canaries.yaml", canary = "api")
        @Test
        void hasAPolicyOfItsOwn(Simulation simulation) {
            throw new AssertionError(simulation.run().canary().key());
        }

        @RepeatedTest(2)
        void failsTwice(Simulation simulation) {
            throw new AssertionError(play(simulation, 6));
        }

        @Nested
        class Inner {
            @Test
            void fails(Simulation simulation) {
                throw new AssertionError(play(simulation, 6));
            }
        }
    }

    @RolloutPolicy("canary.yaml")
    static class Prepared {
        @BeforeEach
        void prepare(Simulation simulation) {
            assertThat(play(simulation, 6).ended()).isTrue();
        }

        @Test
        void fails(Simulation simulation) {
            throw new AssertionError(play(simulation.canary(errors(percent(1))), 3));
        }

        @Test
        void failsToo(Simulation simulation) {
            throw new AssertionError("played only before, not by " + simulation);
        }
    }

    @RolloutPolicy("canary.yaml")
    static class Constructed {
        private final Run run;

        Constructed(Simulation simulation) {
            run = play(simulation, 6);
        }

        @Test
        void fails() {
            throw new AssertionError(run);
        }

        @Test
        void succeeds() {
            assertThat(run.ended()).isTrue();
        }
    }

    @RolloutPolicy("canary.yaml")
    static class Made {
        @TestFactory
        Stream<DynamicTest> tests(Simulation simulation) {
            return Stream.of(
                    dynamicTest("succeeds", () -> play(simulation, 6)),
                    dynamicTest("fails", () -> {
                        throw new AssertionError(play(simulation, 3));
                    }),
                    dynamicTest("is aborted", () -> {
                        play(simulation, 3);
                        Assumptions.abort("not today");
                    }),
                    dynamicTest("fails too", () -> {
                        throw new AssertionError(play(simulation, 6));
                    }));
        }
    }

    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @RolloutPolicy(value = "canary.yaml", seed = 4)
    @interface OurPolicy {}

    @OurPolicy
    static class Annotated {
        @Test
        void fails(Simulation simulation) {
            throw new AssertionError(play(simulation, 6));
        }
    }

    @RolloutPolicy("src/test/resources/app/flagger/testkit/junit/canary.yaml")
    static class FromFile {
        @Test
        void fails(Simulation simulation) {
            throw new AssertionError(play(simulation, 6));
        }
    }

    static class Wrong {
        @RolloutPolicy("missing.yaml")
        @Test
        void thereIsNone(Simulation simulation) {}

        @RolloutPolicy("two-canaries.yaml")
        @Test
        void thereAreTwo(Simulation simulation) {}

        @RolloutPolicy(value = "two-canaries.yaml", canary = "db")
        @Test
        void thereIsNoneOfThatName(Simulation simulation) {}

        @RolloutPolicy("pom.xml")
        @Test
        void itIsNotLegal(Simulation simulation) {}

        @org.junit.jupiter.api.extension.ExtendWith(SimulationExtension.class)
        @Test
        void nobodySaidWhich(Simulation simulation) {}
    }
}
