package app.flagger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.CanaryKey;
import app.flagger.api.plug.Telemetry;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.Phase;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class TelemetryContractTest {
    private static final String OUTAGE = "anything in an outage, without waiting";
    private static final String FORGOTTEN = "nothing of a canary that was forgotten, and all of the others";
    private static final String GROWS = "as many series after many calls as after a few";
    private static final String ADDS = "the same of what was told at once as of what was told one after another";

    @Test
    void goodTelemetryPasses() {
        assertThat(Suite.run(new Held(new Good())).requirePassed().unproved()).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> brokenTelemetryIsCaught() {
        return Stream.of(
                caught("knows no later outcomes", "an end as some-later-outcome", new Good() {
                    @Override
                    public void ended(CanaryKey canary, String strategy, String outcome) {
                        if (!List.of("promoted", "rolled-back", "superseded", "aborted")
                                .contains(outcome)) {
                            throw new IllegalArgumentException(outcome);
                        }
                        super.ended(canary, strategy, outcome);
                    }
                }),
                caught("knows some phases only", "a tick in phase TERMINATED", new Good() {
                    @Override
                    public void tick(CanaryKey canary, CanaryStatus status, Duration took) {
                        if (status.phase() == Phase.TERMINATED) {
                            throw new IllegalStateException("no such phase");
                        }
                        super.tick(canary, status, took);
                    }
                }),
                caught("computes with numbers that are none", "a metric of NaN", new Good() {
                    @Override
                    public void measured(CanaryKey canary, String metric, double value) {
                        super.measured(canary, metric, BigDecimal.valueOf(value).doubleValue());
                    }
                }),
                caught("reads a status that has nothing in it", "a tick in phase PROGRESSING", new Good() {
                    @Override
                    public void tick(CanaryKey canary, CanaryStatus status, Duration took) {
                        super.tick(canary, status, took);
                        status.run().orElseThrow();
                    }
                }),
                caught("takes names for formats", "a metric called '%s $1 \\'", new Good() {
                    @Override
                    public void measured(CanaryKey canary, String metric, double value) {
                        super.measured(canary, String.format(metric), value);
                    }
                }),
                caught("refuses names", "a canary with a strange name", new Good() {
                    @Override
                    public void tick(CanaryKey canary, CanaryStatus status, Duration took) {
                        if (!canary.name().matches("[a-z0-9.-]+")) {
                            throw new IllegalArgumentException("label");
                        }
                        super.tick(canary, status, took);
                    }
                }),
                caught("cannot forget what it does not know", "a canary that it never heard of", new Good() {
                    @Override
                    public synchronized void forgotten(CanaryKey canary) {
                        if (shown.remove(canary) == null) {
                            throw new IllegalStateException("unknown");
                        }
                    }
                }),
                caught("waits for its receiver", OUTAGE, new Good() {
                    @Override
                    public void tick(CanaryKey canary, CanaryStatus status, Duration took) {
                        line.use();
                        super.tick(canary, status, took);
                    }
                }),
                caught("throws what its receiver does", OUTAGE, new Good() {
                    @Override
                    public void measured(CanaryKey canary, String metric, double value) {
                        if (line.isCut()) {
                            throw new java.io.UncheckedIOException(new java.io.IOException("no answer"));
                        }
                        super.measured(canary, metric, value);
                    }
                }),
                caught("loses what is told at once", ADDS, new Racing()),
                caught("keeps one number for all", "what one canary did, not what another did", new Good() {
                    @Override
                    public void ended(CanaryKey canary, String strategy, String outcome) {
                        shown.keySet().forEach(each -> super.ended(each, strategy, outcome));
                    }
                }),
                caught("goes by the name alone", "canaries of one name in two namespaces as two", new Good() {
                    @Override
                    CanaryKey label(CanaryKey canary) {
                        return new CanaryKey("any", canary.name());
                    }
                }),
                caught("never forgets", FORGOTTEN, new Good() {
                    @Override
                    public void forgotten(CanaryKey canary) {}
                }),
                caught("forgets all", FORGOTTEN, new Good() {
                    @Override
                    public synchronized void forgotten(CanaryKey canary) {
                        shown.clear();
                    }
                }),
                caught("makes a series for each tick", GROWS, new Good() {
                    private long ticks;

                    @Override
                    public synchronized void tick(CanaryKey canary, CanaryStatus status, Duration took) {
                        add(canary, "tick " + ++ticks, 1);
                    }
                }),
                caught("keeps its calls", "all but the last of what it was told of a canary", new Good() {
                    private final List<CanaryStatus> told = new ArrayList<>();

                    @Override
                    public synchronized void tick(CanaryKey canary, CanaryStatus status, Duration took) {
                        told.add(status);
                        super.tick(canary, status, took);
                    }
                }),
                caught("keeps the last status for ever", "what it was told of a canary that is forgotten", new Good() {
                    private final Map<CanaryKey, CanaryStatus> last = new TreeMap<>();

                    @Override
                    public synchronized void tick(CanaryKey canary, CanaryStatus status, Duration took) {
                        last.put(canary, status);
                        super.tick(canary, status, took);
                    }
                }));
    }

    private static DynamicTest caught(String flaw, String by, Good telemetry) {
        return Suite.caught(flaw, by, new Held(telemetry));
    }

    private static class Good implements Telemetry {
        final Map<CanaryKey, Map<String, Double>> shown = new TreeMap<>();
        final Line line = new Line();

        @Override
        public void tick(CanaryKey canary, CanaryStatus status, Duration took) {
            add(canary, "ticks", 1);
            set(canary, "weight", status.canaryWeight());
        }

        @Override
        public void measured(CanaryKey canary, String metric, double value) {
            set(canary, "metric " + metric, value);
        }

        @Override
        public void ended(CanaryKey canary, String strategy, String outcome) {
            add(canary, strategy + " " + outcome, 1);
        }

        @Override
        public synchronized void forgotten(CanaryKey canary) {
            shown.remove(label(canary));
        }

        CanaryKey label(CanaryKey canary) {
            return canary;
        }

        synchronized Map<String, Double> of(CanaryKey canary) {
            return new TreeMap<>(shown.getOrDefault(label(canary), Map.of()));
        }

        synchronized void add(CanaryKey canary, String series, double value) {
            series(canary).merge(series, value, Double::sum);
        }

        synchronized void set(CanaryKey canary, String series, double value) {
            series(canary).put(series, value);
        }

        private Map<String, Double> series(CanaryKey canary) {
            return shown.computeIfAbsent(label(canary), any -> new TreeMap<>());
        }
    }

    /** Reads, lets the others read, and writes. */
    private static final class Racing extends Good {
        private final Meeting meeting = new Meeting();

        @Override
        public void ended(CanaryKey canary, String strategy, String outcome) {
            double before = of(canary).getOrDefault(outcome, 0.0);
            meeting.of(8);
            set(canary, outcome, before + 1);
        }
    }

    private static final class Held extends TelemetryContract {
        private final Good telemetry;

        Held(Good telemetry) {
            this.telemetry = telemetry;
        }

        @Override
        protected Telemetry telemetry() {
            return telemetry;
        }

        @Override
        protected Optional<Map<String, Double>> series(CanaryKey canary) {
            return Optional.of(telemetry.of(canary));
        }

        @Override
        protected void outage(boolean on) {
            telemetry.line.cut(on);
        }

        @Override
        protected Duration patience() {
            return Duration.ofSeconds(2);
        }
    }
}
