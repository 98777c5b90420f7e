package app.flagger.testkit.contract;

import static app.flagger.testkit.contract.Nodes.test;
import static app.flagger.testkit.contract.Nodes.untried;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.CanaryKey;
import app.flagger.api.plug.Telemetry;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.Phase;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** What every {@link Telemetry} must do: take whatever the engine tells, at once and from any thread, and not grow by it. */
public abstract class TelemetryContract extends PlugContract {
    private static final List<Double> NUMBERS = List.of(
            0.0,
            -0.0,
            99.5,
            -1.0,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY);
    private static final List<String> WORDS = List.of(
            "request-success-rate",
            "p99 of \"checkout\"",
            "{{ name }}\n# HELP x\n",
            "Grüße 世界 \uD83D\uDE80",
            "%s $1 \\",
            "long".repeat(2_000));
    private static final int MANY = 300;

    /** Of many statuses, one that waits to be written and the last one of each kind may well be kept. */
    private static final int FEW = 30;

    /** For subclasses. */
    protected TelemetryContract() {}

    /** The telemetry; the same each time. */
    protected abstract Telemetry telemetry() throws Exception;

    /**
     * What it holds about a canary, as its readers would see it: the names of series, without the canary's own, and their values.
     * Without it nobody knows what became of the numbers.
     */
    protected Optional<Map<String, Double>> series(CanaryKey canary) throws Exception {
        return Optional.empty();
    }

    @TestFactory
    @DisplayName("takes what it is told")
    final List<DynamicNode> takes() {
        List<DynamicNode> tests = new ArrayList<>();
        for (Phase phase : Phase.values()) {
            tests.add(test("a tick in phase " + phase, () -> telemetry().tick(key(), status(phase), Duration.ZERO)));
        }
        tests.add(test(
                "a tick that took days",
                () -> telemetry().tick(key(), status(Phase.PROGRESSING), Duration.ofDays(400))));
        for (double number : NUMBERS) {
            tests.add(test("a metric of " + number, () -> telemetry().measured(key(), "metric", number)));
        }
        for (String word : WORDS) {
            tests.add(test(
                    "a metric called " + Nodes.shown(word), () -> telemetry().measured(key(), word, 1)));
            tests.add(test(
                    "an end of a strategy called " + Nodes.shown(word),
                    () -> telemetry().ended(key(), word, "promoted")));
        }
        for (String outcome : List.of("promoted", "rolled-back", "superseded", "aborted", "some-later-outcome")) {
            tests.add(test("an end as " + outcome, () -> telemetry().ended(key(), "canary", outcome)));
        }
        tests.add(test("a canary with a strange name", () -> {
            CanaryKey strange = new CanaryKey("Ünter \"uns\"", "web\n{{ name }}" + number());
            tellAll(telemetry(), strange);
            telemetry().forgotten(strange);
        }));
        tests.add(withoutDelay("anything in an outage, without waiting", call -> {
            tellAll(telemetry(), key());
            return "(told)";
        }));
        tests.add(threads("many calls at once", this::atOnce));
        return tests;
    }

    @TestFactory
    @DisplayName("forgets")
    final List<DynamicNode> forgets() throws Exception {
        List<DynamicNode> tests = new ArrayList<>();
        tests.add(test("a canary that it never heard of", () -> telemetry().forgotten(key())));
        tests.add(test("a canary twice", () -> {
            CanaryKey key = key();
            tellAll(telemetry(), key);
            telemetry().forgotten(key);
            telemetry().forgotten(key);
        }));
        tests.add(test("a canary that comes back", () -> {
            CanaryKey key = key();
            tellAll(telemetry(), key);
            telemetry().forgotten(key);
            tellAll(telemetry(), key);
        }));
        tests.addAll(keepsNothing());
        return tests;
    }

    @TestFactory
    @DisplayName("shows")
    final List<DynamicNode> shows() throws Exception {
        if (series(key()).isEmpty()) {
            return List.of(untried("what became of the numbers was not looked at: override series(CanaryKey)"));
        }
        return List.of(
                test("what one canary did, not what another did", this::apart),
                test("canaries of one name in two namespaces as two", () -> {
                    CanaryKey one = key();
                    tellAll(telemetry(), one);
                    assertThat(shown(new CanaryKey(one.namespace() + "-2", one.name())))
                            .isEmpty();
                }),
                test("nothing of a canary that was forgotten, and all of the others", () -> {
                    CanaryKey one = key();
                    CanaryKey other = key();
                    tellAll(telemetry(), one);
                    tellAll(telemetry(), other);
                    Map<String, Double> before = shown(other);
                    telemetry().forgotten(one);
                    assertThat(shown(one)).isEmpty();
                    assertThat(shown(other)).isEqualTo(before);
                }),
                test("as many series after many calls as after a few", () -> {
                    CanaryKey key = key();
                    tellAll(telemetry(), key);
                    int before = shown(key).size();
                    for (int i = 0; i < MANY; i++) {
                        tellAll(telemetry(), key);
                    }
                    assertThat(shown(key)).hasSize(before);
                }),
                threads("the same of what was told at once as of what was told one after another", this::adds));
    }

    private void apart() throws Exception {
        CanaryKey one = key();
        CanaryKey other = key();
        tellAll(telemetry(), other);
        Map<String, Double> before = shown(other);
        tellAll(telemetry(), one);
        telemetry().ended(one, "canary", "aborted");
        assertThat(shown(other)).isEqualTo(before);
        assertThat(shown(one)).isNotEqualTo(before);
    }

    /** A status is the largest thing that is told; whether it can be collected shows whether it is kept. */
    private List<DynamicNode> keepsNothing() {
        if (!Collected.canBeSeen()) {
            return List.of(untried("what is kept was not looked at: this JVM does not collect when it is asked to"));
        }
        return List.of(
                test("what it was told of a canary that is forgotten", () -> {
                    CanaryKey key = key();
                    List<WeakReference<CanaryStatus>> told = tellMany(key);
                    telemetry().forgotten(key);
                    assertThat(Collected.left(told))
                            .as("statuses that are still kept of %d", MANY)
                            .isZero();
                }),
                test(
                        "all but the last of what it was told of a canary",
                        () -> assertThat(Collected.left(tellMany(key())))
                                .as("statuses that are still kept of %d", MANY)
                                .isLessThanOrEqualTo(FEW)));
    }

    private List<WeakReference<CanaryStatus>> tellMany(CanaryKey key) throws Exception {
        List<WeakReference<CanaryStatus>> told = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            CanaryStatus status = status(Phase.PROGRESSING);
            telemetry().tick(key, status, Duration.ZERO);
            told.add(new WeakReference<>(status));
        }
        return told;
    }

    private void atOnce() throws Exception {
        Telemetry telemetry = telemetry();
        List<PlugBody> bodies = new ArrayList<>();
        CanaryKey shared = key();
        for (int i = 0; i < 8; i++) {
            CanaryKey own = key();
            boolean forgets = i % 4 == 0;
            bodies.add(call -> {
                for (int round = 0; round < MANY; round++) {
                    tellAll(telemetry, round % 2 == 0 ? own : shared);
                    if (forgets && round % 10 == 0) {
                        telemetry.forgotten(own);
                    }
                }
                return "(told)";
            });
        }
        crowd(bodies);
    }

    private void adds() throws Exception {
        Telemetry telemetry = telemetry();
        CanaryKey atOnce = key();
        CanaryKey oneByOne = key();
        List<PlugBody> bodies = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            bodies.add(call -> {
                for (int round = 0; round < MANY; round++) {
                    tellAll(telemetry, atOnce);
                }
                return "(told)";
            });
        }
        crowd(bodies);
        for (int i = 0; i < 8 * MANY; i++) {
            tellAll(telemetry, oneByOne);
        }
        assertThat(shown(atOnce)).isEqualTo(shown(oneByOne));
    }

    private Map<String, Double> shown(CanaryKey key) throws Exception {
        return new TreeMap<>(series(key).orElseThrow());
    }

    private static void tellAll(Telemetry telemetry, CanaryKey key) {
        telemetry.tick(key, status(Phase.PROGRESSING), Duration.ZERO);
        telemetry.measured(key, "request-success-rate", 99.5);
        telemetry.ended(key, "canary", "promoted");
    }

    private static CanaryStatus status(Phase phase) {
        return CanaryStatus.builder().phase(phase).build();
    }

    private static CanaryKey key() {
        return new CanaryKey("contract", "told-" + number());
    }
}
