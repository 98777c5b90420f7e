package app.flagger.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlarmsTest {
    private final HandClock clock = new HandClock();
    private final Alarms alarms = new Alarms(clock);
    private final List<String> rung = new ArrayList<>();

    private Alarms.Alarm alarm(String name) {
        return alarms.alarm(() -> rung.add(name));
    }

    @Test
    void alarmsRingInTheOrderOfTheirTimesBehindOneWakeUp() {
        alarm("third").set(30);
        alarm("first").set(10);
        alarm("second").set(20);
        assertThat(clock.waiting()).isEqualTo(1);
        clock.advance(Duration.ofNanos(20));
        assertThat(rung).containsExactly("first", "second");
        clock.advance(Duration.ofNanos(10));
        assertThat(rung).containsExactly("first", "second", "third");
        assertThat(clock.waiting()).isZero();
    }

    @Test
    void ofTwoAtOneTimeTheOneThatWasSetFirstRingsFirst() {
        Alarms.Alarm one = alarm("one");
        Alarms.Alarm two = alarm("two");
        one.set(10);
        two.set(10);
        one.set(10);
        clock.advance(Duration.ofNanos(10));
        assertThat(rung).containsExactly("two", "one");
    }

    @Test
    void anAlarmThatWasCancelledDoesNotRingAndLeavesNoWakeUp() {
        Alarms.Alarm alarm = alarm("never");
        alarm.set(10);
        alarm.cancel();
        alarm.cancel();
        assertThat(clock.waiting()).isZero();
        clock.advance(Duration.ofNanos(10));
        assertThat(rung).isEmpty();
        alarm.set(20);
        clock.advance(Duration.ofNanos(10));
        assertThat(rung).containsExactly("never");
    }

    @Test
    void aTimeThatHasPassedRingsAtOnce() {
        clock.advance(Duration.ofNanos(10));
        alarm("late").set(5);
        clock.advance(Duration.ZERO);
        assertThat(rung).containsExactly("late");
    }

    @Test
    void aTaskMaySetItsOwnAlarmAgain() {
        Alarms.Alarm[] self = new Alarms.Alarm[1];
        self[0] = alarms.alarm(() -> {
            rung.add("at " + clock.nanos());
            self[0].set(clock.nanos() + 10);
        });
        self[0].set(10);
        clock.advance(Duration.ofNanos(35));
        assertThat(rung).containsExactly("at 10", "at 20", "at 30");
    }

    @Test
    void aTaskThatFailsKeepsNoOtherFromRinging() {
        alarms.alarm(() -> {
                    throw new IllegalStateException("expected by this test");
                })
                .set(10);
        alarm("other").set(20);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> clock.advance(Duration.ofNanos(10)))
                .isInstanceOf(IllegalStateException.class);
        clock.advance(Duration.ofNanos(10));
        assertThat(rung).containsExactly("other");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void manyAlarmsSetAndCancelledAtRandomRingAsAListWouldSay(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Long> expected = new LinkedHashMap<>();
        Map<String, Alarms.Alarm> all = new LinkedHashMap<>();
        for (int i = 0; i < 5_000; i++) {
            String name = "alarm-" + random.nextInt(200);
            Alarms.Alarm alarm = all.computeIfAbsent(name, this::alarm);
            expected.remove(name);
            if (random.nextInt(4) == 0) {
                alarm.cancel();
            } else {
                long at = random.nextLong(500);
                alarm.set(at);
                expected.put(name, at);
            }
        }
        clock.advance(Duration.ofNanos(500));
        assertThat(rung)
                .containsExactlyElementsOf(expected.entrySet().stream()
                        .sorted(Comparator.comparingLong(Map.Entry::getValue))
                        .map(Map.Entry::getKey)
                        .toList());
    }
}
