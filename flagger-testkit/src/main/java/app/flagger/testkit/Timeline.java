package app.flagger.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What happened in a run, one entry for each change. As text it has a line for each entry: time since the push, phase, weights of
 * primary and canary, mirrored share, and what changed. Immutable.
 *
 * @param entries in order
 */
public record Timeline(List<Entry> entries) {
    /** Copies the entries. */
    public Timeline {
        entries = List.copyOf(entries);
    }

    /**
     * One change.
     *
     * @param at time since the push, negative before it
     * @param phase the phase by then, as the status names it
     * @param canaryPercent the weight of the canary in the route
     * @param mirrorPercent the mirrored share
     * @param matchedOnly whether only matched requests go to the canary
     * @param what what happened: checks with their values, events, changes of the world; empty if only the columns changed
     */
    public record Entry(
            Duration at, String phase, int canaryPercent, int mirrorPercent, boolean matchedOnly, String what) {
        /** The entry as one line. */
        @Override
        public String toString() {
            String route = (100 - canaryPercent) + "/" + canaryPercent
                    + (matchedOnly ? " matched" : "")
                    + (mirrorPercent > 0 ? " mirror " + mirrorPercent : "");
            return String.format(Locale.ROOT, "%10s  %-16s  %-16s  %s", clock(at), phase, route, what)
                    .stripTrailing();
        }

        private static String clock(Duration at) {
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

    /** All lines. */
    @Override
    public String toString() {
        return entries.stream().map(Entry::toString).collect(Collectors.joining("\n"));
    }
}
