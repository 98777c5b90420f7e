package app.flagger.testkit.world;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The behaviours of one version, put together. Immutable. */
final class Profile {
    /** Without a fault, from the beginning to the end. */
    static final Profile HARMLESS = new Profile(List.of(Stage.of(0, List.of())), 0, Duration.ZERO, Optional.empty());

    private final List<Stage> stages;
    private final double noise;
    private final Duration startsAfter;
    private final Optional<Duration> crashesAt;

    private Profile(List<Stage> stages, double noise, Duration startsAfter, Optional<Duration> crashesAt) {
        this.stages = stages;
        this.noise = noise;
        this.startsAfter = startsAfter;
        this.crashesAt = crashesAt;
    }

    static Profile of(List<Behaviour> behaviours) {
        if (behaviours.isEmpty()) {
            return HARMLESS;
        }
        double noise = 0;
        Duration startsAfter = Duration.ZERO;
        Optional<Duration> crashesAt = Optional.empty();
        List<Behaviour.From> later = new ArrayList<>();
        for (Behaviour behaviour : behaviours) {
            if (behaviour instanceof Behaviour.StartsAfter starts) {
                startsAfter = starts.delay();
            } else if (behaviour instanceof Behaviour.CrashesAt crashes) {
                crashesAt = Optional.of(crashes.time());
            } else if (behaviour instanceof Behaviour.Noise said) {
                noise = said.share().fraction();
            } else if (behaviour instanceof Behaviour.From from) {
                later.add(from);
            }
        }
        later.sort(Comparator.comparing(Behaviour.From::time));
        List<Behaviour> said = new ArrayList<>(behaviours);
        List<Stage> stages = new ArrayList<>();
        stages.add(Stage.of(0, said));
        for (Behaviour.From from : later) {
            said.addAll(from.then());
            stages.add(Stage.of(from.time().toNanos(), said));
        }
        return new Profile(List.copyOf(stages), noise, startsAfter, crashesAt);
    }

    /**
     * What holds from a time on.
     *
     * @param usual how requests fare on most replicas
     * @param special how they fare on the first ones, the fewest first
     */
    private record Stage(long fromNanos, Fare usual, List<Special> special, Odds[] always) {
        static Stage of(long fromNanos, List<Behaviour> said) {
            Fare usual = Fare.of(said, Integer.MAX_VALUE);
            List<Special> special = said.stream()
                    .filter(Behaviour.OnReplicas.class::isInstance)
                    .map(some -> ((Behaviour.OnReplicas) some).count())
                    .distinct()
                    .sorted()
                    .map(count -> new Special(count, Fare.of(said, count - 1)))
                    .toList();
            boolean varies = usual.varies() || !special.isEmpty();
            return new Stage(fromNanos, usual, special, varies ? new Odds[0] : new Odds[] {usual.at(0)});
        }

        Fare fare(int replica) {
            for (Special some : special) {
                if (replica < some.count) {
                    return some.fare;
                }
            }
            return usual;
        }
    }

    private record Special(int count, Fare fare) {}

    /**
     * What requests meet so long after the replicas were ordered: one for all replicas, or one for each.
     *
     * @param load of each replica, in requests per second
     * @param available how many replicas there are
     * @param seed what the differences between replicas are drawn from
     */
    Odds[] at(long elapsedNanos, double load, int available, long seed) {
        int index = stages.size() - 1;
        while (index > 0 && stages.get(index).fromNanos > elapsedNanos) {
            index--;
        }
        Stage stage = stages.get(index);
        if (noise == 0 && stage.special.isEmpty()) {
            return stage.always.length > 0 ? stage.always : new Odds[] {stage.usual.at(load)};
        }
        Random random = new Random(seed);
        Odds[] odds = new Odds[available];
        for (int i = 0; i < available; i++) {
            double factor = noise == 0 ? 1 : 1 + noise * (2 * random.share() - 1);
            odds[i] = stage.fare(i).at(load).times(factor);
        }
        return odds;
    }

    Duration startsAfter() {
        return startsAfter;
    }

    Optional<Duration> crashesAt() {
        return crashesAt;
    }
}
