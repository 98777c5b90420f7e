package app.flagger.testkit;

import java.util.Optional;
import java.util.SplittableRandom;

/** A fault in a run, with the calls that it might have struck and those that it did. Not thread-safe. */
final class ArmedFault {
    private final Fault fault;
    private final SplittableRandom random;
    private int count;
    private int hits;
    private boolean struck;

    ArmedFault(Fault fault, SplittableRandom random) {
        this.fault = fault;
        this.random = random;
    }

    Fault fault() {
        return fault;
    }

    /** Counts the call, and says whether the fault is meant for it. */
    boolean strikes(CallRecord call) {
        Faults where = fault.where();
        if (!where.concerns(call.plug(), call.method())) {
            return false;
        }
        count++;
        boolean strikes = where.takes(count, random) && (where.most() == 0 || hits < where.most());
        hits += strikes ? 1 : 0;
        return strikes;
    }

    /** It did strike. */
    void struck() {
        struck = true;
    }

    /** That it was meant for certain calls and struck none; nothing if it did, or if chance was to say. */
    Optional<Unstruck> unstruck() {
        if (struck || fault.where().drawn()) {
            return Optional.empty();
        }
        String calls = fault.where().calls();
        String why = hits > 0
                ? "another fault struck where it was meant to"
                : count == 0 ? "there was no call of " + calls : "there were only " + count + " calls of " + calls;
        return Optional.of(new Unstruck(fault.toString(), why));
    }

    /**
     * A fault that struck nothing.
     *
     * @param fault as it is written
     * @param why what there was instead
     */
    record Unstruck(String fault, String why) {
        @Override
        public String toString() {
            return "fault " + fault + " never struck: " + why;
        }
    }
}
