package app.flagger.testkit;

import app.flagger.api.plug.Split;
import app.flagger.api.status.Check;
import app.flagger.api.status.Finding;
import app.flagger.api.status.Phase;
import app.flagger.testkit.world.Throughput;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What happened in a run, one entry for each change. As text it has a line for each entry: time since the canary was initialised,
 * which is that of the push unless a test pushes later, phase, weights of primary and canary, mirrored share, and what changed. As
 * a picture it has phases, weights, checks and requests by version above the same lines. Of more than 120 lines text and picture
 * have the first and the last 60; the entries are all there. Immutable.
 *
 * @param title what the picture is about, for people
 * @param entries in order of time
 * @param requests what the versions answered, in order of time
 */
public record Timeline(String title, List<Entry> entries, List<Throughput> requests) {
    /** How many lines text and picture have at most. */
    static final int MOST_LINES = 120;

    /** Copies entries and requests. */
    public Timeline {
        entries = List.copyOf(entries);
        requests = List.copyOf(requests);
    }

    /** What an entry tells. */
    public enum Kind {
        /** Somebody released a version; {@link Entry#what()} is its name. */
        PUSH,
        /** Only phase or weights changed. */
        STEP,
        /** A check passed. */
        PASS,
        /** A check failed. */
        FAIL,
        /** A check had data, and could not decide. */
        INCONCLUSIVE,
        /** The engine published an event. */
        EVENT,
        /** Something else changed in the world: a command, a crash, a hook's answer. */
        CHANGE,
        /** A call of a plug went wrong on purpose. */
        FAULT
    }

    /**
     * One change.
     *
     * @param at time since the canary was initialised, negative before it
     * @param kind what it tells
     * @param phase the phase by then
     * @param split how requests were shared out by then
     * @param what what happened, for people: a check with its values, an event, a version; empty if only the columns changed
     */
    public record Entry(Duration at, Kind kind, Phase phase, Split split, String what) {
        /**
         * An entry that tells of a check, with its values.
         *
         * @param at as {@link #at()}
         * @param phase as {@link #phase()}
         * @param split as {@link #split()}
         */
        public static Entry of(Check check, Duration at, Phase phase, Split split) {
            Kind kind = switch (check.verdict()) {
                case PASS -> Kind.PASS;
                case FAIL -> Kind.FAIL;
                case INCONCLUSIVE -> Kind.INCONCLUSIVE;
            };
            String findings = check.findings().stream().map(Entry::text).collect(Collectors.joining(", "));
            String verdict = "check " + check.verdict().name().toLowerCase(Locale.ROOT);
            return new Entry(at, kind, phase, split, findings.isEmpty() ? verdict : verdict + ": " + findings);
        }

        private static String text(Finding finding) {
            Double value = finding.numbers().get("value");
            return finding.source() + (value == null ? "" : " " + text(value)) + " " + finding.outcome();
        }

        private static String text(double value) {
            return Double.isFinite(value)
                    ? BigDecimal.valueOf(value)
                            .setScale(2, RoundingMode.HALF_UP)
                            .toPlainString()
                    : String.valueOf(value);
        }

        /** The entry as one line. */
        @Override
        public String toString() {
            return String.format(
                            Locale.ROOT, "%10s  %-16s  %-16s  %s", clock(at), phase.wireName(), route(), sentence())
                    .stripTrailing();
        }

        /** The weights, as {@code 90/10}. */
        String route() {
            return route(split);
        }

        /** The same of any split. */
        static String route(Split split) {
            return split.primaryPercent() + "/" + split.canaryPercent()
                    + (split.matchedOnly() ? " matched" : "")
                    + (split.mirrorPercent() > 0 ? " mirror " + split.mirrorPercent() : "");
        }

        /** What happened, as a sentence. */
        String sentence() {
            return kind == Kind.PUSH ? what + " is pushed" : what;
        }

        static String clock(Duration at) {
            Duration abs = at.abs();
            String fraction = abs.toMillisPart() == 0 ? "" : String.format(Locale.ROOT, ".%03d", abs.toMillisPart());
            return String.format(
                    Locale.ROOT,
                    "%s%d:%02d:%02d%s",
                    at.isNegative() ? "-" : "+",
                    abs.toHours(),
                    abs.toMinutesPart(),
                    abs.toSecondsPart(),
                    fraction);
        }
    }

    /**
     * The picture: a whole SVG document, 1,000 pixels wide. It tells versions, checks and faults apart by pattern and shape, not
     * by colour, so that it reads the same in black and white. Names and numbers for which there is no room are left out above and
     * stand in the lines; of more than 120 lines those in the middle are left out. The same timeline gives the same bytes.
     */
    public String toSvg() {
        return new TimelineSvg(this).draw();
    }

    /** The lines; of more than 120 the first and the last 60. */
    @Override
    public String toString() {
        int more = entries.size() - MOST_LINES;
        if (more <= 0) {
            return lines(entries);
        }
        int half = MOST_LINES / 2;
        return lines(entries.subList(0, half)) + "\n… " + more + " more …\n"
                + lines(entries.subList(half + more, entries.size()));
    }

    private static String lines(List<Entry> entries) {
        return entries.stream().map(Entry::toString).collect(Collectors.joining("\n"));
    }
}
