package app.flagger.testkit.contract;

import app.flagger.api.CanaryKey;
import app.flagger.api.Fence;
import app.flagger.api.Problems;
import app.flagger.testkit.world.VirtualClock;
import java.time.Duration;
import java.time.Instant;

/**
 * Makes calls for tests of plugs: a first attempt with ten seconds left at {@link VirtualClock#START}, unless it is said otherwise.
 *
 * <pre>{@code
 * router.write(canary, Split.canary(10), seen, Calls.of(canary.key()).operation("shop/web/run-1/routes/3").fence(2, 7).call());
 * }</pre>
 *
 * @param canary the canary for which the plug is called
 * @param operation names the intent
 * @param attempt 1, 2, …
 * @param fence orders the writes
 * @param now the engine's time
 * @param remaining what is left of the deadline until the call is cancelled, not negative; it does not shrink by itself
 */
public record Calls(CanaryKey canary, String operation, int attempt, Fence fence, Instant now, Duration remaining) {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    /** @throws app.flagger.api.InvalidResource if the attempt is below 1 or the rest of the deadline negative */
    public Calls {
        Problems problems = new Problems();
        problems.require(attempt >= 1, "attempt", attempt, "must be at least 1");
        problems.require(!remaining.isNegative(), "remaining", remaining, "must not be negative");
        problems.throwIfAny("call");
    }

    /** The first attempt at an operation named {@code NAMESPACE/NAME/test}, with the fence 1/1. */
    public static Calls of(CanaryKey canary) {
        return new Calls(canary, canary + "/test", 1, new Fence(1, 1), VirtualClock.START, DEADLINE);
    }

    /** With this operation. */
    public Calls operation(String named) {
        return new Calls(canary, named, attempt, fence, now, remaining);
    }

    /** At this attempt. */
    public Calls attempt(int number) {
        return new Calls(canary, operation, number, fence, now, remaining);
    }

    /** With the fence of an owner's epoch and a step. */
    public Calls fence(long epoch, long step) {
        return new Calls(canary, operation, attempt, new Fence(epoch, step), now, remaining);
    }

    /** At this time. */
    public Calls now(Instant time) {
        return new Calls(canary, operation, attempt, fence, time, remaining);
    }

    /** With so much left of the deadline. */
    public Calls remaining(Duration left) {
        return new Calls(canary, operation, attempt, fence, now, left);
    }

    /** A call with a cancel switch of its own. */
    public CancelableCall call() {
        return new TestCall(this);
    }
}
