package app.flagger.testkit;

import app.flagger.api.CanaryKey;
import app.flagger.api.plug.Clock;
import app.flagger.api.plug.Split;
import app.flagger.api.status.Check;
import app.flagger.api.status.Phase;
import app.flagger.engine.Event;
import app.flagger.engine.Snapshot;
import app.flagger.testkit.Timeline.Kind;
import app.flagger.testkit.world.SimulatedMesh;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes the timeline of a run while it happens. */
final class Narrator {
    private final CanaryKey key;
    private final SimulatedMesh mesh;
    private final Clock clock;
    private final List<Note> notes = new ArrayList<>();
    private final List<Check> checks = new ArrayList<>();
    private final Set<Check> seen = new LinkedHashSet<>();
    private final List<Event> events = new ArrayList<>();
    /** The checks that were last looked at: most steps leave them as they are. */
    private List<Check> known = List.of();

    private final boolean lags;
    private Optional<Split> inForce = Optional.empty();
    private Phase phase = Phase.NONE;
    /** What the last entry or step said in its columns. */
    private Phase toldPhase = Phase.NONE;

    private Optional<Split> toldSplit = Optional.empty();

    Narrator(CanaryKey key, SimulatedMesh mesh, Clock clock) {
        this.key = key;
        this.mesh = mesh;
        this.clock = clock;
        lags = !mesh.kind().lag().isZero();
    }

    /** An entry whose time is not yet known, since it counts from the push; nanoseconds of the clock, which never jump. */
    private record Note(long at, Timeline.Entry entry) {
        Timeline.Entry since(long zero) {
            return new Timeline.Entry(
                    Duration.ofNanos(at - zero), entry.kind(), entry.phase(), entry.split(), entry.what());
        }
    }

    /** What the engine published; told with the next step, whose phase and weights it speaks of. */
    void event(Event event) {
        events.add(event);
    }

    /** Somebody released a version. */
    void push(String version) {
        note(Kind.PUSH, version);
    }

    /** Something else changed in the world. */
    void world(String what) {
        note(Kind.CHANGE, what);
    }

    /** Tells when a data plane that lags has followed. */
    void dataPlane() {
        if (lags && !inForce.equals(mesh.inForce(key))) {
            inForce = mesh.inForce(key);
            world("the data plane follows: "
                    + inForce.map(Timeline.Entry::route).orElse("no route any more"));
        }
    }

    /** A call of a plug went wrong on purpose. */
    void fault(String what) {
        note(Kind.FAULT, what);
    }

    void step(Snapshot snapshot) {
        int before = notes.size();
        phase = snapshot.phase();
        List<Check> analysis = snapshot.status().canaryAnalysis();
        if (analysis != known) {
            known = analysis;
            analysis.stream().filter(seen::add).forEach(this::checked);
        }
        events.forEach(event -> note(Kind.EVENT, event.sentence()));
        events.clear();
        Optional<Split> split = Optional.of(split());
        if (notes.size() == before && !(phase == toldPhase && split.equals(toldSplit))) {
            note(Kind.STEP, "");
        }
        toldPhase = phase;
        toldSplit = split;
    }

    private void checked(Check check) {
        checks.add(check);
        notes.add(new Note(clock.nanos(), Timeline.Entry.of(check, Duration.ZERO, phase, split())));
    }

    /** How many checks there were. */
    int checked() {
        return checks.size();
    }

    List<Check> checks() {
        return List.copyOf(checks);
    }

    /**
     * What was told so far.
     *
     * @param zero the time of the clock from which times are counted
     */
    Timeline timeline(String title, long zero) {
        return new Timeline(title, notes.stream().map(note -> note.since(zero)).toList(), mesh.throughput(key, zero));
    }

    private void note(Kind kind, String what) {
        Split split = split();
        notes.add(new Note(clock.nanos(), new Timeline.Entry(Duration.ZERO, kind, phase, split, what)));
        toldPhase = phase;
        toldSplit = Optional.of(split);
    }

    private Split split() {
        return mesh.written(key).orElse(Split.allToPrimary());
    }
}
