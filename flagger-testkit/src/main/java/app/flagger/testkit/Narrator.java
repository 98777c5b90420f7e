package app.flagger.testkit;

import app.flagger.api.CanaryKey;
import app.flagger.api.plug.Split;
import app.flagger.api.status.Check;
import app.flagger.api.status.Finding;
import app.flagger.engine.Event;
import app.flagger.engine.Snapshot;
import app.flagger.testkit.world.SimulatedMesh;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the timeline of a run while it happens. */
final class Narrator {
    private final CanaryKey key;
    private final SimulatedMesh mesh;
    private final List<Note> notes = new ArrayList<>();
    private final List<Check> checks = new ArrayList<>();
    private final List<String> pending = new ArrayList<>();
    private final Set<Check> seen = new LinkedHashSet<>();
    private String columns = "";

    Narrator(CanaryKey key, SimulatedMesh mesh) {
        this.key = key;
        this.mesh = mesh;
    }

    private record Note(Instant at, Timeline.Entry entry) {}

    void event(Event event) {
        pending.add(event.sentence());
    }

    /** Something that the world did. */
    void world(String what) {
        pending.add(what);
    }

    void step(Snapshot snapshot, Instant now) {
        List<String> lines = new ArrayList<>();
        for (Check check : snapshot.status().canaryAnalysis()) {
            if (seen.add(check)) {
                checks.add(check);
                lines.add(text(check));
            }
        }
        lines.addAll(pending);
        pending.clear();
        Split split = mesh.written(key).orElse(Split.allToPrimary());
        String columnsNow = snapshot.phase() + " " + split;
        if (lines.isEmpty() && !columns.equals(columnsNow)) {
            lines.add("");
        }
        columns = columnsNow;
        for (String line : lines) {
            notes.add(new Note(now, entry(snapshot, split, line)));
        }
    }

    List<Check> checks() {
        return List.copyOf(checks);
    }

    Timeline timeline(Instant zero) {
        return new Timeline(notes.stream()
                .map(note -> {
                    Timeline.Entry it = note.entry;
                    return new Timeline.Entry(
                            Duration.between(zero, note.at),
                            it.phase(),
                            it.canaryPercent(),
                            it.mirrorPercent(),
                            it.matchedOnly(),
                            it.what());
                })
                .toList());
    }

    private static Timeline.Entry entry(Snapshot snapshot, Split split, String what) {
        return new Timeline.Entry(
                Duration.ZERO,
                snapshot.phase().wireName(),
                split.canaryPercent(),
                split.mirrorPercent(),
                split.matchedOnly(),
                what);
    }

    private static String text(Check check) {
        String findings = check.findings().stream().map(Narrator::text).collect(Collectors.joining(", "));
        return "check " + check.verdict().name().toLowerCase(Locale.ROOT) + (findings.isEmpty() ? "" : ": " + findings);
    }

    private static String text(Finding finding) {
        String value = finding.numbers().containsKey("value")
                ? String.format(Locale.ROOT, " %.2f", finding.numbers().get("value"))
                : "";
        return finding.source() + value + " " + finding.outcome();
    }
}
