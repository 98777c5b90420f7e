package app.flagger.engine.runtime;

import app.flagger.api.InvalidResource;
import app.flagger.api.Problems;
import app.flagger.api.plug.Ability;
import app.flagger.api.plug.RouterTraits;
import app.flagger.api.plug.TrafficRouter;
import app.flagger.api.plug.Workload;
import app.flagger.api.plug.WorkloadTraits;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.NamedPlug;
import app.flagger.api.strategy.Plan;
import app.flagger.api.strategy.Strategy;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Checks that a canary and the plugs at hand fit together, without I/O, and reports all that does not. */
final class Registration {
    private final Plugs plugs;

    Registration(Plugs plugs) {
        this.plugs = plugs;
    }

    /**
     * Checks a canary.
     *
     * @param given its workload, if it need not be looked up
     * @throws InvalidResource with all problems
     */
    Managed check(Canary canary, Optional<Workload> given) {
        Problems problems = new Problems();
        Optional<TrafficRouter> router = router(canary, problems);
        Optional<Workload> workload = workload(canary, given, problems);
        RouterTraits traits = router.flatMap(found ->
                        told(problems, "spec.provider", "router", found, () -> Optional.of(found.traits(canary))))
                .orElse(RouterTraits.of());
        Optional<WorkloadTraits> can = workload.flatMap(
                found -> told(problems, "spec.targetRef", "workload", found, () -> Optional.of(found.traits())));
        NamedPlug chosen = canary.spec().strategy(traits.shiftsTraffic());
        Optional<Strategy> strategy = Optional.ofNullable(plugs.strategies().get(chosen.type()));
        if (strategy.isEmpty()) {
            problems.add(
                    "spec.analysis.strategy.type",
                    chosen.type(),
                    known(plugs.strategies().keySet()));
        } else if (router.isPresent()) {
            plan(canary, strategy.get(), chosen, traits, problems);
        }
        new RegistrationOfAnalysis(plugs, canary, problems).check();
        problems.throwIfAny("Canary " + canary.key());
        return new Managed(
                canary,
                workload.orElseThrow(),
                router.orElseThrow(),
                traits,
                can.orElseThrow(),
                strategy.orElseThrow());
    }

    /** The name of the router that a canary uses. */
    String provider(Canary canary) {
        return canary.spec()
                .provider()
                .orElseGet(() -> plugs.routers().keySet().iterator().next());
    }

    private Optional<TrafficRouter> router(Canary canary, Problems problems) {
        Optional<String> provider = canary.spec().provider();
        Optional<TrafficRouter> router = plugs.router(provider);
        if (router.isEmpty()) {
            problems.add(
                    "spec.provider", provider.orElse(""), known(plugs.routers().keySet()));
        }
        return router;
    }

    private Optional<Workload> workload(Canary canary, Optional<Workload> given, Problems problems) {
        int before = problems.list().size();
        Optional<Workload> found = given.or(() -> plugs.workloads().stream()
                .flatMap(finder -> told(
                        problems,
                        "spec.targetRef",
                        "finder of workloads",
                        finder,
                        () -> finder.find(canary.spec().targetRef(), canary.key()))
                        .stream())
                .findFirst());
        if (found.isEmpty() && problems.list().size() == before) {
            String kind = canary.spec().targetRef().apiVersion() + " "
                    + canary.spec().targetRef().kind();
            problems.add("spec.targetRef", kind, "no registered workload is of this kind");
        }
        return found;
    }

    /** What a plug says when it is asked in the embedder's thread; that it failed is a problem of the canary like any other. */
    static <T> Optional<T> told(
            Problems problems, String path, String what, Object plug, Supplier<Optional<T>> question) {
        try {
            return question.get();
        } catch (RuntimeException | Error broken) {
            String type = broken.getClass().getName();
            problems.add(path, plug.getClass().getName(), "the " + what + " failed: " + type);
            return Optional.empty();
        }
    }

    private void plan(Canary canary, Strategy strategy, NamedPlug chosen, RouterTraits traits, Problems problems) {
        Plan plan;
        try {
            plan = strategy.plan(canary, chosen.with());
        } catch (InvalidResource refused) {
            problems.addAll("spec.analysis", refused.problems());
            return;
        } catch (RuntimeException | Error broken) {
            String type = broken.getClass().getName();
            problems.add("spec.analysis.strategy", chosen.type(), "the strategy failed to plan: " + type);
            return;
        }
        String router = canary.spec().provider().orElse("of the default provider");
        for (Ability need : plan.needs()) {
            if (traits.shiftsTraffic() && !traits.abilities().contains(need)) {
                problems.add(field(need), need, "is an ability that the router " + router + " does not have");
            }
        }
        boolean sticky = canary.spec().analysis().sessionAffinity().isPresent();
        if (sticky && traits.shiftsTraffic() && !plan.needs().contains(Ability.AFFINITY)) {
            problems.require(
                    traits.abilities().contains(Ability.AFFINITY),
                    field(Ability.AFFINITY),
                    Ability.AFFINITY,
                    "is an ability that the router " + router + " does not have");
        }
    }

    private static String field(Ability ability) {
        return switch (ability) {
            case MIRROR, MIRROR_SHARE -> "spec.analysis.mirror";
            case AFFINITY -> "spec.analysis.sessionAffinity";
            case MATCH_HEADER_EXACT,
                    MATCH_HEADER_PREFIX,
                    MATCH_HEADER_SUFFIX,
                    MATCH_HEADER_REGEX,
                    MATCH_QUERY,
                    MATCH_SOURCE_LABELS -> "spec.analysis.match";
            case WEIGHTS, COMPARE_AND_SET, COMPARE_FENCES, STAMP -> "spec.provider";
        };
    }

    /** What would be right for an open name. */
    static String known(Collection<String> names) {
        return names.isEmpty()
                ? "nothing is registered"
                : "is not registered; registered: " + names.stream().collect(Collectors.joining(", "));
    }
}
