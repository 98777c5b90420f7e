package app.flagger.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.engine.FileStore;
import app.flagger.testkit.CallRecord;
import app.flagger.testkit.Fault;
import app.flagger.testkit.Faults;
import app.flagger.testkit.Simulation;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every strategy, through a whole rollout, rollback and failed promotion, from before its initialisation: one fault at one call
 * of a plug, at every call. The run must come to the same phase, primary, route and canary as without the fault, deliver the same
 * messages by their ids, and break no promise on the way, which the simulation watches over.
 */
class CrashTest {
    private static final Duration LATE = Duration.ofSeconds(45);
    /** A number that no strategy's calls repeat at, so that a part of the points still meets every kind of call. */
    private static final int STRIDE = 41;

    private static final List<Function<Faults, Fault>> FAULTS = List.of(
            Faults::crash,
            Faults::lostAnswer,
            at -> at.lateEffect(LATE),
            at -> at.crashWithLateEffect(LATE),
            Faults::timeout,
            Faults::hang,
            at -> at.pause(Duration.ofMinutes(3)));
    private static final List<Function<Faults, Fault>> KILL = List.of(Faults::crash);

    @BeforeAll
    static void quiet() {
        Quiet.please();
    }

    @Test
    void aFaultAtSomeCallsChangesNoOutcome() {
        assertThat(failures(STRIDE)).isEmpty();
    }

    @Test
    @Tag("proof")
    void aFaultAtAnyCallChangesNoOutcome() {
        assertThat(failures(1)).isEmpty();
    }

    @Test
    void aKillAtSomeCallsChangesNoOutcomeAlsoWhereTheStatusIsInFiles() throws IOException {
        assertThat(failuresInFiles(STRIDE)).isEmpty();
    }

    @Test
    @Tag("proof")
    void aKillAtAnyCallChangesNoOutcomeAlsoWhereTheStatusIsInFiles() throws IOException {
        assertThat(failuresInFiles(1)).isEmpty();
    }

    private static List<String> failuresInFiles(int stride) throws IOException {
        Path folder = Files.createTempDirectory(fastestFolder(), "statuses");
        try {
            return failures(stride, KILL, inFiles(folder));
        } finally {
            MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
        }
    }

    /** Hundreds of thousands of saves, each forced to the disk, are played where forcing costs nothing, if there is such a place. */
    private static Path fastestFolder() {
        Path memory = Path.of("/dev/shm");
        return Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
    }

    /** Each run in a folder of its own; each engine opens it anew. */
    private static UnaryOperator<Simulation> inFiles(Path folder) {
        AtomicInteger runs = new AtomicInteger();
        return simulation -> {
            Path own = folder.resolve("run-" + runs.incrementAndGet());
            return simulation.store(() -> FileStore.in(own));
        };
    }

    private static List<String> failures(int stride) {
        return failures(stride, FAULTS, UnaryOperator.identity());
    }

    private static List<String> failures(
            int stride, List<Function<Faults, Fault>> faults, UnaryOperator<Simulation> world) {
        List<String> failures = new ArrayList<>();
        int points = 0;
        for (Policy policy : Policy.values()) {
            for (Course course : Course.values()) {
                if (course.suits(policy)) {
                    points += play(policy, course, stride, points, faults, world, failures);
                }
            }
        }
        // In files the engine is only killed: what a store of memory cannot show is what a death leaves behind in them.
        System.out.println(
                faults == KILL
                        ? "calls of plugs at which the engine was killed, its status in files: " + points
                        : "points at which a call of a plug went wrong, " + faults.size() + " faults at each call: "
                                + points);
        return failures;
    }

    private static int play(
            Policy policy,
            Course course,
            int stride,
            int offset,
            List<Function<Faults, Fault>> faults,
            UnaryOperator<Simulation> world,
            List<String> failures) {
        Outcome expected = Outcome.of(course.of(policy));
        assertThat(expected.ended()).as(policy + " " + course).isTrue();
        int points = 0;
        for (CallRecord call : expected.run().calls()) {
            for (int i = 0; i < faults.size() && call.number() > 0; i++) {
                if ((offset + call.number() + i) % stride == 0) {
                    points++;
                    Fault fault = faults.get(i).apply(Faults.onAnyPlug().call(call.number()));
                    difference(world.apply(course.of(policy)), fault, expected)
                            .ifPresent(found -> failures.add(
                                    policy + " " + course + " with " + fault + " at " + call + ": " + found));
                }
            }
        }
        return points;
    }

    /** A metric or hook that did not answer in time fails a check, which is told; the policies bear that once. */
    static boolean failedCheck(String told) {
        return told.contains(": event check-failed #");
    }

    private static java.util.Optional<String> difference(Simulation simulation, Fault fault, Outcome expected) {
        try {
            Outcome actual = Outcome.of(simulation, fault);
            return actual.differenceFrom(expected, CrashTest::failedCheck).map(found -> found + "\n" + actual.run());
        } catch (AssertionError broken) {
            return java.util.Optional.of(String.valueOf(broken.getMessage()));
        }
    }
}
