package app.flagger.testkit.world;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The behaviours of one version, put together. Immutable. */
final class Profile {
    private static final Durations USUAL = Durations.of(new Latency(20, 80));

    private final List<Stage> stages;
    private final Duration startsAfter;
    private final Optional<Duration> crashesAt;

    private Profile(List<Stage> stages, Duration startsAfter, Optional<Duration> crashesAt) {
        this.stages = stages;
        this.startsAfter = startsAfter;
        this.crashesAt = crashesAt;
    }

    /** Errors and latency from a time on. */
    record Stage(long fromNanos, double errors, Durations durations) {}

    static Profile of(List<Behaviour> behaviours) {
        Duration startsAfter = Duration.ZERO;
        Optional<Duration> crashesAt = Optional.empty();
        List<Behaviour.From> later = new ArrayList<>();
        for (Behaviour behaviour : behaviours) {
            if (behaviour instanceof Behaviour.StartsAfter starts) {
                startsAfter = starts.delay();
            } else if (behaviour instanceof Behaviour.CrashesAt crashes) {
                crashesAt = Optional.of(crashes.time());
            } else if (behaviour instanceof Behaviour.From from) {
                later.add(from);
            }
        }
        later.sort((a, b) -> a.time().compareTo(b.time()));
        List<Stage> stages = new ArrayList<>();
        stages.add(stage(new Stage(0, 0, USUAL), 0, behaviours));
        for (Behaviour.From from : later) {
            stages.add(stage(stages.get(stages.size() - 1), from.time().toNanos(), from.then()));
        }
        return new Profile(List.copyOf(stages), startsAfter, crashesAt);
    }

    private static Stage stage(Stage before, long fromNanos, List<Behaviour> behaviours) {
        double errors = before.errors;
        Durations durations = before.durations;
        for (Behaviour behaviour : behaviours) {
            if (behaviour instanceof Behaviour.Errors said) {
                errors = said.share().fraction();
            } else if (behaviour instanceof Behaviour.Takes said) {
                durations = Durations.of(said.latency());
            }
        }
        return new Stage(fromNanos, errors, durations);
    }

    /** How requests fare so long after the replicas were ordered. */
    Stage at(long elapsedNanos) {
        int index = stages.size() - 1;
        while (index > 0 && stages.get(index).fromNanos > elapsedNanos) {
            index--;
        }
        return stages.get(index);
    }

    Duration startsAfter() {
        return startsAfter;
    }

    Optional<Duration> crashesAt() {
        return crashesAt;
    }
}
