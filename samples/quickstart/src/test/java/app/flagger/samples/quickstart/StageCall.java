package app.flagger.samples.quickstart;

import app.flagger.api.Call;
import app.flagger.api.CanaryKey;
import app.flagger.api.Fence;
import java.time.Duration;
import java.time.Instant;

/** A call as the engine makes it, for plugs that are tested without an engine. */
record StageCall(Fence fence) implements Call {
    static StageCall ofStep(long step) {
        return new StageCall(new Fence(1, step));
    }

    @Override
    public CanaryKey canary() {
        return new CanaryKey("quickstart", "shop");
    }

    @Override
    public String operation() {
        return "quickstart/shop/test/" + fence.step();
    }

    @Override
    public int attempt() {
        return 1;
    }

    @Override
    public Instant now() {
        return Instant.EPOCH;
    }

    @Override
    public Duration remaining() {
        return Duration.ofSeconds(10);
    }

    @Override
    public void onCancel(Runnable abort) {}
}
