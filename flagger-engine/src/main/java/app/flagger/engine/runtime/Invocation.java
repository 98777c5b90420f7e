package app.flagger.engine.runtime;

import app.flagger.api.Call;
import java.util.Optional;

/**
 * One call of a plug that is admitted and about to run. An engine under test may take the three parts of it apart: a delay
 * between them is a slow plug, an answer that never comes a lost one, an effect after the deadline a late one.
 */
public interface Invocation extends Runnable {
    /** The plug that is called. */
    Object plug();

    /** Interface and method, as {@code TrafficRouter.write}. */
    String method();

    /** What the plug is given. */
    Call call();

    /** Whether the call changes something. */
    boolean write();

    /** Begins the call: from now on its deadline runs. Returns false if the call was given up before; then it must not go on. */
    boolean begin();

    /** Calls the plug and keeps what it answers. Does nothing if the call was given up meanwhile. */
    void effect();

    /** As {@link #effect()}, but also after the deadline: a request that was on its way and lands late. */
    void lateEffect();

    /** What the plug has answered; nothing before its effect, or if it threw. */
    Optional<Object> answered();

    /** The plug answers this instead, which must be what its method answers. What it did stays done. */
    void answerInstead(Object other);

    /** The plug throws this instead. What it did stays done. */
    void throwInstead(Exception other);

    /** Hands on what the plug answered. */
    void answer();

    /** All three at once. */
    @Override
    default void run() {
        if (begin()) {
            effect();
            answer();
        }
    }
}
