package app.flagger.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GivenCallTest {
    private final HandClock clock = new HandClock();
    private final GivenCall given = Calling.with("op", clock);
    private final List<String> done = new ArrayList<>();

    @AfterEach
    void leaveTheThreadAsItWas() {
        Thread.interrupted();
    }

    private void cancelElsewhere() {
        Thread other = new Thread(given::cancel);
        other.start();
        while (other.isAlive()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void theInterruptionEndsWithTheCall() {
        given.enters();
        cancelElsewhere();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();

        given.comesBack();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void anInterruptionOfSomebodyElseStays() {
        given.enters();
        Thread.currentThread().interrupt();
        given.comesBack();

        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void nobodyIsInterruptedBeforeOrAfterThePlugRunsNorByItself() {
        GivenCall other = Calling.with("other", clock);
        cancelElsewhere();
        other.enters();
        other.cancel();
        other.comesBack();

        assertThat(Thread.currentThread().isInterrupted()).isFalse();

        given.enters();
        given.comesBack();
        cancelElsewhere();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void whatIsToBeRunIsHandedOutOnceAndRunsAtOnceWhenTheCallIsOver() {
        given.onCancel(() -> done.add("first"));
        given.cancel().forEach(Runnable::run);
        given.onCancel(() -> done.add("second"));

        assertThat(given.cancel()).isEmpty();
        assertThat(done).containsExactly("first", "second");

        GivenCall back = Calling.with("back", clock);
        back.enters();
        back.comesBack();
        back.onCancel(() -> done.add("third"));
        assertThat(done).containsExactly("first", "second", "third");
    }

    @Test
    void itIsGivenAgainUnlessItWasCancelledOrIsStillInSomebodysHands() {
        assertThat(given.again()).isTrue();
        given.onCancel(() -> done.add("never"));
        assertThat(given.again()).isFalse();

        GivenCall cancelled = Calling.with("cancelled", clock);
        cancelled.cancel();
        assertThat(cancelled.again()).isFalse();
        assertThat(done).isEmpty();
    }

    @Test
    void allOfItsTimeIsLeftOnceItIsWoundAndNoneOnceItIsCancelled() {
        clock.advance(Duration.ofSeconds(4));
        assertThat(given.remaining()).isEqualTo(Duration.ofSeconds(6));

        assertThat(given.wind()).isEqualTo(Duration.ofSeconds(14).toNanos());
        assertThat(given.remaining()).isEqualTo(Duration.ofSeconds(10));

        clock.advance(Duration.ofSeconds(11));
        assertThat(given.remaining()).isZero();

        given.wind();
        given.cancel();
        assertThat(given.remaining()).isZero();
    }
}
