package app.flagger.api.plug;

import app.flagger.api.Call;

/** Calls hooks of one URL scheme. At least once: the same idempotency key may come again after a crash. Thread-safe. */
@FunctionalInterface
public interface HookCaller {
    /** Makes one attempt. An exception is "no answer"; the engine repeats it under the hook's {@code retries}. */
    HookAnswer call(HookRequest hook, Call call) throws Exception;
}
