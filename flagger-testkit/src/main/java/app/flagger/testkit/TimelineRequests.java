package app.flagger.testkit;

import static app.flagger.testkit.TimelineAxis.LEFT;

import app.flagger.testkit.world.Throughput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The part of a picture that shows which version answered how many requests. */
final class TimelineRequests {
    static final int HEIGHT = 130;

    static final String PATTERNS = """
            <pattern id="stripes" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">\
            <rect width="5" height="5" fill="#ffffff"/><rect width="2" height="5" fill="#555555"/></pattern>\
            <pattern id="dots" width="5" height="5" patternUnits="userSpaceOnUse">\
            <rect width="5" height="5" fill="#ffffff"/><circle cx="2.5" cy="2.5" r="1.2" fill="#000000"/></pattern>""";

    private static final String FAILED = "#000000";
    /** Fills of the versions, in the order in which they appear; black is kept for failures. */
    private static final List<String> FILLS = List.of("#ffffff", "#bdbdbd", "url(#stripes)", "url(#dots)", "#7a7a7a");

    private final Svg svg;
    private final List<Throughput> requests;
    private final TimelineAxis axis;
    private final List<String> versions;

    TimelineRequests(Svg svg, Timeline timeline, TimelineAxis axis) {
        this.svg = svg;
        this.requests = timeline.requests();
        this.axis = axis;
        Set<String> seen = new LinkedHashSet<>();
        requests.forEach(some -> seen.add(some.version()));
        versions = List.copyOf(seen);
    }

    void draw(int top) {
        Map<Duration, List<Throughput>> bars = new LinkedHashMap<>();
        for (Throughput some : requests) {
            if (axis.x(some.to()) > LEFT) {
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
                LEFT,
                top - TimelineSvg.CAPTION,
                Svg.START,
                "requests per second, by the version that answered; failed ones black");
        svg.text(LEFT - 10, top + 4, Svg.END, String.format(Locale.ROOT, most < 10 ? "%.1f" : "%.0f", most));
        svg.text(LEFT - 10, top + HEIGHT + 4, Svg.END, "0");
        bars.values().forEach(bar -> drawBar(bar, top + HEIGHT, HEIGHT / most));
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
        double x = axis.x(some.from());
        double width = Math.max(0.5, axis.x(some.to()) - x);
        svg.rect(x, y - height, width, height, "fill=\"" + fill + "\" stroke=\"#000000\" stroke-width=\"0.6\"");
        return y - height;
    }

    private static double rate(Throughput some, long requests) {
        return requests * 1e9 / some.to().minus(some.from()).toNanos();
    }

    /** Draws what each version answered in all; where that ends. */
    int drawCounts(int top) {
        int y = top;
        for (String version : versions) {
            long answered = 0;
            long failed = 0;
            for (Throughput some : requests) {
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
}
