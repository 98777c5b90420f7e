package app.flagger.engine.runtime;

import app.flagger.api.CanaryKey;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.ObjectRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who drives a target or a route where several canaries name it: the oldest, then the first by name. Thread-safe.
 */
final class Claims {
    private record Claimant(Instant since, CanaryKey key) implements Comparable<Claimant> {
        private static final Comparator<Claimant> ORDER =
                Comparator.comparing(Claimant::since).thenComparing(Claimant::key);

        @Override
        public int compareTo(Claimant other) {
            return ORDER.compare(this, other);
        }
    }

    private final Map<String, TreeSet<Claimant>> byThing = new LinkedHashMap<>();
    private final Map<CanaryKey, List<String>> things = new LinkedHashMap<>();
    private final Map<CanaryKey, Claimant> claimants = new LinkedHashMap<>();

    /**
     * Enters a canary with what it drives.
     *
     * @return the canaries for which {@link #owner} may have changed
     */
    synchronized Set<CanaryKey> enter(Canary canary, String provider) {
        Set<CanaryKey> touched = leave(canary.key());
        Claimant claimant = new Claimant(canary.metadata().creationTimestamp().orElse(Instant.MAX), canary.key());
        claimants.put(canary.key(), claimant);
        List<String> claimed = thingsOf(canary, provider);
        things.put(canary.key(), claimed);
        for (String thing : claimed) {
            TreeSet<Claimant> all = byThing.computeIfAbsent(thing, any -> new TreeSet<>());
            all.add(claimant);
            all.forEach(each -> touched.add(each.key()));
        }
        return touched;
    }

    /** Takes a canary out. */
    synchronized Set<CanaryKey> leave(CanaryKey key) {
        Set<CanaryKey> touched = new LinkedHashSet<>();
        Claimant claimant = claimants.remove(key);
        List<String> left = things.remove(key);
        if (claimant == null || left == null) {
            return touched;
        }
        for (String thing : left) {
            TreeSet<Claimant> others = byThing.get(thing);
            if (others != null) {
                others.remove(claimant);
                others.forEach(other -> touched.add(other.key()));
                if (others.isEmpty()) {
                    byThing.remove(thing);
                }
            }
        }
        return touched;
    }

    /** The older canary that has what this one wants; nothing if this one may go ahead. */
    synchronized Optional<CanaryKey> olderThan(CanaryKey key) {
        for (String thing : things.getOrDefault(key, List.of())) {
            TreeSet<Claimant> all = byThing.get(thing);
            if (all != null && !all.first().key().equals(key)) {
                return Optional.of(all.first().key());
            }
        }
        return Optional.empty();
    }

    private static List<String> thingsOf(Canary canary, String provider) {
        ObjectRef target = canary.spec().targetRef();
        String namespace = canary.metadata().namespace();
        List<String> claimed = new ArrayList<>();
        claimed.add("target " + target.namespace().orElse(namespace) + "/" + target.apiVersion() + "/" + target.kind()
                + "/" + target.name());
        claimed.add("route " + provider + "/" + namespace + "/" + canary.spec().serviceName());
        return claimed;
    }
}
