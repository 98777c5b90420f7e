package app.flagger.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.flagger.api.plug.Measurement;
import app.flagger.api.plug.Replicas;
import app.flagger.api.plug.RouterTraits;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.Range;
import app.flagger.api.strategy.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ValuesTest {
    @Test
    void keysAreOrderedAndHaveNoSlash() {
        assertThat(new CanaryKey("b", "a")).isGreaterThan(new CanaryKey("a", "b"));
        assertThat(new CanaryKey("a", "b")).hasToString("a/b");
        assertThatThrownBy(() -> new CanaryKey("", "a/b"))
                .hasMessageContaining("metadata.namespace")
                .hasMessageContaining("metadata.name: a/b: must not be blank or hold a slash");
    }

    @Test
    void fencesAreOrderedByEpochThenByStep() {
        assertThat(new Fence(2, 1)).isGreaterThan(new Fence(1, 9));
        assertThat(new Fence(1, 2)).isGreaterThan(new Fence(1, 1));
    }

    @Test
    void aSecretIsNeverShown() {
        Secret secret = Secret.of(new LinkedHashMap<>(Map.of("token", "hunter2")));
        assertThat(secret).hasToString("***");
        assertThat(secret.reveal("token")).contains("hunter2");
        assertThat(secret.reveal("address")).isEmpty();
    }

    @Test
    void settingsAreCopiedDeeplyAndKeepTheirOrder() {
        Map<String, Object> tree = new LinkedHashMap<>();
        List<Object> list = new ArrayList<>(List.of(1, "two"));
        tree.put("z", list);
        tree.put("a", true);
        Settings settings = new Settings(tree);
        list.add("three");
        tree.put("b", 1);
        assertThat(settings.tree().keySet()).containsExactly("z", "a");
        assertThat(settings.tree().get("z")).isEqualTo(List.of(1L, "two"));
    }

    @Test
    void settingsReportEveryWrongType() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("min", "low");
        tree.put("count", 1.5);
        Settings settings = new Settings(tree);
        Problems problems = new Problems();
        settings.number("min", problems);
        settings.whole("count", problems);
        settings.section("min", problems);
        assertThat(problems.list())
                .extracting(Problem::toString)
                .containsExactly(
                        "min: low: must be a number",
                        "count: 1.5: must be a whole number",
                        "min: low: must hold entries");
        assertThatThrownBy(() -> Settings.of("x", new Object())).hasMessageContaining("x:");
    }

    @Test
    void problemsOfAPartGetThePathOfTheWhole() {
        Problem problem = new Problem("stepWeight", "-1", "must not be negative");
        assertThat(problem.at("analysis").at("spec")).hasToString("spec.analysis.stepWeight: -1: must not be negative");
        assertThat(new Problem("[2].name", "", "must be given").at("metrics").path())
                .isEqualTo("metrics[2].name");
    }

    @Property
    void theWeightsOfASplitAlwaysAddUpTo100(@ForAll @IntRange(min = -20, max = 120) int weight) {
        if (weight < 0 || weight > 100) {
            assertThatThrownBy(() -> Split.canary(weight)).isInstanceOf(InvalidResource.class);
        } else {
            Split split = Split.canary(weight);
            assertThat(split.primaryPercent() + split.canaryPercent()).isEqualTo(100);
        }
    }

    @Property
    void readinessNeedsEnoughReplicasAndAtLeastOne(
            @ForAll @IntRange(max = 20) int wanted,
            @ForAll @IntRange(max = 20) int available,
            @ForAll @IntRange(max = 100) int threshold) {
        boolean ready = Replicas.of(wanted, available).ready(threshold);
        boolean enough = available >= wanted * threshold / 100;
        assertThat(ready).isEqualTo(wanted > 0 && available > 0 && enough);
        assertThat(Replicas.of(wanted, available).stuck("why").ready(threshold)).isFalse();
    }

    @Test
    void impossibleNumbersCannotBeBuilt() {
        Instant now = Instant.EPOCH;
        assertThatThrownBy(() -> new Measurement.Counts(10, 11, 5, -1, now, now))
                .hasMessageContaining("primaryBad")
                .hasMessageContaining("canaryBad");
        assertThatThrownBy(() -> Range.atLeast(Double.NaN)).isInstanceOf(InvalidResource.class);
        assertThatThrownBy(() -> Plan.of(101, List.of(), Plan.Promotion.COPY, 0))
                .hasMessageContaining("limitPercent: 101")
                .hasMessageContaining("mostChecks: 0");
        assertThatThrownBy(() -> RouterTraits.of(List.of(), 0, Duration.ofSeconds(-1)))
                .hasMessageContaining("weightStep: 0")
                .hasMessageContaining("settles");
        assertThatThrownBy(() -> Replicas.of(-1, 0)).hasMessageContaining("wanted: -1");
    }

    @Test
    void reasonsSortTheirFacts() {
        Reason reason = Reason.of("threshold-reached").with("threshold", 5).with("failed", 5);
        assertThat(reason.facts().keySet()).containsExactly("failed", "threshold");
        assertThat(reason.fact("failed")).isEqualTo("5");
        assertThat(reason.fact("missing")).isEmpty();
        assertThat(reason.with(new TreeMap<>(Map.of("who", "ann"))).fact("who")).isEqualTo("ann");
    }

    @Test
    void aFailureKeepsItsKindWhenItAsksForTime() {
        PlugException throttled =
                new PlugException(PlugException.Kind.THROTTLED, "slow down").retryAfter(Duration.ofSeconds(3));
        assertThat(throttled.kind()).isEqualTo(PlugException.Kind.THROTTLED);
        assertThat(throttled.after()).contains(Duration.ofSeconds(3));
        assertThat(throttled).hasMessage("slow down");
    }
}
