package app.flagger.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.CanaryKey;
import app.flagger.api.Fence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CallsTest {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final HandClock clock = new HandClock();
    private final List<Invocation> admitted = new ArrayList<>();
    private final List<String> settled = new ArrayList<>();
    private final Calls calls = new Calls(clock, Runnable::run, admitted::add, 2);
    private final Object plug = new Object();
    private boolean granted = true;
    private final WriteGuard guard = new WriteGuard(() -> granted, () -> settled.add("settled"));
    private int effects;

    private PlugCall<String> call(boolean write) {
        return calls.call(
                new CallSpec(
                        new CanaryKey("shop", "web"),
                        plug,
                        "Plug.method",
                        "op",
                        1,
                        new Fence(1, 1),
                        DEADLINE,
                        write ? Optional.of(guard) : Optional.empty()),
                call -> {
                    effects++;
                    return "done";
                });
    }

    private static PlugFailure failure(PlugCall<?> call) {
        return (PlugFailure) call.result()
                .handle((value, thrown) -> PlugFailure.cause(thrown))
                .join();
    }

    @Test
    void aCallThatAnswersInTimeIsAnswered() {
        PlugCall<String> call = call(true);
        admitted.get(0).run();
        assertThat(call.result()).isCompletedWithValue("done");
        assertThat(clock.waiting()).as("timers left").isZero();
    }

    @Test
    void aWriteWhoseDeadlinePassesHasAnUnknownOutcome() {
        PlugCall<String> call = call(true);
        admitted.get(0).begin();
        clock.advance(DEADLINE);
        assertThat(failure(call).unknown()).isTrue();
        assertThat(failure(call).text()).contains("10s");
    }

    @Test
    void noOtherWriteToTheObjectStartsUntilTheOverdueOneHasReturned() {
        call(true);
        admitted.get(0).begin();
        clock.advance(DEADLINE);

        PlugCall<String> second = call(true);
        admitted.get(1).run();
        assertThat(failure(second).text()).contains("unknown");
        assertThat(effects).isZero();

        PlugCall<String> read = call(false);
        admitted.get(2).run();
        assertThat(read.result()).isCompleted();

        admitted.get(0).lateEffect();
        assertThat(settled).containsExactly("settled");
        PlugCall<String> third = call(true);
        admitted.get(3).run();
        assertThat(third.result()).isCompletedWithValue("done");
    }

    @Test
    void aLostAnswerDoesNotBlockLaterWrites() {
        PlugCall<String> lost = call(true);
        admitted.get(0).begin();
        admitted.get(0).effect();
        clock.advance(DEADLINE);
        assertThat(failure(lost).unknown()).isTrue();
        PlugCall<String> next = call(true);
        admitted.get(1).run();
        assertThat(next.result()).isCompleted();
    }

    @Test
    void aCallThatWasPausedBeyondItsDeadlineDoesNotBegin() {
        call(true);
        admitted.get(0).begin();
        clock.advance(DEADLINE);
        admitted.get(0).effect();
        assertThat(effects).isZero();
    }

    @Test
    void aWriteWithoutAGrantIsNotBegun() {
        PlugCall<String> call = call(true);
        granted = false;
        admitted.get(0).run();
        assertThat(effects).isZero();
        assertThat(failure(call).text()).contains("may not drive");
        PlugCall<String> read = call(false);
        admitted.get(1).run();
        assertThat(read.result()).isCompleted();
    }

    @Test
    void callsWaitForAPlace() {
        call(false);
        call(false);
        PlugCall<String> third = call(false);
        assertThat(admitted).hasSize(2);
        admitted.get(0).run();
        assertThat(admitted).hasSize(3);
        admitted.get(2).run();
        assertThat(third.result()).isCompleted();
    }

    @Test
    void aCallThatFindsNoPlaceInTimeHasNoUnknownOutcome() {
        call(false);
        call(false);
        admitted.forEach(Invocation::begin);
        clock.advance(Duration.ofSeconds(5));
        PlugCall<String> third = call(true);
        clock.advance(Duration.ofSeconds(4));
        assertThat(third.result()).isNotDone();
        clock.advance(Duration.ofSeconds(7));
        assertThat(failure(third).unknown()).isFalse();
        assertThat(failure(third).text()).contains("no place");
    }

    @Test
    void aPlugWhosePlacesAllHangFailsAtOnce() {
        call(false);
        call(false);
        admitted.forEach(Invocation::begin);
        clock.advance(DEADLINE);
        PlugCall<String> third = call(false);
        assertThat(failure(third).text()).contains("all 2 calls under way hang");

        admitted.get(0).lateEffect();
        PlugCall<String> fourth = call(false);
        admitted.get(2).run();
        assertThat(fourth.result()).isCompleted();
    }

    @Test
    void aPlugThatHangsDoesNotTakeThePlacesOfAnother() {
        call(false);
        call(false);
        CompletableFuture<String> other = calls.call(
                        new CallSpec(
                                new CanaryKey("shop", "web"),
                                new Object(),
                                "Other.method",
                                "op",
                                1,
                                new Fence(1, 1),
                                DEADLINE,
                                Optional.empty()),
                        call -> "other")
                .result();
        admitted.get(2).run();
        assertThat(other).isCompletedWithValue("other");
    }

    @Test
    void cancelActionsRunAtTheDeadlineAndAtOnceAfterwards() {
        List<String> cancelled = new ArrayList<>();
        PlugCall<String> call = call(false);
        admitted.get(0).begin();
        call.onCancel(() -> cancelled.add("first"));
        assertThat(call.remaining()).isEqualTo(DEADLINE);
        clock.advance(DEADLINE);
        assertThat(cancelled).containsExactly("first");
        assertThat(call.remaining()).isZero();
        call.onCancel(() -> cancelled.add("second"));
        assertThat(cancelled).containsExactly("first", "second");
    }

    @Test
    void anExceptionOfAPlugIsContainedAndNamesThePlugButNotItsMessage() {
        PlugCall<String> call = calls.call(
                new CallSpec(
                        new CanaryKey("shop", "web"),
                        plug,
                        "Plug.method",
                        "op",
                        1,
                        new Fence(1, 1),
                        DEADLINE,
                        Optional.empty()),
                given -> {
                    throw new IllegalArgumentException("https://hooks.example/secret");
                });
        admitted.get(0).run();
        assertThat(failure(call).text())
                .contains("Plug.method", "java.lang.Object", "IllegalArgumentException", "CallsTest")
                .doesNotContain("secret");
    }
}
