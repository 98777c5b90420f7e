package app.flagger.testkit;

import org.jspecify.annotations.Nullable;

/**
 * Where assertions about simulations begin, to be imported statically.
 *
 * <p>An assertion about a run that did not end, whose canary saw no request, that never asked a configured metric, that never
 * reached a hook whose answer the test sets, or that never ran a revision whose behaviour it says, fails with that sentence first, because it would otherwise be true for the wrong
 * reason. Where just that is meant, say so first, in this order: {@link RunAssert#sawNoRequest()}, {@link
 * RunAssert#neverMeasured}, {@link RunAssert#neverAsked}, {@link RunAssert#neverRan}, {@link RunAssert#didNotEnd()}; {@link RunsAssert} has the same words.
 */
public final class FlaggerAssertions {
    private FlaggerAssertions() {}

    /** Begins assertions about one run. */
    public static RunAssert assertThat(Run run) {
        return new RunAssert(run);
    }

    /** Begins assertions about several runs. */
    public static RunsAssert assertThat(Runs runs) {
        return new RunsAssert(runs);
    }

    /** What assertions are about, which must be there. */
    static <T> T there(@Nullable T actual, String what) {
        if (actual == null) {
            throw new AssertionError("there " + what + " to say anything about: it is null");
        }
        return actual;
    }
}
