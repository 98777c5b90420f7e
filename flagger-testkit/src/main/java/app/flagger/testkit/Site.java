package app.flagger.testkit;

import app.flagger.engine.runtime.Invocation;
import java.time.Duration;

/** Where a fault strikes: one call of one engine. */
interface Site {
    /** Goes on with the call as if nothing had happened, unless the engine is dead; once it is awake if it is paused. */
    void go(Invocation call);

    /** Hands on what the plug answered, or what was put in its place. */
    void answer(Invocation call);

    /** Puts an older answer in the place of the one that there is, if there was another one. */
    void older(Invocation call);

    /** Tells whether a write that comes late has taken effect. */
    void landed(Invocation call);

    /** Does something later, whatever becomes of the engine. */
    void later(Duration time, Runnable task);

    /** Does something later if the engine is alive then; once it is awake if it is paused. */
    void laterIfAlive(Duration time, Runnable task);

    /** Kills the engine, and starts a new one a little later. */
    void crash();

    /** Halts the engine for a while. */
    void pause(Duration time);

    /** Sets the wall clock. */
    void jump(Duration by);
}
