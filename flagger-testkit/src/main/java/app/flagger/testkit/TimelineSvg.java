package app.flagger.testkit;

import app.flagger.api.plug.Split;
import app.flagger.api.status.Phase;
import app.flagger.testkit.Timeline.Entry;
import app.flagger.testkit.Timeline.Kind;
import app.flagger.testkit.world.Throughput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Draws a {@link Timeline}: phases, weights with each check, requests by version, and below them what happened in words. One kind
 * of thing, one shape or pattern. Longer than other classes because the parts of the picture share its measures.
 */
final class TimelineSvg {
    private static final int WIDTH = 1000;
    private static final int LEFT = 120;
    private static final int RIGHT = 970;
    private static final int PHASES_TOP = 96;
    private static final int ROW = 18;
    private static final int WEIGHTS_HEIGHT = 150;
    private static final int REQUESTS_HEIGHT = 130;
    private static final int GAP = 54;
    private static final int CAPTION = 20;
    private static final int MOST_NUMBERED = 40;
    private static final String FAILED = "#000000";
    private static final String SHARED = "stroke-width=\"2\"";
    private static final String MATCHED = "stroke-width=\"2\" stroke-dasharray=\"9 4\"";
    private static final String MIRRORED = "stroke-width=\"2\" stroke-dasharray=\"2 3\"";
    /** Fills of the versions, in the order in which they appear; black is kept for failures. */
    private static final List<String> FILLS = List.of("#ffffff", "#bdbdbd", "url(#stripes)", "url(#dots)", "#7a7a7a");

    private static final String PATTERNS = """
            <pattern id="stripes" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">\
            <rect width="5" height="5" fill="#ffffff"/><rect width="2" height="5" fill="#555555"/></pattern>\
            <pattern id="dots" width="5" height="5" patternUnits="userSpaceOnUse">\
            <rect width="5" height="5" fill="#ffffff"/><circle cx="2.5" cy="2.5" r="1.2" fill="#000000"/></pattern>""";

    private final Svg svg = new Svg();
    private final Timeline timeline;
    private final Duration from;
    private final Duration to;
    private final List<Phase> phases;
    private final Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    private final List<String> versions;

    TimelineSvg(Timeline timeline) {
        this.timeline = timeline;
        Duration first = times().min(Comparator.naturalOrder()).orElse(Duration.ZERO);
        Duration last = times().max(Comparator.naturalOrder()).orElse(Duration.ZERO);
        Duration told = last.compareTo(first) > 0 ? last.minus(first) : Duration.ofSeconds(1);
        // A little more than what was told, so that one sees how it ended.
        to = first.plus(told).plus(told.dividedBy(25));
        // What came before the push is told in words; drawn, it would take the room of what matters.
        Duration margin = to.dividedBy(20).negated();
        from = to.compareTo(Duration.ZERO) > 0 && first.compareTo(margin) < 0 ? margin : first;
        phases = spans(Entry::phase)
                .map(span -> span.what)
                .filter(phase -> phase != Phase.NONE)
                .distinct()
                .sorted()
                .toList();
        timeline.entries().forEach(entry -> kinds.add(entry.kind()));
        Set<String> seen = new LinkedHashSet<>();
        timeline.requests().forEach(some -> seen.add(some.version()));
        versions = List.copyOf(seen);
    }

    private Stream<Duration> times() {
        return Stream.concat(
                timeline.entries().stream().map(Entry::at),
                timeline.requests().stream().flatMap(some -> Stream.of(some.from(), some.to())));
    }

    String draw() {
        int lanesTop = PHASES_TOP + phases.size() * ROW;
        int weightsTop = lanesTop + lanes().size() * ROW + GAP;
        int requestsTop = weightsTop + WEIGHTS_HEIGHT + GAP;
        int axis = requestsTop + REQUESTS_HEIGHT;
        svg.text(20, 34, Svg.START + " font-size=\"18\"", timeline.title());
        drawPushes(axis);
        drawPhases();
        drawLanes(lanesTop);
        drawWeights(weightsTop);
        drawRequests(requestsTop);
        drawTimes(axis);
        int bottom = drawCounts(axis + 62);
        bottom = new TimelineLog(svg, timeline).draw(20, bottom + 24, this::drawMark);
        return svg.document(WIDTH, bottom + 16, PATTERNS);
    }

    private void drawPushes(int bottom) {
        for (Entry push : of(Kind.PUSH)) {
            double x = x(push.at());
            svg.line(x, PHASES_TOP - 18, x, bottom, "stroke-dasharray=\"3 3\"");
            svg.text(x, PHASES_TOP - 22, Svg.MIDDLE + Svg.BOLD, push.what());
        }
    }

    private void drawPhases() {
        for (Phase phase : phases) {
            svg.text(LEFT - 10, rowTop(phase) + 13, Svg.END, phase.wireName());
        }
        spans(Entry::phase)
                .filter(span -> span.what != Phase.NONE)
                .forEach(span -> svg.rect(
                        x(span.from), rowTop(span.what) + 3, x(span.to) - x(span.from), ROW - 6, "fill=\"#555555\""));
    }

    /** What people or tests did gets a line of its own, and so do faults, if there were any. */
    private List<Kind> lanes() {
        return Stream.of(Kind.CHANGE, Kind.FAULT).filter(kinds::contains).toList();
    }

    private void drawLanes(int top) {
        for (int i = 0; i < lanes().size(); i++) {
            double y = top + i * (double) ROW + ROW / 2.0;
            svg.text(LEFT - 10, y + 4, Svg.END, lanes().get(i) == Kind.FAULT ? "faults" : "changes");
            of(lanes().get(i)).forEach(entry -> drawMark(entry.kind(), x(entry.at()), y));
        }
    }

    private void drawWeights(int top) {
        svg.haloed(LEFT, top - CAPTION, Svg.START, "share of the canary, with each check");
        for (int percent = 0; percent <= 100; percent += 50) {
            svg.text(LEFT - 10, weightY(top, percent) + 4, Svg.END, percent + " %");
            svg.line(LEFT, weightY(top, percent), RIGHT, weightY(top, percent), "stroke-opacity=\"0.25\"");
        }
        double before = weightY(top, 0);
        for (Span<Split> span : spans(Entry::split).toList()) {
            double y = weightY(top, span.what.canaryPercent());
            if (span.from.compareTo(from) > 0) {
                svg.line(x(span.from), before, x(span.from), y, "stroke-width=\"2\" stroke-linecap=\"square\"");
            }
            svg.line(x(span.from), y, x(span.to), y, span.what.matchedOnly() ? MATCHED : SHARED);
            before = y;
        }
        spans(Entry::split).filter(span -> span.what.mirrorPercent() > 0).forEach(span -> {
            double y = weightY(top, span.what.mirrorPercent());
            svg.line(x(span.from), y, x(span.to), y, MIRRORED);
            svg.line(x(span.from), y, x(span.from), weightY(top, 0), MIRRORED);
            svg.line(x(span.to), y, x(span.to), weightY(top, 0), MIRRORED);
        });
        drawChecks(top);
        drawLegend(top - CAPTION);
    }

    private void drawChecks(int top) {
        List<Entry> checks = TimelineLog.checks(timeline);
        Map<Duration, Split> judgedAt = judgedAt();
        for (int i = 0; i < checks.size(); i++) {
            Entry check = checks.get(i);
            Split judged = judgedAt.getOrDefault(check.at(), check.split());
            double y = weightY(top, Math.max(judged.canaryPercent(), judged.mirrorPercent()));
            drawMark(check.kind(), x(check.at()), y);
            if (checks.size() <= MOST_NUMBERED) {
                svg.haloed(x(check.at()) - 8, y - 8, Svg.MIDDLE + " font-size=\"10\"", String.valueOf(i + 1));
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
            if (kinds.contains(kind)) {
                x -= kind == Kind.INCONCLUSIVE ? 130 : 112;
                drawMark(kind, x, y - 4);
                svg.haloed(x + 12, y, Svg.START, TimelineLog.words(kind));
            }
        }
        if (timeline.entries().stream().anyMatch(entry -> entry.split().mirrorPercent() > 0)) {
            x -= 136;
            svg.line(x, y - 4, x + 20, y - 4, MIRRORED);
            svg.haloed(x + 28, y, Svg.START, "mirrored to it");
        }
        if (timeline.entries().stream().anyMatch(entry -> entry.split().matchedOnly())) {
            x -= 198;
            svg.line(x, y - 4, x + 20, y - 4, MATCHED);
            svg.haloed(x + 28, y, Svg.START, "of matched requests only");
        }
    }

    private void drawMark(Kind kind, double x, double y) {
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

    private void drawRequests(int top) {
        Map<Duration, List<Throughput>> bars = new LinkedHashMap<>();
        for (Throughput some : timeline.requests()) {
            if (some.to().compareTo(from) > 0) {
                bars.computeIfAbsent(some.from(), first -> new ArrayList<>()).add(some);
            }
        }
        double most = bars.values().stream()
                .mapToDouble(bar -> bar.stream()
                        .mapToDouble(some -> rate(some, some.answered()))
                        .sum())
                .max()
                .orElse(1);
        svg.haloed(
                LEFT, top - CAPTION, Svg.START, "requests per second, by the version that answered; failed ones black");
        svg.text(LEFT - 10, top + 4, Svg.END, String.format(Locale.ROOT, most < 10 ? "%.1f" : "%.0f", most));
        svg.text(LEFT - 10, top + REQUESTS_HEIGHT + 4, Svg.END, "0");
        bars.values().forEach(bar -> drawBar(bar, top + REQUESTS_HEIGHT, REQUESTS_HEIGHT / most));
    }

    private void drawBar(List<Throughput> bar, double bottom, double pixelsPerRequest) {
        double y = bottom;
        for (String version : versions) {
            for (Throughput some : bar) {
                if (some.version().equals(version)) {
                    y = drawPart(some, some.answered() - some.failed(), fill(version), y, pixelsPerRequest);
                }
            }
        }
        for (Throughput some : bar) {
            y = drawPart(some, some.failed(), FAILED, y, pixelsPerRequest);
        }
    }

    private double drawPart(Throughput some, long requests, String fill, double y, double pixelsPerRequest) {
        if (requests == 0) {
            return y;
        }
        double height = rate(some, requests) * pixelsPerRequest;
        double x = x(some.from());
        double width = Math.max(0.5, x(some.to()) - x);
        svg.rect(x, y - height, width, height, "fill=\"" + fill + "\" stroke=\"#000000\" stroke-width=\"0.6\"");
        return y - height;
    }

    private static double rate(Throughput some, long requests) {
        return requests * 1e9 / some.to().minus(some.from()).toNanos();
    }

    private void drawTimes(int axis) {
        svg.line(LEFT, axis, RIGHT, axis, "");
        Duration step = step();
        boolean hours = to.toHours() > 0;
        for (Duration at = Duration.ZERO; at.compareTo(to) <= 0; at = at.plus(step)) {
            double x = x(at);
            svg.line(x, axis, x, axis + 5, "");
            String time = hours
                    ? String.format(Locale.ROOT, "%d:%02d", at.toHours(), at.toMinutesPart())
                    : String.format(Locale.ROOT, "%d:%02d", at.toMinutes(), at.toSecondsPart());
            svg.text(x, axis + 20, Svg.MIDDLE, time);
        }
        String unit = hours ? "hours and minutes" : "minutes and seconds";
        svg.text((LEFT + RIGHT) / 2.0, axis + 38, Svg.MIDDLE, "time since the first push, " + unit);
    }

    /** A round span that gives at most fifteen marks. */
    private Duration step() {
        long[] minutes = {1, 2, 5, 10, 30, 60, 120, 360, 720};
        Stream<Duration> round = Stream.concat(
                Stream.of(1, 5, 10, 30).map(Duration::ofSeconds),
                Arrays.stream(minutes).mapToObj(Duration::ofMinutes));
        return round.filter(step -> step.multipliedBy(15).compareTo(to) >= 0)
                .findFirst()
                .orElse(to.dividedBy(10));
    }

    private int drawCounts(int top) {
        int y = top;
        for (String version : versions) {
            long answered = 0;
            long failed = 0;
            for (Throughput some : timeline.requests()) {
                if (some.version().equals(version)) {
                    answered += some.answered();
                    failed += some.failed();
                }
            }
            svg.rect(LEFT, y - 10, 16, 12, "fill=\"" + fill(version) + "\" stroke=\"#000000\"");
            String name = version.isEmpty() ? "no version" : version;
            String line =
                    String.format(Locale.ROOT, "%s: %,d requests answered, %,d of them failed", name, answered, failed);
            svg.text(LEFT + 26, y, Svg.START, line);
            y += 20;
        }
        return y;
    }

    private String fill(String version) {
        return FILLS.get(versions.indexOf(version) % FILLS.size());
    }

    private List<Entry> of(Kind kind) {
        return timeline.entries().stream()
                .filter(entry -> entry.kind() == kind && entry.at().compareTo(from) >= 0)
                .toList();
    }

    /** From one time to another something was so. */
    private record Span<T>(T what, Duration from, Duration to) {}

    private <T> Stream<Span<T>> spans(Function<Entry, T> of) {
        List<Span<T>> spans = new ArrayList<>();
        for (Entry entry : timeline.entries()) {
            T what = of.apply(entry);
            Span<T> last = spans.isEmpty() ? null : spans.get(spans.size() - 1);
            if (last == null || !last.what.equals(what)) {
                if (last != null) {
                    spans.set(spans.size() - 1, new Span<>(last.what, last.from, entry.at()));
                }
                spans.add(new Span<>(what, entry.at(), to));
            }
        }
        return spans.stream().filter(span -> span.to.compareTo(from) > 0 && span.to.compareTo(span.from) > 0);
    }

    private double rowTop(Phase phase) {
        return PHASES_TOP + phases.indexOf(phase) * (double) ROW;
    }

    private double x(Duration at) {
        double share = (double) at.minus(from).toNanos() / to.minus(from).toNanos();
        return LEFT + (RIGHT - LEFT) * Math.max(0, Math.min(1, share));
    }

    private static double weightY(int top, int percent) {
        return top + WEIGHTS_HEIGHT * (100 - percent) / 100.0;
    }
}
