package app.flagger.testkit.world;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualClockTest {
    private final VirtualClock clock = new VirtualClock();
    private final List<String> ran = new ArrayList<>();

    @Test
    void tasksRunInOrderOfTimeThenOfInsertion() {
        clock.after(Duration.ofSeconds(2), () -> ran.add("late"));
        clock.after(Duration.ofSeconds(1), () -> ran.add("first"));
        clock.after(Duration.ofSeconds(1), () -> ran.add("second"));

        clock.advance(Duration.ofSeconds(2));

        assertThat(ran).containsExactly("first", "second", "late");
    }

    @Test
    void eachTaskSeesItsOwnTime() {
        clock.after(Duration.ofSeconds(1), () -> ran.add(clock.now().toString()));

        clock.advance(Duration.ofSeconds(5));

        assertThat(ran).containsExactly("2026-01-01T00:00:01Z");
        assertThat(clock.now()).isEqualTo(VirtualClock.START.plusSeconds(5));
        assertThat(clock.nanos()).isEqualTo(5_000_000_000L);
    }

    @Test
    void whatATaskAddsRunsInTheSameAdvanceIfItIsDue() {
        clock.after(Duration.ofSeconds(1), () -> clock.after(Duration.ofSeconds(1), () -> ran.add("added")));

        clock.advance(Duration.ofSeconds(2));

        assertThat(ran).containsExactly("added");
    }

    @Test
    void aTaskOfThePastRunsNow() {
        clock.advance(Duration.ofSeconds(3));
        clock.wakeAt(0, () -> ran.add("due"));

        assertThat(clock.runNext()).isTrue();
        assertThat(clock.nanos()).isEqualTo(3_000_000_000L);
        assertThat(clock.runNext()).isFalse();
    }

    @Test
    void aClosedTaskDoesNotRun() {
        Subscription wake = clock.after(Duration.ofSeconds(1), () -> ran.add("closed"));
        wake.close();

        clock.advance(Duration.ofSeconds(2));

        assertThat(ran).isEmpty();
        assertThat(clock.next()).isEmpty();
    }

    @Test
    void aJumpOfTheWallClockLeavesIntervalsAlone() {
        clock.after(Duration.ofSeconds(1), () -> ran.add("due"));
        clock.jump(Duration.ofHours(1));

        assertThat(clock.now()).isEqualTo(VirtualClock.START.plusSeconds(3600));
        assertThat(clock.nanos()).isZero();
        assertThat(clock.next()).contains(Duration.ofSeconds(1));
    }
}
