package app.flagger.testkit;

import app.flagger.testkit.Timeline.Entry;
import app.flagger.testkit.Timeline.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The words below the picture of a {@link Timeline}: a line for each entry, with the mark and number that it has above. */
final class TimelineLog {
    private static final int ROW = 17;
    private static final int SENTENCE = 250;
    private static final int WIDEST = 710;

    private final Svg svg;
    private final Timeline timeline;

    TimelineLog(Svg svg, Timeline timeline) {
        this.svg = svg;
        this.timeline = timeline;
    }

    /** All checks, in order: their numbers are their places, from 1. */
    static List<Entry> checks(Timeline timeline) {
        return timeline.entries().stream()
                .filter(entry ->
                        entry.kind() == Kind.PASS || entry.kind() == Kind.FAIL || entry.kind() == Kind.INCONCLUSIVE)
                .toList();
    }

    /** Draws the lines from there on; where they end. */
    int draw(int x, int top) {
        List<Entry> told = timeline.entries().stream()
                .filter(entry -> !entry.what().isEmpty())
                .toList();
        List<Entry> checks = checks(timeline);
        Map<Entry, Integer> numbers = new LinkedHashMap<>();
        for (int i = 0; i < checks.size(); i++) {
            numbers.put(checks.get(i), i + 1);
        }
        svg.text(x, top, Svg.START + Svg.BOLD, "time");
        svg.text(x + 100, top, Svg.START + Svg.BOLD, "weights");
        svg.text(x + SENTENCE, top, Svg.START + Svg.BOLD, "what happened; the number is that of the check");
        int y = top + ROW + 3;
        int skipped = Math.max(0, told.size() - Timeline.MOST_LINES);
        for (int i = 0; i < told.size(); i++) {
            if (skipped > 0 && i == Timeline.MOST_LINES / 2) {
                svg.text(x + SENTENCE, y, Svg.START, "… " + skipped + " more …");
                y += ROW;
                i += skipped;
            }
            y = draw(told.get(i), numbers, x, y);
        }
        return y;
    }

    private int draw(Entry entry, Map<Entry, Integer> numbers, int x, int top) {
        svg.text(x, top, Svg.START, Entry.clock(entry.at()));
        svg.text(x + 100, top, Svg.START, entry.route());
        TimelineMarks.draw(svg, entry.kind(), x + 236, top - 4);
        if (numbers.containsKey(entry)) {
            svg.text(x + 224, top, Svg.END, String.valueOf(numbers.get(entry)));
        }
        int y = top;
        for (String line : lines(entry.sentence())) {
            svg.text(x + SENTENCE, y, Svg.START, line);
            y += ROW;
        }
        return y;
    }

    /** Breaks a sentence between words, and words that are too long wherever they reach the edge. */
    private static List<String> lines(String sentence) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : sentence.strip().split("\\s+")) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (!line.isEmpty() && Svg.width(longer, Svg.SIZE) > WIDEST) {
                lines.add(line);
                longer = word;
            }
            while (Svg.width(longer, Svg.SIZE) > WIDEST) {
                int end = Svg.fits(longer, Svg.SIZE, WIDEST);
                lines.add(longer.substring(0, end));
                longer = longer.substring(end);
            }
            line = longer;
        }
        lines.add(line);
        return lines;
    }
}
