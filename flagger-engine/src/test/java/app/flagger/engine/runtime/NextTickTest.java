package app.flagger.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NextTickTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final HandClock clock = new HandClock();
    private final List<String> rung = new ArrayList<>();
    private final NextTick next =
            new NextTick(clock, new Alarms(clock), () -> rung.add(clock.now().toString()));

    @Test
    void theAlarmRingsWhenTheTickIsDueIfSomebodyWaitsForIt() {
        next.in(SECOND.multipliedBy(2));
        clock.advance(SECOND);
        next.await();
        assertThat(next.rest()).isEqualTo(SECOND);

        clock.advance(SECOND);
        assertThat(rung).containsExactly("2026-01-01T00:00:02Z");
        assertThat(next.rest()).isZero();
    }

    @Test
    void itCanBeSoonerButNotLater() {
        next.in(SECOND.multipliedBy(2));
        next.inAtMost(SECOND.multipliedBy(3));
        assertThat(next.rest()).isEqualTo(SECOND.multipliedBy(2));
        next.inAtMost(SECOND);
        assertThat(next.rest()).isEqualTo(SECOND);
    }

    @Test
    void itIsLateOnlyWhereItIsAwaited() {
        assertThat(next.late()).isEmpty();
        next.in(SECOND);
        clock.advance(SECOND.multipliedBy(3));
        assertThat(next.late()).isEmpty();
        assertThat(next.rest()).isZero();

        next.await();
        assertThat(next.late()).contains(SECOND.multipliedBy(2));
        next.cancel();
        assertThat(next.late()).isEmpty();
        clock.advance(SECOND);
        assertThat(rung).isEmpty();
    }

    @Test
    void anAwaitedTickThatIsNotDueYetIsNotLate() {
        next.in(SECOND);
        next.await();
        assertThat(next.late()).isEmpty();
        clock.advance(SECOND);
        assertThat(next.late()).isEmpty();
    }
}
