package app.flagger.testkit.contract;

import app.flagger.api.Call;
import app.flagger.api.PlugException;
import app.flagger.api.plug.Ability;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.RouterTraits;
import app.flagger.api.plug.Split;
import app.flagger.api.plug.TrafficRouter;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.HttpMatch;
import app.flagger.api.spec.SessionAffinity;
import app.flagger.api.spec.StringMatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One route of a router, with the splits that it claims to be able to do. */
final class RouterBench {
    private static final int MOST_WEIGHTS = 21;

    final TrafficRouter router;
    final Canary canary;
    final RouterTraits traits;
    private final TrafficRouterContract contract;

    RouterBench(TrafficRouterContract contract, TrafficRouter router, Canary canary) {
        this.contract = contract;
        this.router = router;
        this.canary = canary;
        traits = router.traits(canary);
    }

    boolean can(Ability ability) {
        return traits.abilities().contains(ability);
    }

    CancelableCall call() {
        return contract.call(canary.key());
    }

    void prepare() throws Exception {
        router.prepare(canary, call());
        contract.catchUp();
    }

    void giveBack() throws Exception {
        giveBack(call());
    }

    void giveBack(Call call) throws Exception {
        router.giveBack(canary, call);
        contract.catchUp();
    }

    RouteState read() throws Exception {
        return router.read(canary, call());
    }

    Split live() throws Exception {
        return read().live();
    }

    /** What is written, or nothing if there is no route. */
    Optional<Split> found() throws Exception {
        try {
            return Optional.of(live());
        } catch (PlugException none) {
            if (none.kind() == PlugException.Kind.GONE) {
                return Optional.empty();
            }
            throw none;
        }
    }

    void write(Split want) throws Exception {
        write(want, read(), call());
    }

    void write(Split want, RouteState seen, Call call) throws Exception {
        router.write(canary, want, seen, call);
        contract.catchUp();
    }

    /** All weights that the traits allow, or a choice of them where there are many. */
    List<Integer> weights() {
        int step = traits.weightStep();
        TreeSet<Integer> weights = new TreeSet<>();
        if (100 / step < MOST_WEIGHTS) {
            for (int weight = 0; weight <= 100; weight += step) {
                weights.add(weight);
            }
        } else {
            for (int weight : new int[] {0, step, 10, 25, 33, 50, 66, 75, 90, 99}) {
                weights.add(weight - weight % step);
            }
        }
        // Nothing and all can be done however coarse the steps are.
        weights.add(100);
        return List.copyOf(weights);
    }

    /** A weight strictly between nothing and all that the traits allow; nothing if there is none. */
    Optional<Integer> some() {
        int weight = 50 - 50 % traits.weightStep();
        int other = weight > 0 ? weight : traits.weightStep();
        return other < 100 ? Optional.of(other) : Optional.empty();
    }

    /** Every kind of split that the router claims, by a name to show. */
    Map<String, Split> claimed() {
        Map<String, Split> splits = new LinkedHashMap<>();
        splits.put("everything to the primary", Split.allToPrimary());
        if (can(Ability.WEIGHTS)) {
            some().ifPresent(weight -> splits.put(weight + " % to the canary", Split.canary(weight)));
            splits.put("everything to the canary", Split.canary(100));
        }
        if (can(Ability.MIRROR)) {
            splits.put("a copy of everything", Split.mirror(100));
        }
        if (can(Ability.MIRROR) && can(Ability.MIRROR_SHARE)) {
            splits.put("a copy of 20 %", Split.mirror(20));
        }
        if (matches()) {
            splits.put("matched requests to the canary", Split.matched());
        }
        if (can(Ability.WEIGHTS) && can(Ability.AFFINITY) && cookie().isPresent()) {
            some().ifPresent(weight -> splits.put(
                    weight + " % to the canary with a cookie",
                    Split.canary(weight).sticky(cookie())));
        }
        return splits;
    }

    /** Whether the canary matches requests, and the router claims all that this needs. */
    boolean matches() {
        Set<Ability> needs = matching();
        return can(Ability.WEIGHTS) && !needs.isEmpty() && traits.abilities().containsAll(needs);
    }

    /** What the canary's {@code analysis.match} needs. */
    Set<Ability> matching() {
        EnumSet<Ability> needs = EnumSet.noneOf(Ability.class);
        for (HttpMatch match : canary.spec().analysis().match()) {
            needs.addAll(headers(match.headers().values()));
            if (!match.queryParams().isEmpty()) {
                needs.add(Ability.MATCH_QUERY);
            }
            if (!match.sourceLabels().isEmpty()) {
                needs.add(Ability.MATCH_SOURCE_LABELS);
            }
        }
        return needs;
    }

    private static List<Ability> headers(Collection<StringMatch> conditions) {
        List<Ability> needs = new ArrayList<>();
        for (StringMatch condition : conditions) {
            needs.add(
                    switch (condition.kind()) {
                        case EXACT -> Ability.MATCH_HEADER_EXACT;
                        case PREFIX -> Ability.MATCH_HEADER_PREFIX;
                        case SUFFIX -> Ability.MATCH_HEADER_SUFFIX;
                        case REGEX -> Ability.MATCH_HEADER_REGEX;
                    });
        }
        return needs;
    }

    /** A cookie as the engine would make it; nothing if the canary asks for none. */
    Optional<String> cookie() {
        return canary.spec()
                .analysis()
                .sessionAffinity()
                .map(SessionAffinity::cookieName)
                .map(name -> name + "=contract1");
    }
}
