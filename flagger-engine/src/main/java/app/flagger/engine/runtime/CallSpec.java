package app.flagger.engine.runtime;

import app.flagger.api.CanaryKey;
import app.flagger.api.Fence;
import java.time.Duration;
import java.util.Optional;

/**
 * How a plug is to be called.
 *
 * @param canary for which canary
 * @param plug the plug; its places are shared by all canaries
 * @param method interface and method, for people
 * @param operation names the intent
 * @param attempt from 1
 * @param fence orders writes
 * @param deadline from when the call begins; as long again it may wait for a place
 * @param guard watches over writes, and is told of looks at what is written; nothing for other reads
 * @param intent what a write is to do; nothing for a read
 */
record CallSpec(
        CanaryKey canary,
        Object plug,
        String method,
        String operation,
        int attempt,
        Fence fence,
        Duration deadline,
        Optional<WriteGuard> guard,
        Optional<Intent> intent) {
    boolean writes() {
        return intent.isPresent();
    }
}
