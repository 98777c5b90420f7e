package app.flagger.testkit.contract;

import static app.flagger.testkit.contract.Nodes.group;
import static app.flagger.testkit.contract.Nodes.test;
import static app.flagger.testkit.contract.Nodes.untried;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Call;
import app.flagger.api.plug.Ability;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.RouterTraits;
import app.flagger.api.plug.Split;
import app.flagger.api.plug.TrafficRouter;
import app.flagger.api.spec.Canary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * What every {@link TrafficRouter} must do. Without a {@link #probe()} only that is proved which can be read back, and the report says
 * so. Each test prepares the route and leaves all traffic with the primary.
 */
public abstract class TrafficRouterContract extends PlugContract {
    /** For subclasses. */
    protected TrafficRouterContract() {}

    /** The router; may be the same each time. */
    protected abstract TrafficRouter router() throws Exception;

    /**
     * The canary whose route is written. Give it an {@code analysis.match} and a {@code sessionAffinity} as far as the router can do
     * that; what it does not ask for is not tried.
     */
    protected abstract Canary canary();

    /** Another canary of the same router, to be written at the same time. */
    protected Optional<Canary> another() {
        return Optional.empty();
    }

    /** Sends real requests through the route of {@link #canary()}. */
    protected Optional<Probe> probe() throws Exception {
        return Optional.empty();
    }

    /** Writes a label, an annotation and an unknown field into the route's object, as somebody else does. There is one by then. */
    protected void othersWrite() throws Exception {}

    /**
     * Waits until reads tell what is there now: for a router that reads from a cache. Called after whatever was changed, perhaps by
     * several threads at once.
     */
    protected void catchUp() throws Exception {}

    /**
     * What others have written into the route's object (labels, annotations, unknown fields), as one text that must stay the same.
     * Without it that is not looked at, and the report says so.
     */
    protected Optional<String> partsOfOthers() throws Exception {
        return Optional.empty();
    }

    @TestFactory
    @DisplayName("says what it can do")
    final List<DynamicNode> saysWhatItCanDo() throws Exception {
        List<DynamicNode> tests = new ArrayList<>();
        tests.add(test("its traits are the same each time", () -> {
            TrafficRouter router = router();
            RouterTraits once = router.traits(canary());
            RouterTraits twice = router.traits(canary());
            assertThat(twice.abilities()).isEqualTo(once.abilities());
            assertThat(twice.weightStep()).isEqualTo(once.weightStep()).isBetween(1, 100);
            assertThat(twice.settles()).isEqualTo(once.settles()).isGreaterThanOrEqualTo(Duration.ZERO);
        }));
        tests.add(test("a share of the copies is claimed only together with copies", () -> {
            if (bench().can(Ability.MIRROR_SHARE)) {
                assertThat(bench().can(Ability.MIRROR)).as("claims MIRROR").isTrue();
            }
        }));
        tests.add(group("claims all that it does", new RouterClaims(this).tests()));
        return tests;
    }

    @TestFactory
    @DisplayName("does what it claims")
    final List<DynamicNode> doesWhatItClaims() throws Exception {
        RouterBench bench = bench();
        List<DynamicNode> tests = new ArrayList<>();
        for (Ability ability : bench.traits.abilities()) {
            List<DynamicNode> group = of(ability, bench);
            if (!group.isEmpty()) {
                tests.add(group(ability.name(), group));
            }
        }
        if (bench.can(Ability.WEIGHTS)) {
            tests.add(group("every split", new RouterSplits(this, bench.claimed()).tests()));
        }
        if (tests.isEmpty()) {
            tests.add(untried("nothing was tried: the router claims no ability"));
        }
        return tests;
    }

    @TestFactory
    @DisplayName("keeps writers apart")
    final List<DynamicNode> keepsWritersApart() throws Exception {
        return new RouterWriters(this).tests();
    }

    @TestFactory
    @DisplayName("moves real requests")
    final List<DynamicNode> movesRealRequests() throws Exception {
        Optional<Probe> probe = probe();
        return probe.isPresent()
                ? new RouterTraffic(this, probe.get()).tests()
                : List.of(untried("only what can be read back was proved: override probe() to send real requests"));
    }

    @TestFactory
    @DisplayName("survives outages")
    final List<DynamicNode> survivesOutages() throws Exception {
        Canary canary = canary();
        if (!bench().can(Ability.WEIGHTS)) {
            return List.of(untried("outages were not tried: the router shifts no traffic"));
        }
        List<DynamicNode> tests = new ArrayList<>(outages(List.of(
                // A router may read from a cache.
                new Deed(
                        "a read",
                        () -> {
                            RouterBench bench = prepared();
                            return Deed.Ready.same(
                                    canary.key(),
                                    call -> bench.router.read(canary, call).live());
                        },
                        Split.allToPrimary()::equals),
                Deed.never("a write", () -> {
                    RouterBench bench = prepared();
                    RouteState seen = bench.read();
                    return new Deed.Ready(canary.key(), call -> written(bench, seen, call), call -> {
                        catchUp();
                        return written(bench, bench.read(), call);
                    });
                }))));
        if (canBeCutOff()) {
            tests.add(test(
                    "a write in an outage is there afterwards as it was ordered, or not at all", this::wholeOrNot));
        }
        tests.add(secrecy(this::router));
        return tests;
    }

    private void wholeOrNot() throws Exception {
        withRoute(bench -> {
            RouteState seen = bench.read();
            outage(true);
            try {
                Attempt.start(bench.call(), patience(), call -> written(bench, seen, call))
                        .giveUp();
            } finally {
                outage(false);
            }
            catchUp();
            assertThat(bench.live()).isIn(seen.live(), Split.canary(100));
        });
    }

    private static String written(RouterBench bench, RouteState seen, Call call) throws Exception {
        bench.router.write(bench.canary, Split.canary(100), seen, call);
        return "(written)";
    }

    private List<DynamicNode> of(Ability ability, RouterBench bench) {
        List<DynamicNode> tests = new ArrayList<>();
        switch (ability) {
            case WEIGHTS -> bench.weights().forEach(weight -> tests.add(readBack(weight + " %", Split.canary(weight))));
            case MIRROR -> tests.add(readBack("a copy of all requests", Split.mirror(100)));
            case MIRROR_SHARE -> {
                for (int share : new int[] {1, 10, 50, 99}) {
                    tests.add(readBack("a copy of " + share + " % of the requests", Split.mirror(share)));
                }
            }
            case AFFINITY -> affinity(bench, tests);
            case STAMP -> tests.add(test("a route says which operation wrote it", this::stamped));
            case MATCH_HEADER_EXACT,
                    MATCH_HEADER_PREFIX,
                    MATCH_HEADER_SUFFIX,
                    MATCH_HEADER_REGEX,
                    MATCH_QUERY,
                    MATCH_SOURCE_LABELS -> {
                if (bench.matching().contains(ability)) {
                    tests.add(readBack("matched requests to the canary", Split.matched()));
                } else {
                    tests.add(untried(ability + " was not tried: no condition in analysis.match of canary() needs it"));
                }
            }
            default -> {
                // COMPARE_AND_SET and COMPARE_FENCES are tried with the writers.
            }
        }
        return tests;
    }

    private void affinity(RouterBench bench, List<DynamicNode> tests) {
        if (bench.cookie().isEmpty() || bench.some().isEmpty()) {
            tests.add(untried("AFFINITY was not tried: canary() has no sessionAffinity"));
            return;
        }
        Split split = Split.canary(bench.some().get());
        tests.add(readBack("a cookie that keeps clients with the canary", split.sticky(bench.cookie())));
        tests.add(test(
                "a cookie is gone when a split without one is written",
                () -> withRoute(route -> {
                    route.write(split.sticky(route.cookie()));
                    route.write(split);
                    assertThat(route.live()).isEqualTo(split);
                })));
    }

    private DynamicNode readBack(String what, Split split) {
        return test(
                what + " can be written and is read as it was written",
                () -> withRoute(bench -> {
                    bench.write(split);
                    assertThat(bench.live()).isEqualTo(split);
                }));
    }

    private void stamped() throws Exception {
        withRoute(bench -> {
            for (int percent : new int[] {100, 0}) {
                CancelableCall call = bench.call();
                bench.write(Split.canary(percent), bench.read(), call);
                assertThat(bench.read().writtenBy()).as("who wrote last").contains(call.operation());
            }
        });
    }

    final RouterBench bench() throws Exception {
        return new RouterBench(this, router(), canary());
    }

    private RouterBench prepared() throws Exception {
        RouterBench bench = bench();
        bench.prepare();
        bench.write(Split.allToPrimary());
        return bench;
    }

    /** What a test does with a route. */
    @FunctionalInterface
    interface RouteTest {
        void run(RouterBench bench) throws Exception;
    }

    /** Runs a test with a route that is prepared, and leaves all traffic with the primary. */
    final void withRoute(RouteTest body) throws Exception {
        RouterBench bench = prepared();
        body.run(bench);
        bench.write(Split.allToPrimary());
    }
}
