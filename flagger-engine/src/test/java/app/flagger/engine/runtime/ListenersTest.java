package app.flagger.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.CanaryKey;
import app.flagger.api.Reason;
import app.flagger.api.Severity;
import app.flagger.api.Subscription;
import app.flagger.api.status.Phase;
import app.flagger.engine.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenersTest {
    private final List<Runnable> tasks = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private final Listeners listeners = new Listeners(tasks::add, 2);

    private static Event event(long sequence) {
        return new EventValue(
                new CanaryKey("shop", "web"),
                "run-1",
                sequence,
                Instant.EPOCH,
                Phase.PROGRESSING,
                "advanced",
                Severity.INFO,
                Reason.of("step"),
                "Advance \"web\"");
    }

    private void runAll() {
        while (!tasks.isEmpty()) {
            tasks.remove(0).run();
        }
    }

    @Test
    void whatDoesNotFitIsReportedByOneEvent() {
        listeners.add(event -> heard.add(event.code() + " " + event.reason().fact("dropped")));
        for (int i = 1; i <= 5; i++) {
            listeners.publish(event(i));
        }
        runAll();
        assertThat(heard).containsExactly("advanced ", "advanced ");
        listeners.publish(event(6));
        runAll();
        assertThat(heard).containsExactly("advanced ", "advanced ", "events-dropped 3", "advanced ");
    }

    @Test
    void aListenerThatFailsHearsTheNextEventAndDoesNotDisturbOthers() {
        listeners.add(event -> {
            heard.add("first");
            throw new IllegalStateException("broken");
        });
        listeners.add(event -> heard.add("second"));
        listeners.publish(event(1));
        runAll();
        listeners.publish(event(2));
        runAll();
        assertThat(heard).containsExactly("first", "second", "first", "second");
    }

    @Test
    void aListenerThatWasRemovedHearsNothing() {
        Subscription subscription = listeners.add(event -> heard.add("heard"));
        subscription.close();
        listeners.publish(event(1));
        runAll();
        assertThat(heard).isEmpty();
    }

    @Test
    void anEventIsOneLineOfJson() {
        assertThat(event(3).toJson())
                .isEqualTo("{\"namespace\":\"shop\",\"canary\":\"web\",\"run\":\"run-1\",\"sequence\":3,"
                        + "\"at\":\"1970-01-01T00:00:00Z\",\"phase\":\"Progressing\",\"code\":\"advanced\","
                        + "\"severity\":\"info\",\"rule\":\"step\",\"facts\":{},\"sentence\":\"Advance \\\"web\\\"\"}");
    }
}
