package app.flagger.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private final List<String> done = new ArrayList<>();

    @Test
    void aTaskThatIsPutInByATaskRunsAfterIt() {
        Mailbox mailbox = new Mailbox(Runnable::run);
        mailbox.execute(() -> {
            mailbox.execute(() -> done.add("inner"));
            done.add("outer");
        });
        assertThat(done).containsExactly("outer", "inner");
    }

    @Test
    void thousandsOfTasksThatFollowEachOtherDoNotNest() {
        Mailbox mailbox = new Mailbox(Runnable::run);
        int[] left = {1_000_000};
        Runnable[] next = new Runnable[1];
        next[0] = () -> {
            if (left[0]-- > 0) {
                mailbox.execute(next[0]);
            }
        };
        mailbox.execute(next[0]);
        assertThat(left[0]).isNegative();
    }

    @Test
    void aTaskThatFailsDoesNotStopTheNext() {
        Mailbox mailbox = new Mailbox(Runnable::run);
        mailbox.execute(() -> {
            throw new IllegalStateException("expected by this test");
        });
        mailbox.execute(() -> done.add("next"));
        assertThat(done).containsExactly("next");
    }

    @Test
    void aClosedMailboxRunsNothing() {
        List<Runnable> borrowed = new ArrayList<>();
        Mailbox mailbox = new Mailbox(borrowed::add);
        mailbox.execute(() -> done.add("dropped"));
        mailbox.close();
        mailbox.execute(() -> done.add("refused"));
        borrowed.forEach(Runnable::run);
        assertThat(done).isEmpty();
    }
}
