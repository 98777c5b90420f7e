package app.flagger.testkit;

/**
 * Where assertions about simulations begin, to be imported statically.
 *
 * <p>An assertion about a run that did not end, whose canary saw no request, that never asked a configured metric, or that never
 * reached a hook whose answer the test sets, fails with that sentence first, because it would otherwise be true for the wrong
 * reason. Where just that is meant, say so first: {@link RunAssert#didNotEnd()}, {@link RunAssert#sawNoRequest()}, {@link
 * RunAssert#neverMeasured}, {@link RunAssert#neverAsked}.
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
}
