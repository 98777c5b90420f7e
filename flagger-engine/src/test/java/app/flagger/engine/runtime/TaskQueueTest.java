package app.flagger.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskQueueTest {
    private final TaskQueue queue = new TaskQueue();
    private final List<String> done = new ArrayList<>();

    private TaskQueue.Task add(long at, String name) {
        return queue.add(at, () -> done.add(name));
    }

    private List<String> run(long until) {
        for (TaskQueue.Task due = queue.take(until); due != null; due = queue.take(until)) {
            due.run();
        }
        return done;
    }

    @Test
    void tasksComeInTheOrderOfTimeAndThenOfInsertion() {
        add(20, "second");
        add(10, "first");
        add(20, "third");
        add(21, "later");

        assertThat(run(20)).containsExactly("first", "second", "third");
        assertThat(queue.first()).isNotNull().returns(21L, TaskQueue.Task::at);
    }

    @Test
    void timesMayOverflow() {
        add(Long.MIN_VALUE, "after");
        add(Long.MAX_VALUE, "before");

        assertThat(run(Long.MAX_VALUE)).containsExactly("before");
        assertThat(run(Long.MIN_VALUE)).containsExactly("before", "after");
    }

    @Test
    void whatWasTakenOutOrHasRunIsNeitherNextNorCountedOnceMore() {
        TaskQueue.Task first = add(10, "first");
        TaskQueue.Task second = add(20, "second");
        TaskQueue.Task third = add(30, "third");
        second.close();
        second.close();
        first.close();

        assertThat(queue.first()).isSameAs(third);
        assertThat(queue.size()).isEqualTo(1);
        assertThat(run(30)).containsExactly("third");
        third.close();
        assertThat(queue.size()).isZero();
    }

    @Test
    void ofManyThatAreTakenOutFewAreKept() {
        add(0, "first");
        for (int i = 1; i <= 10_000; i++) {
            add(i, "deadline").close();
            assertThat(queue.size()).isLessThan(70);
        }
        add(10_001, "last");

        assertThat(run(20_000)).containsExactly("first", "last");
    }
}
