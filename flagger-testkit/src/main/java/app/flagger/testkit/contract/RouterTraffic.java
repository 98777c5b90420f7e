package app.flagger.testkit.contract;

import static app.flagger.testkit.contract.Nodes.group;
import static app.flagger.testkit.contract.Nodes.test;
import static app.flagger.testkit.contract.Nodes.untried;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.plug.Ability;
import app.flagger.api.plug.RouteState.Propagation;
import app.flagger.api.plug.Split;
import app.flagger.testkit.contract.Probe.Reply;
import app.flagger.testkit.contract.Probe.Sent;
import app.flagger.testkit.contract.Probe.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DynamicNode;

/**
 * Whether real requests go where the route says. Nothing and all are exact. A share may be drawn by lot, so it may miss by six
 * standard deviations of the binomial distribution, which chance alone does about once in 10⁹ tests.
 */
final class RouterTraffic {
    private static final int FEWEST = 50;
    private static final double DEVIATIONS = 6;

    private final TrafficRouterContract contract;
    private final Probe probe;
    private final int requests;

    RouterTraffic(TrafficRouterContract contract, Probe probe) {
        this.contract = contract;
        this.probe = probe;
        requests = Math.max(FEWEST, probe.requests());
    }

    List<DynamicNode> tests() throws Exception {
        RouterBench bench = contract.bench();
        List<DynamicNode> tests = new ArrayList<>();
        if (bench.can(Ability.WEIGHTS)) {
            tests.add(group("WEIGHTS", weights(bench)));
        }
        if (bench.can(Ability.MIRROR)) {
            tests.add(group("MIRROR", copies(bench)));
        }
        if (bench.matches()) {
            tests.add(group(
                    "matches",
                    List.of(
                            test("matching requests reach the canary and no others do", this::matched),
                            test("requests are no longer told apart once a weight is written", this::unmatched))));
        }
        if (bench.can(Ability.WEIGHTS)
                && bench.can(Ability.AFFINITY)
                && bench.cookie().isPresent()) {
            tests.add(group(
                    "AFFINITY",
                    List.of(
                            test("a client that reached the canary is told the cookie, and stays", this::stays),
                            test("a cookie keeps nobody with a canary without weight", this::keepsNobody))));
        }
        if (tests.isEmpty()) {
            tests.add(untried("no requests were sent: the router shifts no traffic"));
        }
        return tests;
    }

    private List<DynamicNode> weights(RouterBench bench) {
        List<DynamicNode> tests = new ArrayList<>();
        for (int weight : bench.weights()) {
            tests.add(test(weight + " % of the requests reach the canary", () -> share(weight)));
        }
        tests.add(test("preparing again moves no request", this::prepareAgain));
        return tests;
    }

    private List<DynamicNode> copies(RouterBench bench) {
        List<DynamicNode> tests = new ArrayList<>();
        tests.add(test("every request is copied and answered by the primary", () -> copied(100)));
        tests.add(test("nothing is copied once a split without copies is written", () -> copied(0)));
        if (bench.can(Ability.MIRROR_SHARE)) {
            tests.add(test("20 % of the requests are copied", () -> copied(20)));
        }
        return tests;
    }

    private void share(int weight) throws Exception {
        contract.withRoute(bench -> {
            apply(bench, Split.canary(weight));
            requireShare("requests to the canary", weight, count(Sent.plain(), Version.CANARY));
        });
    }

    private void copied(int share) throws Exception {
        contract.withRoute(bench -> {
            if (share == 0) {
                apply(bench, Split.mirror(100));
            }
            apply(bench, Split.mirror(share));
            int copies = 0;
            for (int i = 0; i < requests; i++) {
                Reply reply = probe.send(Sent.plain());
                assertThat(reply.by()).as("who answered").isEqualTo(Version.PRIMARY);
                copies += reply.copied() ? 1 : 0;
            }
            requireShare("copies", share, copies);
        });
    }

    private void matched() throws Exception {
        contract.withRoute(bench -> {
            apply(bench, Split.matched());
            assertThat(count(matching(), Version.CANARY))
                    .as("matching requests to the canary")
                    .isEqualTo(requests);
            assertThat(count(Sent.plain(), Version.CANARY))
                    .as("other requests to the canary")
                    .isZero();
        });
    }

    private void unmatched() throws Exception {
        contract.withRoute(bench -> {
            apply(bench, Split.matched());
            apply(bench, Split.allToPrimary());
            assertThat(count(matching(), Version.CANARY))
                    .as("matching requests to the canary")
                    .isZero();
            apply(bench, Split.canary(100));
            assertThat(count(Sent.plain(), Version.CANARY))
                    .as("plain requests to the canary")
                    .isEqualTo(requests);
        });
    }

    private void stays() throws Exception {
        contract.withRoute(bench -> {
            int weight = bench.some().orElse(100);
            apply(bench, Split.canary(weight).sticky(bench.cookie()));
            Optional<String> told = Optional.empty();
            for (int i = 0; i < requests && told.isEmpty(); i++) {
                Reply reply = probe.send(Sent.plain());
                told = reply.by() == Version.CANARY ? reply.cookie() : Optional.empty();
            }
            assertThat(told)
                    .as("the cookie that a client of the canary is told")
                    .isEqualTo(bench.cookie());
            assertThat(count(new Sent(false, told), Version.CANARY))
                    .as("requests with the cookie")
                    .isEqualTo(requests);
        });
    }

    private void keepsNobody() throws Exception {
        contract.withRoute(bench -> {
            apply(bench, Split.canary(bench.some().orElse(100)).sticky(bench.cookie()));
            apply(bench, Split.allToPrimary());
            assertThat(count(new Sent(false, bench.cookie()), Version.CANARY))
                    .as("requests with the cookie")
                    .isZero();
        });
    }

    private void prepareAgain() throws Exception {
        contract.withRoute(bench -> {
            for (Map.Entry<String, Split> split : bench.claimed().entrySet()) {
                boolean whole = split.getValue().equals(Split.canary(100))
                        || split.getValue().equals(Split.allToPrimary());
                if (whole) {
                    apply(bench, split.getValue());
                    bench.prepare();
                    probe.settle();
                    int expected = split.getValue().canaryPercent() == 100 ? requests : 0;
                    assertThat(count(Sent.plain(), Version.CANARY))
                            .as(split.getKey())
                            .isEqualTo(expected);
                }
            }
        });
    }

    /** Writes a split and waits for the data plane, unless the router says that it follows already: then it is held to that. */
    private void apply(RouterBench bench, Split split) throws Exception {
        bench.write(split);
        if (bench.read().data() != Propagation.PROGRAMMED) {
            probe.settle();
            assertThat(bench.read().data())
                    .as("what the router says of a data plane that has settled")
                    .isNotEqualTo(Propagation.PENDING);
        }
    }

    private int count(Sent request, Version version) throws Exception {
        int count = 0;
        for (int i = 0; i < requests; i++) {
            count += probe.send(request).by() == version ? 1 : 0;
        }
        return count;
    }

    private static Sent matching() {
        return new Sent(true, Optional.empty());
    }

    private void requireShare(String what, int percent, int count) {
        double share = percent / 100.0;
        double slack = DEVIATIONS * StrictMath.sqrt(requests * share * (1 - share));
        assertThat((double) count)
                .as("%s of %d, %d %% wanted", what, requests, percent)
                .isBetween(requests * share - slack, requests * share + slack);
    }
}
