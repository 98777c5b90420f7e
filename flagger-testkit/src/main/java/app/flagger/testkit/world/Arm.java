package app.flagger.testkit.world;

import app.flagger.api.Revision;
import app.flagger.api.plug.Replicas;
import java.time.Duration;
import java.util.Optional;

/** The replicas of one version: what they were ordered to run, since when, and how many can serve. */
final class Arm {
    private final Role role;
    private Optional<Revision> revision = Optional.empty();
    private Profile profile = Profile.HARMLESS;
    private Mode mode = Mode.READY;
    private int wanted;
    private long orderedAt;
    private long crashesAt = Long.MAX_VALUE;
    /** Replicas that could serve before the last order or change of mode. */
    private int survivors;
    /** How often other replicas were ordered. */
    private int orders;

    Arm(Role role) {
        this.role = role;
    }

    /** Orders replicas of a revision; the same again changes nothing. */
    void order(Revision next, int count, Profile behaves, boolean keepsReplicas, long now) {
        if (wanted == count && revision.equals(Optional.of(next))) {
            return;
        }
        survivors = keepsReplicas ? available(now) : 0;
        revision = Optional.of(next);
        profile = behaves;
        wanted = count;
        orderedAt = now;
        orders++;
        crashesAt = behaves.crashesAt().map(span -> now + span.toNanos()).orElse(Long.MAX_VALUE);
    }

    void stop() {
        wanted = 0;
        survivors = 0;
        revision = Optional.empty();
    }

    void mode(Mode next, long now) {
        survivors = available(now);
        mode = next;
        if (next == Mode.READY && now >= crashesAt) {
            crashesAt = Long.MAX_VALUE;
        }
    }

    void crash(long now) {
        crashesAt = Math.min(crashesAt, now);
    }

    void behave(Profile next) {
        profile = next;
    }

    Optional<Revision> revision() {
        return revision;
    }

    /** When the next change is due that happens by itself, from the last order on. */
    java.util.List<Duration> changes() {
        java.util.List<Duration> spans = new java.util.ArrayList<>();
        spans.add(profile.startsAfter());
        profile.crashesAt().ifPresent(spans::add);
        return spans;
    }

    int available(long now) {
        return replicas(now).available();
    }

    /**
     * How requests fare now: one for all available replicas, or one for each.
     *
     * @param perSecond the requests that all of them get
     */
    Odds[] odds(long now, double perSecond, int available, long seed) {
        long ofTheseReplicas = (seed * 31 + orders) * 31 + role.ordinal();
        return profile.at(now - orderedAt, perSecond / available, available, ofTheseReplicas);
    }

    Replicas replicas(long now) {
        if (wanted == 0) {
            return Replicas.none();
        }
        if (now >= crashesAt) {
            return new Replicas(wanted, wanted, 0, true, false, "all " + wanted + " replicas have crashed");
        }
        int some = Math.max(1, wanted / 2);
        return switch (mode) {
            case READY -> started(now);
            case STARTING -> Replicas.of(wanted, 0);
            case DEGRADED -> Replicas.of(wanted + (wanted == 1 ? 1 : 0), some);
            case STUCK ->
                new Replicas(wanted, wanted, role == Role.PRIMARY && survivors > 0 ? some : 0, false, true, "")
                        .stuck("exceeded its progress deadline");
        };
    }

    private Replicas started(long now) {
        if (now >= orderedAt + profile.startsAfter().toNanos()) {
            return Replicas.allReady(wanted);
        }
        return survivors == 0
                ? Replicas.of(wanted, 0)
                : new Replicas(wanted, 0, survivors, false, false, "0 of " + wanted + " new replicas are available");
    }
}
