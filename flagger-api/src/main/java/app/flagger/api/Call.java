package app.flagger.api;

import java.time.Duration;
import java.time.Instant;

/**
 * The circumstances of one call of a plug. Only the engine (and the testkit) implements it, so it may grow.
 *
 * <p>Calls for one canary do not overlap, but for those that go on past their deadline. A write that does may be overtaken by
 * later ones once the engine has read the object again; a plug that compares fences refuses it then.
 *
 * <p>Thread-safety: belongs to one call; {@link #remaining()} and {@link #onCancel} may be used from threads that the plug
 * starts itself.
 */
public interface Call {
    /** The canary for which the plug is called. */
    CanaryKey canary();

    /** Names the intent: the same on each attempt and after a restart, as {@code shop/web/run-7/routes/3}. */
    String operation();

    /** 1, 2, …: the engine repeats calls, a plug never does. */
    int attempt();

    /** A plug that can compare refuses a fence lower than one it has seen, with {@link PlugException.Kind#CONFLICT}. */
    Fence fence();

    /** The engine's time: the wall clock in production, virtual in tests. */
    Instant now();

    /** What is left of the deadline, never negative. At zero the cancel actions run and the thread is interrupted. */
    Duration remaining();

    /** Registers what ends a blocking call early, as closing a socket. Runs at once if the call is already over. */
    void onCancel(Runnable abort);
}
