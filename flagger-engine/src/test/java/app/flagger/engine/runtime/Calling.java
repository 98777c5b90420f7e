package app.flagger.engine.runtime;

import app.flagger.api.Call;
import app.flagger.api.CanaryKey;
import app.flagger.api.Fence;
import java.time.Duration;
import java.util.Optional;

/** A call for tests that use a plug without an engine. */
public final class Calling {
    private Calling() {}

    public static Call as(String operation) {
        return with(operation, new HandClock());
    }

    /** With ten seconds. */
    static GivenCall with(String operation, HandClock clock) {
        CallSpec spec = new CallSpec(
                new CanaryKey("shop", "web"),
                new Object(),
                "test",
                operation,
                1,
                new Fence(1, 1),
                Duration.ofSeconds(10),
                Optional.empty(),
                Optional.empty());
        return new GivenCall(spec, clock);
    }
}
