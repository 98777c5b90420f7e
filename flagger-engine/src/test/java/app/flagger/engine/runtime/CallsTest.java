package app.flagger.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Call;
import app.flagger.api.CanaryKey;
import app.flagger.api.Fence;
import app.flagger.api.PlugException;
import app.flagger.api.Revision;
import app.flagger.api.plug.Replicas;
import app.flagger.api.plug.WorkloadState;
import app.flagger.api.plug.WorkloadTraits;
import app.flagger.engine.decision.Action;
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
    private final WriteGuard guard = new WriteGuard(() -> granted, write -> settled.add(write.operation()), 3);
    private int effects;

    private CallSpec spec(String method, Optional<WriteGuard> watch, Optional<Intent> intent) {
        return new CallSpec(
                new CanaryKey("shop", "web"), plug, method, "op", 1, new Fence(1, 1), DEADLINE, watch, intent);
    }

    private CallSpec writing(String method) {
        return spec(method, Optional.of(guard), Optional.of(Intent.SAVE));
    }

    private CallSpec looking(String method) {
        return spec(method, Optional.of(guard), Optional.empty());
    }

    private SingleCall<String> make(CallSpec spec) {
        return calls.call(spec, call -> {
            effects++;
            return "done";
        });
    }

    private SingleCall<String> call(boolean write) {
        return make(write ? writing("Plug.method") : spec("Plug.method", Optional.empty(), Optional.empty()));
    }

    private SingleCall<String> look() {
        return make(looking("Plug.look"));
    }

    private static PlugFailure failure(SingleCall<?> call) {
        return (PlugFailure) call.result()
                .handle((value, thrown) -> PlugFailure.cause(thrown))
                .join();
    }

    @Test
    void aCallThatAnswersInTimeIsAnswered() {
        SingleCall<String> call = call(true);
        admitted.get(0).run();
        assertThat(call.result()).isCompletedWithValue("done");
        assertThat(clock.waiting()).as("timers left").isZero();
    }

    @Test
    void aWriteWhoseDeadlinePassesHasAnUnknownOutcome() {
        SingleCall<String> call = call(true);
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

        SingleCall<String> second = call(true);
        admitted.get(1).run();
        assertThat(failure(second).text()).contains("unknown");
        assertThat(effects).isZero();

        SingleCall<String> read = call(false);
        admitted.get(2).run();
        assertThat(read.result()).isCompleted();

        admitted.get(0).lateEffect();
        assertThat(settled).containsExactly("op");
        SingleCall<String> third = call(true);
        admitted.get(3).run();
        assertThat(third.result()).isCompletedWithValue("done");
    }

    @Test
    void anOverdueWriteThatNeverReturnsHoldsUpNoOtherOnceTheObjectWasReadBack() {
        call(true);
        admitted.get(0).begin();
        clock.advance(DEADLINE);
        look();
        admitted.get(1).run();

        SingleCall<String> second = call(true);
        admitted.get(2).run();
        assertThat(second.result()).isCompletedWithValue("done");
        assertThat(settled).isEmpty();
        admitted.get(0).lateEffect();
        assertThat(settled).containsExactly("op");
    }

    @Test
    void aLookThatBeganBeforeTheDeadlineReadsNothingBack() {
        call(true);
        admitted.get(0).begin();
        clock.advance(DEADLINE.minusSeconds(1));
        look();
        admitted.get(1).begin();
        clock.advance(Duration.ofSeconds(1));
        admitted.get(1).effect();
        admitted.get(1).answer();
        SingleCall<String> second = call(true);
        admitted.get(2).run();
        assertThat(failure(second).text()).contains("unknown");
    }

    @Test
    void aLookThatFailsReadsNothingBackUnlessTheObjectIsNotThere() {
        call(true);
        admitted.get(0).begin();
        clock.advance(DEADLINE);
        look();
        admitted.get(1).begin();
        admitted.get(1).throwInstead(new java.io.IOException("away"));
        admitted.get(1).answer();
        call(true);
        admitted.get(2).run();
        assertThat(effects).isZero();

        look();
        admitted.get(3).begin();
        admitted.get(3).throwInstead(new PlugException(PlugException.Kind.GONE, "not there"));
        admitted.get(3).answer();
        call(true);
        admitted.get(4).run();
        assertThat(effects).isOne();
    }

    @Test
    void aLookThatIsItselfOverdueReadsNothingBack() {
        call(true);
        admitted.get(0).begin();
        clock.advance(DEADLINE);
        look();
        admitted.get(1).begin();
        clock.advance(DEADLINE);
        admitted.get(1).lateEffect();
        admitted.get(1).answer();
        effects = 0;
        call(true);
        admitted.get(2).run();
        assertThat(effects).isZero();
    }

    @Test
    void noMoreWritesOfOneMethodHangThanLeavePlacesForLooks() {
        Calls wide = new Calls(clock, Runnable::run, admitted::add, 6);
        for (int i = 0; i < 3; i++) {
            wide.call(writing("Plug.method"), call -> "done");
            admitted.get(2 * i).begin();
            clock.advance(DEADLINE);
            wide.call(looking("Plug.look"), call -> "seen");
            admitted.get(2 * i + 1).run();
        }
        SingleCall<String> fourth = wide.call(writing("Plug.method"), call -> "done");
        admitted.get(6).run();
        assertThat(failure(fourth).text()).contains("3 calls of it hang");
        SingleCall<String> other = wide.call(writing("Plug.another"), call -> "done");
        admitted.get(7).run();
        assertThat(other.result()).isCompletedWithValue("done");

        admitted.get(0).lateEffect();
        SingleCall<String> fifth = wide.call(writing("Plug.method"), call -> "done");
        admitted.get(8).run();
        assertThat(fifth.result()).isCompletedWithValue("done");
    }

    /** A write of the target that may not be overtaken by giving back. */
    private CallSpec releasing() {
        return targeting("Workload.hold", Action.Kind.HOLD);
    }

    private CallSpec givingBack() {
        return targeting("Workload.giveBack", Action.Kind.GIVE_BACK_TARGET);
    }

    private CallSpec targeting(String method, Action.Kind kind) {
        Action action = new Action(kind, "op", Optional.empty(), Optional.empty(), true, List.of());
        return spec(method, Optional.of(guard), Optional.of(Intent.ofTarget(action, WorkloadTraits.of())));
    }

    private void observe(boolean held) {
        calls.call(
                looking("Workload.observe"),
                call -> new WorkloadState(
                        new Revision("v1"),
                        Optional.empty(),
                        Optional.empty(),
                        Replicas.none(),
                        Replicas.none(),
                        held));
        admitted.get(admitted.size() - 1).run();
    }

    private String textOf(SingleCall<String> call) {
        admitted.get(admitted.size() - 1).run();
        return call.result().isCompletedExceptionally() ? failure(call).text() : "done";
    }

    @Test
    void aWriteWhoseEffectWasSeenHoldsUpNothing() {
        make(releasing());
        admitted.get(0).begin();
        clock.advance(DEADLINE);
        observe(false);
        assertThat(textOf(make(givingBack()))).contains("may land afterwards");
        observe(true);
        assertThat(textOf(make(givingBack()))).isEqualTo("done");
        observe(false);
        assertThat(textOf(make(givingBack()))).as("it has landed once").isEqualTo("done");
        admitted.get(0).lateEffect();
        assertThat(settled).hasSize(1);
    }

    @Test
    void anEffectThatALaterWriteMayHaveHadProvesNothing() {
        make(releasing());
        admitted.get(0).begin();
        clock.advance(DEADLINE);
        observe(false);
        assertThat(textOf(make(releasing()))).isEqualTo("done");
        observe(true);
        assertThat(textOf(make(givingBack()))).contains("may land afterwards");
        admitted.get(0).lateEffect();
        assertThat(textOf(make(givingBack()))).isEqualTo("done");
    }

    @Test
    void anObjectOfAnotherInterfaceIsAnotherObject() {
        call(true);
        admitted.get(0).begin();
        clock.advance(DEADLINE);
        SingleCall<String> other = make(writing("Other.method"));
        admitted.get(1).run();
        assertThat(other.result()).isCompletedWithValue("done");
        make(looking("Other.look"));
        admitted.get(2).run();
        SingleCall<String> second = call(true);
        admitted.get(3).run();
        assertThat(failure(second).text()).contains("unknown");
    }

    @Test
    void aLostAnswerDoesNotBlockLaterWrites() {
        SingleCall<String> lost = call(true);
        admitted.get(0).begin();
        admitted.get(0).effect();
        clock.advance(DEADLINE);
        assertThat(failure(lost).unknown()).isTrue();
        SingleCall<String> next = call(true);
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
        SingleCall<String> call = call(true);
        granted = false;
        admitted.get(0).run();
        assertThat(effects).isZero();
        assertThat(failure(call).text()).contains("may not drive");
        SingleCall<String> read = call(false);
        admitted.get(1).run();
        assertThat(read.result()).isCompleted();
    }

    @Test
    void callsWaitForAPlace() {
        call(false);
        call(false);
        SingleCall<String> third = call(false);
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
        SingleCall<String> third = call(true);
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
        SingleCall<String> third = call(false);
        assertThat(failure(third).text()).contains("all 2 calls under way hang");

        admitted.get(0).lateEffect();
        SingleCall<String> fourth = call(false);
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
                                Optional.empty(),
                                Optional.empty()),
                        call -> "other")
                .result();
        admitted.get(2).run();
        assertThat(other).isCompletedWithValue("other");
    }

    @Test
    void cancelActionsRunAtTheDeadlineAndAtOnceAfterwards() {
        List<String> cancelled = new ArrayList<>();
        call(false);
        admitted.get(0).begin();
        Call call = admitted.get(0).call();
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
        SingleCall<String> call = calls.call(
                new CallSpec(
                        new CanaryKey("shop", "web"),
                        plug,
                        "Plug.method",
                        "op",
                        1,
                        new Fence(1, 1),
                        DEADLINE,
                        Optional.empty(),
                        Optional.empty()),
                given -> {
                    throw new IllegalArgumentException("https://hooks.example/secret");
                });
        admitted.get(0).run();
        assertThat(failure(call).text())
                .contains("Plug.method", "java.lang.Object", "IllegalArgumentException", "CallsTest")
                .doesNotContain("secret");
    }

    private RepeatedCall<String> repeated(Body<String> body, List<String> ended) {
        Mailbox mailbox = new Mailbox(Runnable::run);
        CanaryKey key = new CanaryKey("shop", "web");
        Lane lane = new Lane(key, mailbox, calls, clock, guard, () -> new Fence(1, 1), DEADLINE);
        return lane.repeated(plug, "Plug.method", body, new Alarms(clock), () -> ended.add("ended"));
    }

    @Test
    void theDeadlineOfARepeatedCallRunsFromEachTimeItIsMade() {
        List<String> ended = new ArrayList<>();
        RepeatedCall<String> call = repeated(given -> "answer", ended);
        for (int i = 0; i < 3; i++) {
            clock.advance(Duration.ofMinutes(1));
            assertThat(call.ready()).isTrue();
            call.make(calls.hold(plug));
            clock.advance(DEADLINE.minusMillis(1));
            assertThat(ended).hasSize(i);
            admitted.get(i).run();
            assertThat(ended).hasSize(i + 1);
            assertThat(call.got()).isEqualTo("answer");
            assertThat(clock.waiting()).as("timers left").isZero();
        }
    }

    @Test
    void aRepeatedCallThatWasGivenUpIsNotMadeAgainAndEndsOnce() {
        List<String> ended = new ArrayList<>();
        RepeatedCall<String> call = repeated(given -> "late", ended);
        call.make(calls.hold(plug));
        admitted.get(0).begin();
        clock.advance(DEADLINE);
        assertThat(ended).hasSize(1);
        assertThat(String.valueOf(call.failure())).contains("10s");
        admitted.get(0).lateEffect();
        admitted.get(0).answer();
        assertThat(ended).hasSize(1);
        assertThat(call.ready()).isFalse();
    }

    @Test
    void aRepeatedCallThatFailedMayBeMadeAgain() {
        List<String> ended = new ArrayList<>();
        List<String> answers = new ArrayList<>(List.of("first", "", "third"));
        RepeatedCall<String> call = repeated(
                given -> {
                    String next = answers.remove(0);
                    if (next.isEmpty()) {
                        throw new java.io.IOException("away");
                    }
                    return next;
                },
                ended);
        for (int i = 0; i < 3; i++) {
            assertThat(call.ready()).isTrue();
            call.make(calls.hold(plug));
            admitted.get(i).run();
            assertThat(call.failure() == null).isEqualTo(i != 1);
        }
        assertThat(call.got()).isEqualTo("third");
        assertThat(ended).hasSize(3);
    }

    @Test
    void aSecondAnswerToARepeatedCallCountsForNothing() {
        List<String> ended = new ArrayList<>();
        RepeatedCall<String> call = repeated(given -> "answer", ended);
        call.make(calls.hold(plug));
        admitted.get(0).run();
        admitted.get(0).answer();
        assertThat(ended).hasSize(1);
        assertThat(call.ready()).isTrue();
        call.make(calls.hold(plug));
        admitted.get(1).answer();
        assertThat(ended).hasSize(1);
        admitted.get(1).run();
        assertThat(ended).hasSize(2);
    }

    @Test
    void aRepeatedCallThatHangsHoldsItsPlaceUntilItReturns() {
        Calls one = new Calls(clock, Runnable::run, admitted::add, 1);
        Mailbox mailbox = new Mailbox(Runnable::run);
        Lane lane = new Lane(new CanaryKey("shop", "web"), mailbox, one, clock, guard, () -> new Fence(1, 1), DEADLINE);
        RepeatedCall<String> hanging = lane.repeated(plug, "Plug.method", given -> "late", new Alarms(clock), () -> {});
        Bulkhead places = one.hold(plug);
        hanging.make(places);
        admitted.get(0).begin();
        clock.advance(DEADLINE);
        RepeatedCall<String> other = lane.repeated(plug, "Plug.method", given -> "x", new Alarms(clock), () -> {});
        other.make(places);
        assertThat(String.valueOf(other.failure())).contains("all 1 calls under way hang");
        admitted.get(0).lateEffect();
        RepeatedCall<String> third = lane.repeated(plug, "Plug.method", given -> "x", new Alarms(clock), () -> {});
        third.make(places);
        admitted.get(1).run();
        assertThat(third.got()).isEqualTo("x");
    }
}
