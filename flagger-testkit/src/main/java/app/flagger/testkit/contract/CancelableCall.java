package app.flagger.testkit.contract;

import app.flagger.api.Call;

/** A call that the test can end from outside, as the engine does at its deadline. Made by {@link Calls}. Thread-safe. */
public interface CancelableCall extends Call {
    /**
     * Ends the call: nothing remains of its deadline, and what was registered with {@link #onCancel} runs on this thread, in the
     * order of registration. The second time nothing happens. Interrupting the plug's thread is left to the test.
     */
    void cancel();
}
