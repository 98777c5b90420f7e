package app.flagger.testkit.world;

import app.flagger.api.Call;
import app.flagger.api.Fence;
import app.flagger.api.PlugException;

/** Refuses writes of an engine that another one has taken over from. */
final class FenceGuard {
    private Fence highest = new Fence(Long.MIN_VALUE, Long.MIN_VALUE);

    void admit(Call call) throws PlugException {
        if (call.fence().compareTo(highest) < 0) {
            throw new PlugException(
                    PlugException.Kind.CONFLICT, call.operation() + ": " + call.fence() + " is older than " + highest);
        }
        highest = call.fence();
    }
}
