package app.flagger.engine.decision;

import static app.flagger.engine.decision.Canaries.hook;

import app.flagger.api.plug.Ability;
import app.flagger.api.plug.RouterTraits;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.api.plug.WorkloadTraits;
import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.HookType;
import app.flagger.api.spec.SessionAffinity;
import java.time.Duration;
import java.util.List;

/** Worlds for random stories: every strategy, with and without what routers and workloads may be able to do. */
final class Worlds {
    static final int COUNT = 24;

    private Worlds() {}

    static DecisionBench world(int number) {
        Canary canary = Canaries.canary(
                analysis -> analysis, spec -> spec.analysis(analysis(number)).skipAnalysis(number % 12 == 11));
        DecisionBench bench = new DecisionBench(canary);
        bench.metric("request-success-rate", 100);
        bench.hooks.put("back", false);
        bench.workload = traits(number);
        bench.router = router(number);
        return bench;
    }

    private static WorkloadTraits traits(int number) {
        return switch (number % 5) {
            case 0 -> WorkloadTraits.of(WorkloadAbility.SCALE);
            case 1 -> WorkloadTraits.of(WorkloadAbility.SCALE, WorkloadAbility.UPDATE_KEEPS_A_REPLICA);
            case 2 -> WorkloadTraits.of(WorkloadAbility.SCALE, WorkloadAbility.HOLD);
            default -> WorkloadTraits.of(WorkloadAbility.values());
        };
    }

    private static RouterTraits router(int number) {
        return switch (number % 7) {
            case 3 -> RouterTraits.of(List.of(Ability.values()), 5, Duration.ofSeconds(30));
            case 5 -> RouterTraits.of();
            default -> RouterTraits.of(Ability.values());
        };
    }

    static Analysis analysis(int number) {
        Analysis.Builder analysis = Analysis.builder()
                .interval(Duration.ofMinutes(1))
                .threshold(1 + number % 4)
                .maxInconclusive(5)
                .addMetrics(Canaries.successRate());
        shape(number, analysis);
        if (number % 2 == 1) {
            analysis.addWebhooks(
                    hook("gate", HookType.CONFIRM_ROLLOUT),
                    hook("pre", HookType.PRE_ROLLOUT),
                    hook("load", HookType.ROLLOUT),
                    hook("raise", HookType.CONFIRM_TRAFFIC_INCREASE),
                    hook("promotion", HookType.CONFIRM_PROMOTION),
                    hook("back", HookType.ROLLBACK),
                    hook("post", HookType.POST_ROLLOUT),
                    hook("event", HookType.EVENT));
        }
        return analysis.build();
    }

    private static void shape(int number, Analysis.Builder analysis) {
        switch (number % 8) {
            case 0 -> analysis.stepWeight(20).maxWeight(50);
            case 1 -> analysis.addStepWeights(1, 10, 80);
            case 2 -> analysis.stepWeight(50).mirror(true);
            case 3 -> analysis.stepWeight(30).maxWeight(33).stepWeightPromotion(10);
            case 4 -> analysis.iterations(3).addMatch(Canaries.insiders());
            case 5 -> analysis.iterations(3).mirror(true);
            case 6 -> analysis.stepWeight(25).maxWeight(50).iterations(4).delay(Duration.ofMinutes(2));
            default ->
                analysis.stepWeight(40)
                        .sessionAffinity(
                                SessionAffinity.builder().cookieName("c").build());
        }
    }
}
