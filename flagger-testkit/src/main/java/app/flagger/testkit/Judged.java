package app.flagger.testkit;

import app.flagger.api.CanaryKey;
import app.flagger.api.Revision;
import app.flagger.api.plug.Split;
import app.flagger.api.status.RunStatus;
import app.flagger.engine.Snapshot;
import app.flagger.testkit.world.Role;
import app.flagger.testkit.world.Share;
import app.flagger.testkit.world.SimulatedMesh;
import app.flagger.testkit.world.VirtualClock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** What is counted of the revision that is judged, from its push to the end of its run. That is the one that was pushed last. */
final class Judged {
    private final VirtualClock clock;
    private final SimulatedMesh mesh;
    private final CanaryKey key;
    private final Lists lists;
    private Optional<Revision> revision = Optional.empty();
    private Mark pushed;
    /** When the canary began to run it: what was seen and asked before was of another one. */
    private Mark ran;

    private boolean runs;
    private Optional<Mark> ended = Optional.empty();
    private int highestWeight;

    /** How long the lists are that grow while a simulation is played. */
    record Lists(IntSupplier asked, IntSupplier checks, IntSupplier hooks) {}

    /** How far everything was at one time. */
    record Mark(long at, long byCanary, long byPrimary, long seen, int asked, int checks, int hooks) {}

    Judged(VirtualClock clock, SimulatedMesh mesh, CanaryKey key, Lists lists) {
        this.clock = clock;
        this.mesh = mesh;
        this.key = key;
        this.lists = lists;
        pushed = mark();
        ran = pushed;
    }

    /** All counts from now on. */
    void begin(Revision of) {
        revision = Optional.of(of);
        pushed = mark();
        ran = pushed;
        runs = false;
        ended = Optional.empty();
        highestWeight = 0;
    }

    /** Whether another revision is in the target than the one that is judged; none is before the first {@link #begin}. */
    boolean isOther(Revision target) {
        return revision.filter(judged -> !judged.equals(target)).isPresent();
    }

    /**
     * Looks at the world after it has changed.
     *
     * @param running what the canary runs
     * @param over whether nothing is on its way and all was told
     * @param another whether a run is on its way again
     */
    void look(Supplier<Optional<Revision>> running, boolean over, boolean another) {
        if (!runs) {
            runs = running.get().equals(revision);
            ran = mark();
        }
        if (ended.isPresent() && another) {
            ended = Optional.empty();
        }
        if (ended.isEmpty() && over) {
            ended = Optional.of(mark());
        }
    }

    /** The weight while it is analysed. */
    void weight(Snapshot snapshot) {
        boolean analysed = snapshot.phase().analysing()
                && snapshot.status().run().map(RunStatus::revision).equals(revision);
        if (analysed) {
            int weight = mesh.written(key).map(Split::canaryPercent).orElse(0);
            highestWeight = Math.max(highestWeight, weight);
        }
    }

    boolean hasEnded() {
        return ended.isPresent();
    }

    /** The time of the clock at its push, in nanoseconds. */
    long pushedAt() {
        return pushed.at();
    }

    Duration took() {
        return Duration.ofNanos(end().at() - pushed.at());
    }

    Share exposure() {
        long byCanary = end().byCanary() - pushed.byCanary();
        return Share.of(byCanary, byCanary + end().byPrimary() - pushed.byPrimary());
    }

    boolean sawRequest() {
        return end().seen() > ran.seen();
    }

    int highestWeight() {
        return highestWeight;
    }

    /** How many metrics were asked before. */
    int askedBefore() {
        return ran.asked();
    }

    /** How many checks there were before. */
    int checksBefore() {
        return ran.checks();
    }

    /** How many hooks were called before. */
    int hooksBefore() {
        return pushed.hooks();
    }

    private Mark end() {
        return ended.orElseGet(this::mark);
    }

    private Mark mark() {
        return new Mark(
                clock.nanos(),
                mesh.served(key, Role.CANARY),
                mesh.served(key, Role.PRIMARY),
                mesh.seen(key, Role.CANARY),
                lists.asked().getAsInt(),
                lists.checks().getAsInt(),
                lists.hooks().getAsInt());
    }
}
