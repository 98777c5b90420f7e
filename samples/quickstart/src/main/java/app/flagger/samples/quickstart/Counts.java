package app.flagger.samples.quickstart;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How many requests of users each version answered, with which status. Copies that were mirrored do not count.
 *
 * @param byVersion version, then status, then number
 */
record Counts(NavigableMap<String, NavigableMap<Integer, Long>> byVersion) {
    static Counts of(List<Meter.Sample> samples) {
        NavigableMap<String, NavigableMap<Integer, Long>> counts = new TreeMap<>();
        samples.stream()
                .filter(sample -> !sample.mirrored())
                .forEach(sample -> counts.computeIfAbsent(sample.version(), version -> new TreeMap<>())
                        .merge(sample.status(), 1L, Long::sum));
        return new Counts(counts);
    }

    long total() {
        return byVersion.keySet().stream().mapToLong(this::total).sum();
    }

    /** All answers of one version. */
    long total(String version) {
        return statuses(version).values().stream().mapToLong(Long::longValue).sum();
    }

    /** Answers of all versions with 500 or above. */
    long failed() {
        return byVersion.keySet().stream().mapToLong(this::failed).sum();
    }

    /** Answers of one version with 500 or above. */
    long failed(String version) {
        return statuses(version).tailMap(500, true).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    NavigableMap<Integer, Long> statuses(String version) {
        return byVersion.getOrDefault(version, new TreeMap<>());
    }
}
