package app.flagger.samples.quickstart;

import app.flagger.api.status.Check;
import app.flagger.api.status.Phase;
import app.flagger.api.strategy.Judgement.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Draws a {@link Timeline} with the requests below it. One kind of thing, one shape or pattern, so that it reads the same in
 * black and white.
 */
final class TimelineSvg {
    private static final int WIDTH = 1000;
    private static final int LEFT = 120;
    private static final int RIGHT = 970;
    private static final int PHASES_TOP = 96;
    private static final int ROW = 18;
    private static final int WEIGHTS_HEIGHT = 150;
    private static final int REQUESTS_HEIGHT = 130;
    private static final int GAP = 46;
    private static final String START = "text-anchor=\"start\"";
    private static final String MIDDLE = "text-anchor=\"middle\"";
    private static final String END = "text-anchor=\"end\"";
    /** Fills of the versions, in order of their release; black is kept for failures. */
    private static final List<String> FILLS = List.of("#ffffff", "#bdbdbd", "url(#stripes)");

    private final StringBuilder svg = new StringBuilder();
    private final Timeline timeline;
    private final List<Meter.Sample> samples;
    private final Instant from;
    private final Instant to;
    private final Duration bin;
    private final List<Phase> phases;

    private TimelineSvg(Timeline timeline, List<Meter.Sample> samples, Duration bin, Instant to) {
        this.timeline = timeline;
        this.samples = samples;
        this.bin = bin;
        this.from = timeline.pushes().get(0).at();
        this.to = to;
        this.phases = timeline.points().stream()
                .map(Timeline.Point::phase)
                .filter(phase -> phase != Phase.NONE)
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * Writes the picture.
     *
     * @param bin width of a bar of requests
     * @param to where the picture ends
     * @throws IOException if the file cannot be written
     */
    static void write(Timeline timeline, List<Meter.Sample> samples, Duration bin, Instant to, Path file)
            throws IOException {
        Files.writeString(file, new TimelineSvg(timeline, samples, bin, to).draw());
    }

    private String draw() {
        int weightsTop = PHASES_TOP + phases.size() * ROW + GAP;
        int requestsTop = weightsTop + WEIGHTS_HEIGHT + GAP;
        int axis = requestsTop + REQUESTS_HEIGHT;
        int height = axis + 70 + 20 * Counts.of(samples).byVersion().size();
        add("""
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d"\
                 font-family="DejaVu Sans, Helvetica, Arial, sans-serif" font-size="12">
                <defs><pattern id="stripes" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">\
                <rect width="5" height="5" fill="#ffffff"/><rect width="2" height="5" fill="#555555"/></pattern></defs>
                <rect width="%d" height="%d" fill="#ffffff"/>
                """, WIDTH, height, WIDTH, height, WIDTH, height);
        text(20, 34, START + " font-size=\"18\"", "A good release and a bad one of a shop, on real requests");
        drawPushes(axis);
        drawPhases();
        drawWeights(weightsTop);
        drawRequests(requestsTop);
        drawTimes(axis);
        drawCounts(axis + 62);
        return svg.append("</svg>\n").toString();
    }

    private void drawPushes(int bottom) {
        for (Timeline.Push push : timeline.pushes()) {
            double x = x(push.at());
            line(x, PHASES_TOP - 18, x, bottom, "stroke=\"#000000\" stroke-dasharray=\"3 3\"");
            text(x, PHASES_TOP - 22, MIDDLE + " font-weight=\"bold\"", push.version());
        }
    }

    private void drawPhases() {
        List<Timeline.Point> points = timeline.points();
        for (Phase phase : phases) {
            text(LEFT - 10, rowTop(phase) + 13, END, phase.wireName());
        }
        for (int i = 0; i < points.size(); i++) {
            if (points.get(i).phase() != Phase.NONE) {
                double x = x(points.get(i).at());
                // A little wider than it is, so that no gap shows where only the weight changed.
                rect(x, rowTop(points.get(i).phase()) + 3, end(points, i) - x + 0.5, ROW - 6, "fill=\"#555555\"");
            }
        }
    }

    private void drawWeights(int top) {
        caption(top, "share of the canary, with each check");
        for (int percent = 0; percent <= 100; percent += 50) {
            text(LEFT - 10, weightY(top, percent) + 4, END, percent + " %");
            line(LEFT, weightY(top, percent), RIGHT, weightY(top, percent), "stroke=\"#bbbbbb\"");
        }
        List<Timeline.Point> points = timeline.points();
        StringBuilder steps = new StringBuilder();
        for (int i = 0; i < points.size(); i++) {
            double y = weightY(top, points.get(i).canaryWeight());
            steps.append(String.format(
                    Locale.ROOT, "%.1f,%.1f %.1f,%.1f ", x(points.get(i).at()), y, end(points, i), y));
        }
        add("<polyline points=\"%s\" fill=\"none\" stroke=\"#000000\" stroke-width=\"2\"/>\n", steps);
        timeline.checks().forEach(check -> drawCheck(top, check));
        drawCheckMark(RIGHT - 190, top - 14, Verdict.PASS);
        text(RIGHT - 180, top - 10, START, "check passed");
        drawCheckMark(RIGHT - 85, top - 14, Verdict.FAIL);
        text(RIGHT - 75, top - 10, START, "check failed");
    }

    private void drawCheck(int top, Check check) {
        drawCheckMark(x(check.at()), weightY(top, check.canaryWeight()), check.verdict());
    }

    private void drawCheckMark(double x, double y, Verdict verdict) {
        if (verdict == Verdict.PASS) {
            add(
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4.5\" fill=\"#ffffff\" stroke=\"#000000\" stroke-width=\"1.5\"/>\n",
                    x, y);
        } else {
            line(x - 5, y - 5, x + 5, y + 5, "stroke=\"#000000\" stroke-width=\"3\"");
            line(x - 5, y + 5, x + 5, y - 5, "stroke=\"#000000\" stroke-width=\"3\"");
        }
    }

    private void drawRequests(int top) {
        List<List<Meter.Sample>> bins = bins();
        long most = Math.max(1, bins.stream().mapToInt(List::size).max().orElse(1));
        caption(top, "requests in " + bin.toSeconds() + " s, by version; failed ones black");
        text(LEFT - 10, top + 4, END, String.valueOf(most));
        text(LEFT - 10, top + REQUESTS_HEIGHT + 4, END, "0");
        double whole = x(from.plus(bin)) - LEFT;
        for (int i = 0; i < bins.size(); i++) {
            double x = LEFT + i * whole;
            // The last bar is cut off where the picture ends; its height is that of a whole one.
            double width = Math.max(1, Math.min(whole, RIGHT - x));
            double y = top + REQUESTS_HEIGHT;
            for (Stack part : stacks(bins.get(i))) {
                double height = part.requests() * (whole / width) * REQUESTS_HEIGHT / most;
                y -= height;
                rect(x, y, width, height, "fill=\"" + part.fill() + "\" stroke=\"#000000\" stroke-width=\"0.6\"");
            }
        }
    }

    /** A part of a bar. */
    private record Stack(String fill, long requests) {}

    private List<Stack> stacks(List<Meter.Sample> bin) {
        List<Stack> parts = new ArrayList<>();
        for (Timeline.Push push : timeline.pushes()) {
            long good = bin.stream()
                    .filter(sample -> !sample.failed() && sample.version().equals(push.version()))
                    .count();
            parts.add(new Stack(fill(push.version()), good));
        }
        parts.add(new Stack("#000000", bin.stream().filter(Meter.Sample::failed).count()));
        parts.removeIf(part -> part.requests() == 0);
        return parts;
    }

    private List<List<Meter.Sample>> bins() {
        List<List<Meter.Sample>> bins = new ArrayList<>();
        for (long i = 0; i <= Duration.between(from, to).dividedBy(bin); i++) {
            bins.add(new ArrayList<>());
        }
        samples.stream()
                .filter(sample -> !sample.mirrored()
                        && !sample.at().isBefore(from)
                        && !sample.at().isAfter(to))
                .forEach(sample -> bins.get(
                                (int) Duration.between(from, sample.at()).dividedBy(bin))
                        .add(sample));
        return bins;
    }

    private void drawTimes(int axis) {
        line(LEFT, axis, RIGHT, axis, "stroke=\"#000000\"");
        Duration all = Duration.between(from, to);
        Duration step = Duration.ofSeconds(all.toSeconds() > 120 ? 30 : 10);
        for (Duration at = Duration.ZERO; at.compareTo(all) <= 0; at = at.plus(step)) {
            double x = x(from.plus(at));
            line(x, axis, x, axis + 5, "stroke=\"#000000\"");
            text(x, axis + 20, MIDDLE, String.format(Locale.ROOT, "%d:%02d", at.toMinutes(), at.toSecondsPart()));
        }
        text((LEFT + RIGHT) / 2.0, axis + 38, MIDDLE, "time of the rollout, minutes and seconds");
    }

    private void drawCounts(int top) {
        int y = top;
        for (Map.Entry<String, ?> version : Counts.of(samples).byVersion().entrySet()) {
            String name = version.getKey().isEmpty() ? "no version" : version.getKey();
            rect(LEFT, y - 10, 16, 12, "fill=\"" + fill(version.getKey()) + "\" stroke=\"#000000\"");
            StringBuilder line = new StringBuilder(name).append(":");
            Counts.of(samples)
                    .statuses(version.getKey())
                    .forEach((status, count) ->
                            line.append(String.format(Locale.ROOT, "  %,d answered with %d", count, status)));
            text(LEFT + 26, y, START, line.toString());
            y += 20;
        }
    }

    private String fill(String version) {
        List<String> versions =
                timeline.pushes().stream().map(Timeline.Push::version).toList();
        int index = versions.indexOf(version);
        return index < 0 ? "#000000" : FILLS.get(index % FILLS.size());
    }

    private double rowTop(Phase phase) {
        return PHASES_TOP + phases.indexOf(phase) * (double) ROW;
    }

    private double end(List<Timeline.Point> points, int index) {
        return index + 1 < points.size() ? x(points.get(index + 1).at()) : RIGHT;
    }

    private double x(Instant at) {
        double share = (double) Duration.between(from, at).toNanos()
                / Duration.between(from, to).toNanos();
        return LEFT + (RIGHT - LEFT) * Math.max(0, Math.min(1, share));
    }

    private static double weightY(int top, int percent) {
        return top + WEIGHTS_HEIGHT * (100 - percent) / 100.0;
    }

    private void caption(int top, String caption) {
        // White around the letters, so that the line of a release does not cross them.
        text(LEFT, top - 12, START + " paint-order=\"stroke\" stroke=\"#ffffff\" stroke-width=\"5\"", caption);
    }

    private void rect(double x, double y, double width, double height, String style) {
        add("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" %s/>\n", x, y, width, height, style);
    }

    private void line(double x1, double y1, double x2, double y2, String style) {
        add("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" %s/>\n", x1, y1, x2, y2, style);
    }

    private void text(double x, double y, String style, String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
        add("<text x=\"%.1f\" y=\"%.1f\" %s xml:space=\"preserve\">%s</text>\n", x, y, style, escaped);
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }
}
