package app.flagger.testkit.world;

import static app.flagger.testkit.Units.minutes;
import static app.flagger.testkit.Units.percent;
import static app.flagger.testkit.Units.seconds;
import static app.flagger.testkit.world.Behaviour.above;
import static app.flagger.testkit.world.Behaviour.capacity;
import static app.flagger.testkit.world.Behaviour.crashesAt;
import static app.flagger.testkit.world.Behaviour.errors;
import static app.flagger.testkit.world.Behaviour.from;
import static app.flagger.testkit.world.Behaviour.noise;
import static app.flagger.testkit.world.Behaviour.onReplicas;
import static app.flagger.testkit.world.Behaviour.startsAfter;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What would be ignored is refused. */
class BehaviourTest {
    @Test
    void whatCannotChangeLaterIsRefused() {
        assertRefused(() -> from(minutes(1), crashesAt(minutes(2))), "CrashesAt", "beside");
        assertRefused(() -> from(minutes(1), startsAfter(minutes(2))), "StartsAfter", "beside");
        assertRefused(() -> from(minutes(1), from(minutes(2), errors(percent(3)))), "From", "beside");
        assertRefused(() -> from(minutes(1), noise(percent(3))), "Noise", "beside");
    }

    @Test
    void whatCannotDependOnLoadOrReplicaIsRefused() {
        assertRefused(() -> above(5, capacity(7)), "above", "Capacity");
        assertRefused(() -> above(5, from(minutes(1), errors(percent(1)))), "above", "From");
        assertRefused(() -> onReplicas(1, crashesAt(minutes(1))), "onReplicas", "CrashesAt");
        assertRefused(() -> onReplicas(1, onReplicas(1, errors(percent(1)))), "onReplicas", "OnReplicas");
    }

    @Test
    void whatSaysNothingIsRefused() {
        assertRefused(() -> from(minutes(1)), "must not be empty");
        assertRefused(() -> above(5), "must not be empty");
        assertRefused(() -> onReplicas(1), "must not be empty");
    }

    @Test
    void impossibleNumbersAreRefused() {
        assertRefused(() -> from(seconds(-1), errors(percent(1))), "must not be negative");
        assertRefused(() -> startsAfter(seconds(-1)), "must not be negative");
        assertRefused(() -> crashesAt(seconds(-1)), "must not be negative");
        assertRefused(() -> above(0, errors(percent(1))), "must be above 0");
        assertRefused(() -> capacity(Double.NaN), "must be above 0");
        assertRefused(() -> onReplicas(0, errors(percent(1))), "must be at least 1");
    }

    private static void assertRefused(ThrowingCallable what, String... words) {
        assertThatThrownBy(what).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(words);
    }
}
