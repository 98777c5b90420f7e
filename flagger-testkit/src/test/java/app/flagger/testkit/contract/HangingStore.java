package app.flagger.testkit.contract;

import app.flagger.api.Call;
import app.flagger.api.CanaryKey;
import java.util.Optional;

/** Blocks for good, whatever happens. */
final class HangingStore extends GoodStore {
    @Override
    public Stored save(CanaryKey key, String json, Optional<String> expected, Call call) throws Exception {
        while (line.isCut()) {
            Thread.interrupted();
            Thread.onSpinWait();
            if (call.remaining().isZero()) {
                Thread.yield();
            }
        }
        return super.save(key, json, expected, call);
    }
}
