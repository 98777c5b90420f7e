package app.flagger.testkit;

import java.time.Instant;

/**
 * One call of a plug in a run.
 *
 * @param number counted from 1 over all plugs, as {@link Faults#onAnyPlug} counts; 0 for a decision and for what is looked up at once
 * @param plug the interface, as {@code TrafficRouter}
 * @param method the method, as {@code write}
 * @param numberOfPlug counted from 1 among the calls of this plug
 * @param operation what it was for
 * @param at when
 */
public record CallRecord(int number, String plug, String method, int numberOfPlug, String operation, Instant at) {
    /** As {@code 17 TrafficRouter.write}. */
    @Override
    public String toString() {
        return number + " " + plug + "." + method;
    }
}
