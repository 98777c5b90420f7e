package app.flagger.samples.quickstart;

import app.flagger.api.status.Check;
import app.flagger.api.status.Phase;
import app.flagger.engine.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What happened, in order: releases, phases with weights, checks. Thread-safe. */
final class Timeline {
    private final List<Push> pushes = new ArrayList<>();
    private final List<Point> points = new ArrayList<>();
    private final NavigableMap<Instant, Check> checks = new TreeMap<>();

    /**
     * Somebody released a version.
     *
     * @param at when
     * @param version which one
     */
    record Push(Instant at, String version) {}

    /**
     * From here on it was so.
     *
     * @param at when it was first seen
     * @param phase the phase
     * @param canaryWeight share of the canary in percent
     */
    record Point(Instant at, Phase phase, int canaryWeight) {}

    synchronized void pushed(Instant at, String version) {
        pushes.add(new Push(at, version));
    }

    /** Notes what is new in a snapshot. */
    synchronized void observe(Instant at, Snapshot snapshot) {
        Point point = new Point(at, snapshot.phase(), snapshot.split().canaryPercent());
        Point last = points.isEmpty() ? null : points.get(points.size() - 1);
        if (last == null || last.phase() != point.phase() || last.canaryWeight() != point.canaryWeight()) {
            points.add(point);
        }
        snapshot.status().canaryAnalysis().forEach(check -> checks.put(check.at(), check));
    }

    synchronized List<Push> pushes() {
        return List.copyOf(pushes);
    }

    synchronized List<Point> points() {
        return List.copyOf(points);
    }

    synchronized List<Check> checks() {
        return List.copyOf(checks.values());
    }
}
