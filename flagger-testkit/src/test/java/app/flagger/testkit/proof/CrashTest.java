package app.flagger.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.testkit.CallRecord;
import app.flagger.testkit.Fault;
import app.flagger.testkit.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every strategy, through a whole rollout, rollback and failed promotion, from before its initialisation: one fault at one call
 * of a plug, at every call. The run must come to the same phase, primary, route and canary as without the fault, tell the same,
 * and break no promise on the way, which the simulation watches over.
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
            at -> at.pause(Duration.ofMinutes(3)));

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

    private static List<String> failures(int stride) {
        List<String> failures = new ArrayList<>();
        int points = 0;
        for (Policy policy : Policy.values()) {
            for (Course course : Course.values()) {
                if (course.suits(policy)) {
                    points += play(policy, course, stride, points, failures);
                }
            }
        }
        System.out.println("points at which a call of a plug went wrong: " + points);
        return failures;
    }

    private static int play(Policy policy, Course course, int stride, int offset, List<String> failures) {
        Outcome expected = Outcome.of(course.of(policy));
        assertThat(expected.ended()).as(policy + " " + course).isTrue();
        int points = 0;
        for (CallRecord call : expected.run().calls()) {
            for (int i = 0; i < FAULTS.size() && call.number() > 0; i++) {
                if ((offset + call.number() + i) % stride == 0) {
                    points++;
                    Fault fault = FAULTS.get(i).apply(Faults.onAnyPlug().call(call.number()));
                    difference(policy, course, fault, expected)
                            .ifPresent(found -> failures.add(
                                    policy + " " + course + " with " + fault + " at " + call + ": " + found));
                }
            }
        }
        return points;
    }

    private static java.util.Optional<String> difference(Policy policy, Course course, Fault fault, Outcome expected) {
        try {
            Outcome actual = Outcome.of(course.of(policy), fault);
            return actual.differenceFrom(expected).map(found -> found + "\n" + actual.run());
        } catch (AssertionError broken) {
            return java.util.Optional.of(String.valueOf(broken.getMessage()));
        }
    }
}
