package app.flagger.testkit;

import app.flagger.testkit.Timeline.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** What part of a {@link Timeline} a picture shows, and where each time of it is, from left to right. */
final class TimelineAxis {
    static final int LEFT = 120;
    static final int RIGHT = 970;

    private final Timeline timeline;
    private final Duration from;
    private final Duration to;

    TimelineAxis(Timeline timeline) {
        this.timeline = timeline;
        Duration first = times().min(Comparator.naturalOrder()).orElse(Duration.ZERO);
        Duration last = times().max(Comparator.naturalOrder()).orElse(Duration.ZERO);
        Duration told = last.compareTo(first) > 0 ? last.minus(first) : Duration.ofSeconds(1);
        // A little more than what was told, so that one sees how it ended.
        to = first.plus(told).plus(told.dividedBy(25));
        // What came before the push is told in words; drawn, it would take the room of what matters.
        Duration margin = to.dividedBy(20).negated();
        from = to.compareTo(Duration.ZERO) > 0 && first.compareTo(margin) < 0 ? margin : first;
    }

    private Stream<Duration> times() {
        return Stream.concat(
                timeline.entries().stream().map(Entry::at),
                timeline.requests().stream().flatMap(some -> Stream.of(some.from(), some.to())));
    }

    /** Where a time is; what is not shown is at the edge. */
    double x(Duration at) {
        double share = (double) at.minus(from).toNanos() / to.minus(from).toNanos();
        return LEFT + (RIGHT - LEFT) * Math.max(0, Math.min(1, share));
    }

    /** Whether that time is not before what is shown. */
    boolean shows(Duration at) {
        return at.compareTo(from) >= 0;
    }

    /** From one time to another something was so. */
    record Span<T>(T what, Duration from, Duration to) {}

    /** The spans that are shown, in order. */
    <T> List<Span<T>> spans(Function<Entry, T> of) {
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
        return spans.stream()
                .filter(span -> span.to.compareTo(from) > 0 && span.to.compareTo(span.from) > 0)
                .toList();
    }

    void draw(Svg svg, int y) {
        svg.line(LEFT, y, RIGHT, y, "");
        Duration step = step();
        boolean hours = to.toHours() > 0;
        for (Duration at = Duration.ZERO; at.compareTo(to) <= 0; at = at.plus(step)) {
            double x = x(at);
            svg.line(x, y, x, y + 5, "");
            String time = hours
                    ? String.format(Locale.ROOT, "%d:%02d", at.toHours(), at.toMinutesPart())
                    : String.format(Locale.ROOT, "%d:%02d", at.toMinutes(), at.toSecondsPart());
            svg.text(x, y + 20, Svg.MIDDLE, time);
        }
        String unit = hours ? "hours and minutes" : "minutes and seconds";
        svg.text((LEFT + RIGHT) / 2.0, y + 38, Svg.MIDDLE, "time since the first push, " + unit);
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
}
