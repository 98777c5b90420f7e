package app.flagger.testkit.world;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How requests to one replica fare, by its load. Immutable. */
final class Fare {
    private final List<Level> levels;
    private final double capacity;

    private Fare(List<Level> levels, double capacity) {
        this.levels = levels;
        this.capacity = capacity;
    }

    /** What holds from a load on. */
    private record Level(double load, Odds odds) {}

    /**
     * Puts behaviours together: what is said of some replicas wins over what is said of all.
     *
     * @param replica the number of the replica, from 0
     */
    static Fare of(List<Behaviour> said, int replica) {
        List<Behaviour> here = new ArrayList<>();
        for (Behaviour behaviour : said) {
            if (!(behaviour instanceof Behaviour.OnReplicas)) {
                here.add(behaviour);
            }
        }
        for (Behaviour behaviour : said) {
            if (behaviour instanceof Behaviour.OnReplicas some && replica < some.count()) {
                here.addAll(some.then());
            }
        }
        List<Level> levels = new ArrayList<>();
        levels.add(new Level(0, change(Odds.HARMLESS, here)));
        here.stream()
                .filter(Behaviour.Above.class::isInstance)
                .map(Behaviour.Above.class::cast)
                .sorted(Comparator.comparingDouble(Behaviour.Above::requestsPerSecond))
                .forEach(above -> levels.add(new Level(
                        above.requestsPerSecond(), change(levels.get(levels.size() - 1).odds, above.then()))));
        double capacity = here.stream()
                .filter(Behaviour.Capacity.class::isInstance)
                .mapToDouble(limit -> ((Behaviour.Capacity) limit).requestsPerSecond())
                .reduce(0, (first, last) -> last);
        return new Fare(List.copyOf(levels), capacity);
    }

    private static Odds change(Odds before, List<Behaviour> behaviours) {
        Odds odds = before;
        for (Behaviour behaviour : behaviours) {
            if (behaviour instanceof Behaviour.Errors said) {
                odds = new Odds(said.share().fraction(), odds.durations(), 0);
            } else if (behaviour instanceof Behaviour.Takes said) {
                odds = new Odds(odds.errors(), Durations.of(said.latency()), 0);
            }
        }
        return odds;
    }

    /** Whether the load matters. */
    boolean varies() {
        return levels.size() > 1 || capacity > 0;
    }

    /** What requests meet at a load, in requests per second. */
    Odds at(double load) {
        int index = levels.size() - 1;
        while (levels.get(index).load > load) {
            index--;
        }
        Odds odds = levels.get(index).odds;
        if (capacity == 0) {
            return odds;
        }
        Queue queue = Queue.of(load / capacity);
        return odds.with(queue.refused(), queue.stretch());
    }
}
