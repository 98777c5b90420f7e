package app.flagger.engine.runtime;

import app.flagger.api.PlugException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A write whose deadline has passed while it was under way: it may still land, at any time. Belongs to its guard. */
final class HangingWrite {
    private final CallSpec spec;
    private final Intent intent;
    private final long number;
    private boolean readBack;
    private boolean overtaken;
    private boolean shown;
    private boolean landed;

    /** @param number grows with each write of the canary that hangs */
    HangingWrite(CallSpec spec, long number) {
        this.spec = spec;
        this.intent = spec.intent().orElseThrow();
        this.number = number;
    }

    boolean is(CallSpec other) {
        return spec == other;
    }

    boolean isOf(CallSpec other) {
        return spec.plug() == other.plug() && spec.method().equals(other.method());
    }

    /** Whether it may scale the canary of that workload up. */
    boolean mayScaleUp(Object workload) {
        return spec.plug() == workload && intent.scalesUp() && !landed;
    }

    /** Why another write must wait for this one. */
    Optional<PlugFailure> holdsUp(CallSpec later) {
        if (landed || !sameObject(later)) {
            return Optional.empty();
        }
        if (!readBack) {
            return because(later, " is unknown until it returns or the object was read");
        }
        Intent other = later.intent().orElseThrow();
        return intent.mayLandAfter(other, shown)
                ? Optional.empty()
                : because(later, " is unknown, and until it returns it may land afterwards");
    }

    private Optional<PlugFailure> because(CallSpec later, String why) {
        return Optional.of(PlugFailure.of(
                PlugException.Kind.TRANSIENT,
                later.method() + " waits: the outcome of " + spec.method() + " for " + spec.operation() + why));
    }

    /** Another write begins. */
    void overtakenBy(CallSpec later) {
        overtaken |= sameObject(later);
    }

    /**
     * The object was read.
     *
     * @param last the number of the last write that was known to hang when the look at it began
     * @param found what was read; null if there is no such object
     */
    void readBack(CallSpec look, long last, @Nullable Object found) {
        if (number <= last && sameObject(look)) {
            readBack = true;
            shown = intent.shownBy(found);
            // What a later write may have done as well proves nothing.
            landed |= shown && !overtaken;
        }
    }

    /** A plug may be router, workload and store at once: its objects are told apart by the interface. */
    private boolean sameObject(CallSpec other) {
        int end = spec.method().indexOf('.') + 1;
        return spec.plug() == other.plug() && other.method().regionMatches(0, spec.method(), 0, end);
    }
}
