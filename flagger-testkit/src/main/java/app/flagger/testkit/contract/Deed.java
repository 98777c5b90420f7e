package app.flagger.testkit.contract;

import app.flagger.api.CanaryKey;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a plug while it is cut off.
 *
 * @param name as it begins a sentence: "a write"
 * @param ready gets a plug and everything that is needed while it is not yet cut off
 * @param admitted whether a plug that is cut off may answer so all the same, from a cache or with "not available"
 */
record Deed(String name, Callable<Deed.Ready> ready, Predicate<@Nullable Object> admitted) {
    /**
     * What to ask.
     *
     * @param key the canary that it is for
     * @param during while the plug is cut off
     * @param after when it is no longer; it looks first whether the effect has come through all the same
     */
    record Ready(CanaryKey key, PlugBody during, PlugBody after) {
        static Ready same(CanaryKey key, PlugBody body) {
            return new Ready(key, body, body);
        }
    }

    /** One that cannot succeed while the plug is cut off. */
    static Deed never(String name, Callable<Ready> ready) {
        return new Deed(name, ready, answer -> false);
    }
}
