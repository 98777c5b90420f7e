package app.flagger.testkit;

import static app.flagger.testkit.TimelineAxis.LEFT;
import static app.flagger.testkit.TimelineAxis.RIGHT;

import app.flagger.api.plug.Split;
import app.flagger.testkit.Timeline.Entry;
import app.flagger.testkit.Timeline.Kind;
import app.flagger.testkit.TimelineAxis.Span;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The part of a picture that shows how requests were shared out, with each check. */
final class TimelineWeights {
    static final int HEIGHT = 150;

    private static final String SHARED = "stroke-width=\"2\"";
    private static final String MATCHED = "stroke-width=\"2\" stroke-dasharray=\"9 4\"";
    private static final String MIRRORED = "stroke-width=\"2\" stroke-dasharray=\"2 3\"";
    private static final int SMALL = 10;

    private final Svg svg;
    private final Timeline timeline;
    private final TimelineAxis axis;
    private final int top;

    TimelineWeights(Svg svg, Timeline timeline, TimelineAxis axis, int top) {
        this.svg = svg;
        this.timeline = timeline;
        this.axis = axis;
        this.top = top;
    }

    void draw() {
        svg.haloed(LEFT, top - TimelineSvg.CAPTION, Svg.START, "share of the canary, with checks");
        for (int percent = 0; percent <= 100; percent += 50) {
            svg.text(LEFT - 10, y(percent) + 4, Svg.END, percent + " %");
            svg.line(LEFT, y(percent), RIGHT, y(percent), "stroke-opacity=\"0.25\"");
        }
        List<Span<Split>> splits = axis.spans(Entry::split);
        double before = y(0);
        for (Span<Split> span : splits) {
            double y = y(span.what().canaryPercent());
            if (axis.x(span.from()) > LEFT) {
                svg.line(axis.x(span.from()), before, axis.x(span.from()), y, SHARED + " stroke-linecap=\"square\"");
            }
            svg.line(axis.x(span.from()), y, axis.x(span.to()), y, span.what().matchedOnly() ? MATCHED : SHARED);
            before = y;
        }
        splits.stream().filter(span -> span.what().mirrorPercent() > 0).forEach(this::drawMirrored);
        drawChecks();
        drawLegend(top - TimelineSvg.CAPTION);
    }

    private void drawMirrored(Span<Split> span) {
        double y = y(span.what().mirrorPercent());
        double from = axis.x(span.from());
        double to = axis.x(span.to());
        svg.line(from, y, to, y, MIRRORED);
        svg.line(from, y, from, y(0), MIRRORED);
        svg.line(to, y, to, y(0), MIRRORED);
    }

    /** Checks have the numbers of the log, as far as there is room for them. */
    private void drawChecks() {
        List<Entry> checks = TimelineLog.checks(timeline);
        Map<Duration, Split> judgedAt = judgedAt();
        double taken = 0;
        for (int i = 0; i < checks.size(); i++) {
            Entry check = checks.get(i);
            Split judged = judgedAt.getOrDefault(check.at(), check.split());
            double x = axis.x(check.at());
            double y = y(Math.max(judged.canaryPercent(), judged.mirrorPercent()));
            TimelineMarks.draw(svg, check.kind(), x, y);
            String number = String.valueOf(i + 1);
            double half = Svg.width(number, SMALL) / 2;
            if (x - 8 - half > taken) {
                svg.haloed(x - 8, y - 8, Svg.MIDDLE + " font-size=\"" + SMALL + "\"", number);
                taken = x - 8 + half + 2;
            }
        }
    }

    /** At each time, the split that was in force until then: what a check judged, though it may have changed it. */
    private Map<Duration, Split> judgedAt() {
        Map<Duration, Split> judged = new LinkedHashMap<>();
        Split before = Split.allToPrimary();
        for (Entry entry : timeline.entries()) {
            judged.putIfAbsent(entry.at(), before);
            before = entry.split();
        }
        return judged;
    }

    private void drawLegend(double y) {
        double x = RIGHT;
        for (Kind kind : List.of(Kind.INCONCLUSIVE, Kind.FAIL, Kind.PASS)) {
            if (timeline.entries().stream().anyMatch(entry -> entry.kind() == kind)) {
                x -= place(TimelineMarks.words(kind), 12);
                TimelineMarks.draw(svg, kind, x, y - 4);
                svg.haloed(x + 12, y, Svg.START, TimelineMarks.words(kind));
            }
        }
        if (timeline.entries().stream().anyMatch(entry -> entry.split().mirrorPercent() > 0)) {
            x -= place("mirrored to it", 28);
            svg.line(x, y - 4, x + 20, y - 4, MIRRORED);
            svg.haloed(x + 28, y, Svg.START, "mirrored to it");
        }
        if (timeline.entries().stream().anyMatch(entry -> entry.split().matchedOnly())) {
            x -= place("matched only", 28);
            svg.line(x, y - 4, x + 20, y - 4, MATCHED);
            svg.haloed(x + 28, y, Svg.START, "matched only");
        }
    }

    private static double place(String words, int sign) {
        return sign + Svg.width(words, Svg.SIZE) + 18;
    }

    private double y(int percent) {
        return top + HEIGHT * (100 - percent) / 100.0;
    }
}
