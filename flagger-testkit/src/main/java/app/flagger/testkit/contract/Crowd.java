package app.flagger.testkit.contract;

import app.flagger.api.CanaryKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Several calls of a plug that begin together. */
final class Crowd {
    /** The name of each of its threads. */
    static final String THREAD = "contract-crowd";

    private Crowd() {}

    /** As below, for what does not look at its call. */
    static List<Attempt.Outcome> run(Duration patience, List<PlugBody> bodies) throws InterruptedException {
        Calls nobody = Calls.of(new CanaryKey("contract", "nobody"));
        return run(bodies.stream().map(body -> nobody.call()).toList(), patience, bodies);
    }

    /** Runs all at once and waits for their ends, which come in the order of the bodies. */
    static List<Attempt.Outcome> run(List<CancelableCall> calls, Duration patience, List<PlugBody> bodies)
            throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(bodies.size());
        List<Attempt> attempts = new ArrayList<>();
        for (int i = 0; i < bodies.size(); i++) {
            PlugBody body = bodies.get(i);
            attempts.add(Attempt.start(calls.get(i), patience, THREAD, call -> {
                ready.countDown();
                ready.await();
                return body.run(call);
            }));
        }
        List<Attempt.Outcome> outcomes = new ArrayList<>();
        for (Attempt attempt : attempts) {
            outcomes.add(attempt.end());
        }
        return outcomes;
    }
}
