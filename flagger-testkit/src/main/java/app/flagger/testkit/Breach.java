package app.flagger.testkit;

import java.util.List;

/** What breaks a simulation off: a promise that the engine broke, or what a test gave and threw. */
final class Breach {
    private Breach() {}

    /** The error that says where it happened. */
    static AssertionError of(AssertionError thrown, Play play) {
        List<String> broken = play.invariants().broken();
        String what = broken.isEmpty()
                ? (thrown.getMessage() == null ? thrown : thrown.getMessage()) + "\n"
                : "a promise was broken with seed " + play.setup().seed + ":\n  " + String.join("\n  ", broken) + "\n";
        return new AssertionError(what + where(thrown, play, broken.isEmpty()), thrown);
    }

    /** The same exception, since its kind matters to whoever threw it, with where it happened beside it. */
    static RuntimeException of(RuntimeException thrown, Play play) {
        thrown.addSuppressed(new AssertionError("it " + where(thrown, play, true)));
        return thrown;
    }

    /** Time, seed and timeline. Whoever listens is handed over the run as far as it came. */
    private static String where(Throwable thrown, Play play, boolean ofTest) {
        String text = ofTest
                ? "was thrown at " + Timeline.Entry.clock(play.at()) + " in the run with seed " + play.setup().seed
                        + ":\n"
                : "";
        try {
            text += play.timeline(ofTest ? "broken off" : "a promise was broken") + "\n";
            Run run = new Run(play, play.judged());
            play.setup().listeners.forEach(listener -> listener.accept(run));
        } catch (RuntimeException again) {
            // What was thrown may be thrown again by whatever asks the same, as how a revision behaves.
            if (again != thrown) {
                thrown.addSuppressed(again);
            }
        }
        return text + play.replay();
    }
}
