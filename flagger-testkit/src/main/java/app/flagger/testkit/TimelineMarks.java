package app.flagger.testkit;

import app.flagger.testkit.Timeline.Kind;

/** The shapes by which a picture tells kinds of entries apart. */
final class TimelineMarks {
    private TimelineMarks() {}

    /** What a mark means. */
    static String words(Kind kind) {
        return switch (kind) {
            case PUSH -> "a version is pushed";
            case STEP -> "weights change";
            case PASS -> "check passed";
            case FAIL -> "check failed";
            case INCONCLUSIVE -> "check undecided";
            case EVENT -> "an event";
            case CHANGE -> "a change of the world";
            case FAULT -> "a fault";
        };
    }

    static void draw(Svg svg, Kind kind, double x, double y) {
        switch (kind) {
            case PASS -> svg.circle(x, y, 4.5, "fill=\"#ffffff\" stroke-width=\"1.5\"");
            case FAIL -> {
                svg.line(x - 5, y - 5, x + 5, y + 5, "stroke-width=\"3\"");
                svg.line(x - 5, y + 5, x + 5, y - 5, "stroke-width=\"3\"");
            }
            case INCONCLUSIVE -> {
                svg.circle(x, y, 5.5, "fill=\"#ffffff\" stroke-width=\"1\"");
                svg.text(x, y + 3.5, Svg.MIDDLE + " font-size=\"10\"", "?");
            }
            case CHANGE -> svg.polygon("fill=\"#ffffff\" stroke-width=\"1.5\"", x, y - 6, x + 6, y, x, y + 6, x - 6, y);
            case FAULT -> svg.polygon("fill=\"#000000\"", x, y - 6, x + 6, y + 5, x - 6, y + 5);
            case PUSH -> svg.line(x, y - 6, x, y + 6, "stroke-width=\"1.5\" stroke-dasharray=\"3 2\"");
            case EVENT, STEP -> {
                // Their effect is in the columns and in the lines above.
            }
        }
    }
}
