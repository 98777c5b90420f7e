package app.flagger.testkit;

import static app.flagger.testkit.TimelineAxis.LEFT;
import static app.flagger.testkit.TimelineAxis.RIGHT;

import app.flagger.api.status.Phase;
import app.flagger.testkit.Timeline.Entry;
import app.flagger.testkit.Timeline.Kind;
import app.flagger.testkit.TimelineAxis.Span;
import java.util.List;
import java.util.stream.Stream;

/**
 * Draws a {@link Timeline}: phases, weights with each check, requests by version, and below them what happened in words. One kind
 * of thing, one shape or pattern.
 */
final class TimelineSvg {
    /** By so much a caption stands above what it is about. */
    static final int CAPTION = 20;

    private static final int WIDTH = 1000;
    private static final int MARGIN = 20;
    private static final int TITLE_SIZE = 18;
    private static final int PHASES_TOP = 96;
    private static final int ROW = 18;
    private static final int GAP = 54;
    /** Where names of pushed versions stand; the second place is for those that have no room in the first. */
    private static final int[] NAMES = {PHASES_TOP - 22, PHASES_TOP - 36};

    private static final int LONGEST_NAME = 160;
    /** Bold letters are as wide as larger ones. */
    private static final int BOLD_SIZE = Svg.SIZE + 1;

    private final Svg svg = new Svg();
    private final Timeline timeline;
    private final TimelineAxis axis;
    private final List<Span<Phase>> phases;
    private final List<Phase> rows;

    TimelineSvg(Timeline timeline) {
        this.timeline = timeline;
        axis = new TimelineAxis(timeline);
        phases = axis.spans(Entry::phase).stream()
                .filter(span -> span.what() != Phase.NONE)
                .toList();
        rows = phases.stream().map(Span::what).distinct().sorted().toList();
    }

    String draw() {
        TimelineRequests requests = new TimelineRequests(svg, timeline, axis);
        int lanesTop = PHASES_TOP + rows.size() * ROW;
        int weightsTop = lanesTop + lanes().size() * ROW + GAP;
        int requestsTop = weightsTop + TimelineWeights.HEIGHT + GAP;
        int bottom = requestsTop + TimelineRequests.HEIGHT;
        svg.text(
                MARGIN,
                34,
                Svg.START + " font-size=\"" + TITLE_SIZE + "\"",
                Svg.shortened(timeline.title(), TITLE_SIZE, WIDTH - 2 * MARGIN));
        drawPushes(bottom);
        drawPhases();
        drawLanes(lanesTop);
        new TimelineWeights(svg, timeline, axis, weightsTop).draw();
        requests.draw(requestsTop);
        axis.draw(svg, bottom);
        int y = requests.drawCounts(bottom + 62);
        y = new TimelineLog(svg, timeline).draw(MARGIN, y + 24);
        return svg.document(WIDTH, y + 16, TimelineRequests.PATTERNS);
    }

    /** All pushes have their lines; their names, from the last, as far as there is room: the others are in the log. */
    private void drawPushes(int bottom) {
        List<Entry> pushes = of(Kind.PUSH);
        for (Entry push : pushes) {
            double x = axis.x(push.at());
            svg.line(x, PHASES_TOP - 18, x, bottom, "stroke-dasharray=\"3 3\"");
        }
        double[] taken = {WIDTH, WIDTH};
        for (int last = pushes.size() - 1; last >= 0; last--) {
            Entry push = pushes.get(last);
            String name = Svg.shortened(push.what(), BOLD_SIZE, LONGEST_NAME);
            double half = Svg.width(name, BOLD_SIZE) / 2;
            double x = Math.max(MARGIN + half, Math.min(RIGHT - half, axis.x(push.at())));
            for (int i = 0; i < NAMES.length; i++) {
                if (x + half < taken[i]) {
                    svg.text(x, NAMES[i], Svg.MIDDLE + Svg.BOLD, name);
                    taken[i] = x - half - 8;
                    break;
                }
            }
        }
    }

    private void drawPhases() {
        for (Phase phase : rows) {
            svg.text(LEFT - 10, rowTop(phase) + 13, Svg.END, phase.wireName());
        }
        for (Span<Phase> span : phases) {
            double x = axis.x(span.from());
            svg.rect(x, rowTop(span.what()) + 3, axis.x(span.to()) - x, ROW - 6, "fill=\"#555555\"");
        }
    }

    /** What people or tests did gets a line of its own, and so do faults, if there were any. */
    private List<Kind> lanes() {
        return Stream.of(Kind.CHANGE, Kind.FAULT)
                .filter(kind -> timeline.entries().stream().anyMatch(entry -> entry.kind() == kind))
                .toList();
    }

    private void drawLanes(int top) {
        for (int i = 0; i < lanes().size(); i++) {
            double y = top + i * (double) ROW + ROW / 2.0;
            svg.text(LEFT - 10, y + 4, Svg.END, lanes().get(i) == Kind.FAULT ? "faults" : "changes");
            of(lanes().get(i)).forEach(entry -> TimelineMarks.draw(svg, entry.kind(), axis.x(entry.at()), y));
        }
    }

    private List<Entry> of(Kind kind) {
        return timeline.entries().stream()
                .filter(entry -> entry.kind() == kind && axis.shows(entry.at()))
                .toList();
    }

    private double rowTop(Phase phase) {
        return PHASES_TOP + rows.indexOf(phase) * (double) ROW;
    }
}
