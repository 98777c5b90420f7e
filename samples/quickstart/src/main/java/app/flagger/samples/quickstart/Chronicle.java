package app.flagger.samples.quickstart;

import app.flagger.api.plug.Split;
import app.flagger.api.status.Check;
import app.flagger.api.status.Phase;
import app.flagger.engine.Event;
import app.flagger.engine.Snapshot;
import app.flagger.testkit.Timeline;
import app.flagger.testkit.Timeline.Entry;
import app.flagger.testkit.Timeline.Kind;
import app.flagger.testkit.world.Throughput;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** Writes down what happens, so that the testkit can draw it as it draws simulations. Thread-safe. */
final class Chronicle {
    private final Instant zero;
    private final List<Entry> entries = new ArrayList<>();
    private Instant lastCheck = Instant.MIN;
    private Phase phase = Phase.NONE;
    private Split split = Split.allToPrimary();

    /** Times count from there. */
    Chronicle(Instant zero) {
        this.zero = zero;
    }

    /** Somebody released a version. */
    synchronized void pushed(Instant at, String version) {
        entries.add(new Entry(since(at), Kind.PUSH, phase, split, version));
    }

    /** Something happened that the engine tells of. */
    synchronized void event(Event event) {
        entries.add(new Entry(since(event.at()), Kind.EVENT, phase, split, event.sentence()));
    }

    /** Notes what is new in a snapshot. */
    synchronized void observe(Instant at, Snapshot snapshot) {
        boolean changed = snapshot.phase() != phase || !snapshot.split().equals(split);
        phase = snapshot.phase();
        split = snapshot.split();
        for (Check check : snapshot.status().canaryAnalysis()) {
            if (check.at().isAfter(lastCheck)) {
                lastCheck = check.at();
                entries.add(Entry.of(check, since(check.at()), phase, split));
            }
        }
        if (changed) {
            entries.add(new Entry(since(at), Kind.STEP, phase, split, ""));
        }
    }

    /**
     * All of it, with the requests of the users.
     *
     * @param bin over which span requests are added up
     */
    synchronized Timeline timeline(String title, List<Meter.Sample> samples, Duration bin) {
        TreeMap<Long, List<Meter.Sample>> bins = new TreeMap<>();
        samples.stream()
                .filter(sample -> !sample.mirrored() && !sample.at().isBefore(zero))
                .forEach(sample -> bins.computeIfAbsent(since(sample.at()).dividedBy(bin), first -> new ArrayList<>())
                        .add(sample));
        List<Throughput> requests = new ArrayList<>();
        bins.forEach((number, some) -> {
            Duration from = bin.multipliedBy(number);
            // The last bin is not over yet.
            Duration to = number.equals(bins.lastKey())
                    ? since(some.get(some.size() - 1).at()).plusMillis(1)
                    : from.plus(bin);
            Counts counts = Counts.of(some);
            counts.byVersion()
                    .keySet()
                    .forEach(version -> requests.add(
                            new Throughput(from, to, version, counts.total(version), counts.failed(version))));
        });
        List<Entry> sorted = entries.stream()
                .sorted(Comparator.comparing(Entry::at).thenComparing(Entry::kind))
                .toList();
        return new Timeline(title, sorted, requests);
    }

    private Duration since(Instant at) {
        return Duration.between(zero, at);
    }
}
