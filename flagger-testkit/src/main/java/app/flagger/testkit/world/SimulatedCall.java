package app.flagger.testkit.world;

import app.flagger.api.Call;
import app.flagger.api.CanaryKey;
import app.flagger.api.Fence;
import java.time.Duration;
import java.time.Instant;

/** A call, for tests that call a plug without an engine: a first attempt with 10 s to go, never cut off. Immutable. */
public final class SimulatedCall implements Call {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final CanaryKey canary;
    private final VirtualClock clock;
    private final String operation;
    private final Fence fence;

    private SimulatedCall(CanaryKey canary, VirtualClock clock, String operation, Fence fence) {
        this.canary = canary;
        this.clock = clock;
        this.operation = operation;
        this.fence = fence;
    }

    /** A call for that canary. */
    public static SimulatedCall of(CanaryKey canary, VirtualClock clock) {
        return new SimulatedCall(canary, clock, canary + "/test", new Fence(1, 1));
    }

    /** The same call under another fence. */
    public SimulatedCall fence(Fence other) {
        return new SimulatedCall(canary, clock, operation, other);
    }

    /** The same call with another intent. */
    public SimulatedCall operation(String other) {
        return new SimulatedCall(canary, clock, other, fence);
    }

    @Override
    public CanaryKey canary() {
        return canary;
    }

    @Override
    public String operation() {
        return operation;
    }

    @Override
    public int attempt() {
        return 1;
    }

    @Override
    public Fence fence() {
        return fence;
    }

    @Override
    public Instant now() {
        return clock.now();
    }

    @Override
    public Duration remaining() {
        return DEADLINE;
    }

    @Override
    public void onCancel(Runnable abort) {
        // never cut off, so there is nothing to end
    }
}
