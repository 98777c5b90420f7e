package app.flagger.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.plug.Ability;
import app.flagger.api.plug.RouterTraits;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.testkit.CallRecord;
import app.flagger.testkit.Fault;
import app.flagger.testkit.Faults;
import app.flagger.testkit.Simulation;
import app.flagger.testkit.world.Mesh;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every strategy and course, as in {@link CrashTest}, with one write that lands long after its deadline: after later writes, after
 * the end of the run, in the next one. Whatever the plugs compare, the canary must come to the same end and break no promise.
 */
class LateWritesTest {
    /** A number that no strategy's calls repeat at. */
    private static final int STRIDE = 31;

    private static final List<Duration> LATE = List.of(
            Duration.ofSeconds(45),
            Duration.ofMinutes(3),
            Duration.ofMinutes(5),
            Duration.ofSeconds(630),
            Duration.ofMinutes(25));
    /** When the last of them has landed and was seen. */
    private static final Duration TAIL = Duration.ofHours(3);

    private static final Set<String> READS = Set.of("read", "observe", "load");
    private static final Set<String> WRITTEN = Set.of("TrafficRouter", "Workload", "CanaryStore");

    /** What plugs compare before they write. */
    private enum Plugs {
        COMPARE_ALL(EnumSet.noneOf(Ability.class), EnumSet.noneOf(WorkloadAbility.class)),
        COMPARE_NO_FENCES(EnumSet.of(Ability.COMPARE_FENCES), EnumSet.of(WorkloadAbility.COMPARE_FENCES)),
        COMPARE_NOTHING(
                EnumSet.of(Ability.COMPARE_FENCES, Ability.COMPARE_AND_SET, Ability.STAMP),
                EnumSet.of(WorkloadAbility.COMPARE_FENCES)),
        /** Nor does an update of the primary keep a replica. */
        COMPARE_NOTHING_AND_STOP(
                EnumSet.of(Ability.COMPARE_FENCES, Ability.COMPARE_AND_SET, Ability.STAMP),
                EnumSet.of(WorkloadAbility.COMPARE_FENCES, WorkloadAbility.UPDATE_KEEPS_A_REPLICA));

        private final EnumSet<Ability> routes;
        private final EnumSet<WorkloadAbility> targets;

        Plugs(EnumSet<Ability> cannot, EnumSet<WorkloadAbility> targetsCannot) {
            routes = EnumSet.complementOf(cannot);
            targets = EnumSet.complementOf(targetsCannot);
        }

        Simulation in(Policy policy, Course course) {
            Simulation simulation = course.of(policy)
                    .workload(targets.toArray(WorkloadAbility[]::new))
                    .at(TAIL, world -> {});
            return policy.shiftsTraffic()
                    ? simulation.mesh(Mesh.of(RouterTraits.of(routes.toArray(Ability[]::new))))
                    : simulation;
        }
    }

    @BeforeAll
    static void quiet() {
        Quiet.please();
    }

    @Test
    void someWritesThatLandLateChangeNoOutcome() {
        assertThat(failures(STRIDE)).isEmpty();
    }

    @Test
    @Tag("proof")
    void noWriteThatLandsLateChangesTheOutcome() {
        assertThat(failures(1)).isEmpty();
    }

    private static List<String> failures(int stride) {
        List<String> failures = new ArrayList<>();
        int points = 0;
        for (Plugs plugs : Plugs.values()) {
            for (Policy policy : Policy.values()) {
                for (Course course : Course.values()) {
                    if (course.suits(policy)) {
                        points += play(plugs, policy, course, stride, points, failures);
                    }
                }
            }
        }
        System.out.println("points at which a write landed late: " + points);
        return failures;
    }

    private static int play(Plugs plugs, Policy policy, Course course, int stride, int offset, List<String> failures) {
        Outcome expected = Outcome.of(plugs.in(policy, course));
        assertThat(expected.ended()).as(policy + " " + course).isTrue();
        int points = 0;
        for (CallRecord call : expected.run().calls()) {
            for (int i = 0; i < LATE.size() && writes(call); i++) {
                if ((offset + call.number() + i) % stride == 0) {
                    points++;
                    Fault fault = Faults.onAnyPlug().call(call.number()).lateEffect(LATE.get(i));
                    difference(plugs.in(policy, course), fault, expected)
                            .ifPresent(found -> failures.add(plugs + " " + policy + " " + course + " with " + fault
                                    + " at " + call + ": " + found));
                }
            }
        }
        return points;
    }

    private static boolean writes(CallRecord call) {
        return call.number() > 0 && WRITTEN.contains(call.plug()) && !READS.contains(call.method());
    }

    private static Optional<String> difference(Simulation simulation, Fault fault, Outcome expected) {
        try {
            return Outcome.of(simulation, fault).differenceFrom(expected, CrashTest::failedCheck);
        } catch (AssertionError broken) {
            return Optional.of(String.valueOf(broken.getMessage()));
        }
    }
}
