package app.flagger.testkit.proof;

import app.flagger.api.Severity;
import app.flagger.api.spec.HookMode;
import app.flagger.api.spec.HookType;
import app.flagger.testkit.proof.DrawnPolicy.Exposing;
import app.flagger.testkit.proof.DrawnPolicy.Hook;
import app.flagger.testkit.proof.DrawnPolicy.Measure;
import app.flagger.testkit.proof.DrawnPolicy.Pace;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Draws whole specs; a counterexample is made smaller part by part. */
final class DrawnPolicies {
    private DrawnPolicies() {}

    static Arbitrary<Design> any() {
        return Combinators.combine(
                        exposing(),
                        pace(),
                        hooks().list().ofMaxSize(6),
                        Arbitraries.of(Severity.class).list().ofMaxSize(2),
                        Arbitraries.of(Measure.class).list().uniqueElements().ofMaxSize(3))
                .as(DrawnPolicy::new);
    }

    private static Arbitrary<Exposing> exposing() {
        Arbitrary<List<Integer>> weights = Arbitraries.integers()
                .between(1, 100)
                .set()
                .ofMaxSize(4)
                .map(some -> some.stream().sorted().toList());
        return Combinators.combine(
                        Arbitraries.frequency(Tuple.of(6, "istio"), Tuple.of(1, "kubernetes")),
                        Arbitraries.oneOf(Arbitraries.just(List.<Integer>of()), weights),
                        Arbitraries.of(0, 0, 3, 10, 35, 50, 100),
                        Arbitraries.of(0, 1, 20, 50, 60, 100),
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.of(0, 0, 30, 100),
                        Arbitraries.of(0, 0, 15, 60),
                        Arbitraries.integers().between(0, 3))
                .as((provider, some, step, most, iterations, mirror, back, extras) -> new Exposing(
                        provider, some, step, most, iterations, mirror, back, (extras & 1) == 1, (extras & 2) == 2));
    }

    private static Arbitrary<Pace> pace() {
        return Combinators.combine(
                        Arbitraries.of(60, 10, 33, 120),
                        Arbitraries.integers().between(1, 8),
                        Arbitraries.of(0, 0, 45, 200),
                        Arbitraries.of(600, 60, 150),
                        Arbitraries.of(100, 100, 50, 1, 0),
                        Arbitraries.of(100, 100, 50, 1, 0),
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.of(false, false, false, false, true))
                .as(Pace::new);
    }

    private static Arbitrary<Hook> hooks() {
        return Combinators.combine(
                        Arbitraries.of(HookType.class),
                        Arbitraries.of(HookMode.class),
                        Arbitraries.of(-1, -1, -1, 0, 1, 4),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.of(false, true))
                .as(Hook::new);
    }
}
