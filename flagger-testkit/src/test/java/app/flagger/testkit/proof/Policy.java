package app.flagger.testkit.proof;

import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.CanarySpec;
import app.flagger.api.spec.HookMode;
import app.flagger.api.spec.HookType;
import app.flagger.api.spec.HttpMatch;
import app.flagger.api.spec.Metric;
import app.flagger.api.spec.ObjectMetadata;
import app.flagger.api.spec.ObjectRef;
import app.flagger.api.spec.Range;
import app.flagger.api.spec.SessionAffinity;
import app.flagger.api.spec.StringMatch;
import app.flagger.api.spec.Webhook;
import app.flagger.testkit.World;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The strategies, each with every kind of hook that a run can have. */
enum Policy implements Design {
    CANARY("istio", it -> it.stepWeight(20).maxWeight(40)),
    CANARY_WITH_MIRROR("istio", it -> it.stepWeight(20).maxWeight(40).mirror(true)),
    CANARY_WITH_PROMOTION_STEPS("istio", it -> it.stepWeight(40).maxWeight(40).stepWeightPromotion(30)),
    STEPS_WITH_ITERATIONS("istio", it -> it.stepWeight(20).maxWeight(40).iterations(4)),
    CANARY_WITH_AFFINITY("istio", it -> it.stepWeight(20).maxWeight(40).sessionAffinity(cookies())),
    AB("istio", it -> it.iterations(3).match(List.of(cookie()))),
    BLUE_GREEN("istio", it -> it.iterations(3)),
    BLUE_GREEN_WITH_MIRROR("istio", it -> it.iterations(3).mirror(true)),
    KUBERNETES("kubernetes", it -> it.iterations(3)),
    SKIP("istio", it -> it.stepWeight(20).maxWeight(40));

    static final String METRIC = "quality";
    static final int THRESHOLD = 4;
    /** The hook that is called once after a rollback. */
    static final String ROLLED_BACK = "rolled-back";

    private final String provider;
    private final UnaryOperator<Analysis.Builder> analysis;

    Policy(String provider, UnaryOperator<Analysis.Builder> analysis) {
        this.provider = provider;
        this.analysis = analysis;
    }

    @Override
    public Canary canary() {
        Metric metric = Metric.builder()
                .name(METRIC)
                .query("custom_" + METRIC)
                .interval(Duration.ofMinutes(1))
                .thresholdRange(Range.atLeast(99))
                .build();
        Analysis.Builder builder = Analysis.builder()
                .interval(Duration.ofMinutes(1))
                .threshold(THRESHOLD)
                .metrics(List.of(metric))
                .webhooks(List.of(
                        hook(HookType.CONFIRM_ROLLOUT),
                        hook(HookType.PRE_ROLLOUT),
                        hook(HookType.ROLLOUT),
                        hook(HookType.CONFIRM_TRAFFIC_INCREASE),
                        hook(HookType.CONFIRM_PROMOTION),
                        hook(HookType.ROLLBACK),
                        act(),
                        hook(HookType.POST_ROLLOUT),
                        hook(HookType.EVENT)));
        return Canary.builder()
                .metadata(ObjectMetadata.builder().namespace("shop").name("web").build())
                .spec(CanarySpec.builder()
                        .targetRef(ObjectRef.of("apps/v1", "Deployment", "web"))
                        .provider(provider)
                        .skipAnalysis(this == SKIP)
                        .analysis(analysis.apply(builder).build())
                        .build())
                .build();
    }

    /** Says at the beginning that nobody wants a rollback. */
    static void begin(World world) {
        wantsRollback(world, 403);
    }

    /** How the hooks answer that are asked whether to roll back. */
    static void wantsRollback(World world, int status) {
        overHttp(world, Policy::asksForRollback).forEach(name -> world.hook(name, status));
    }

    /** How all other hooks answer. */
    static void answer(World world, int status) {
        overHttp(world, hook -> !asksForRollback(hook)).forEach(name -> world.hook(name, status));
    }

    private static List<String> overHttp(World world, Predicate<Webhook> which) {
        return world.canary().spec().analysis().webhooks().stream()
                .filter(hook -> hook.scheme().equals("http"))
                .filter(which)
                .map(Webhook::name)
                .toList();
    }

    private static boolean asksForRollback(Webhook hook) {
        return hook.type() == HookType.ROLLBACK && hook.effectiveMode() == HookMode.ASK;
    }

    @Override
    public boolean shiftsTraffic() {
        return !provider.equals("kubernetes");
    }

    private static Webhook hook(HookType type) {
        String name = type.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        return Webhook.builder()
                .name(name)
                .type(type)
                .url("http://hooks.shop/" + name)
                .retries(2)
                .build();
    }

    private static Webhook act() {
        return Webhook.builder()
                .name(ROLLED_BACK)
                .type(HookType.ROLLBACK)
                .mode(HookMode.ACT)
                .url("http://hooks.shop/" + ROLLED_BACK)
                .retries(2)
                .build();
    }

    private static SessionAffinity cookies() {
        return SessionAffinity.builder().cookieName("version").build();
    }

    private static HttpMatch cookie() {
        return HttpMatch.builder()
                .putHeaders("x-canary", new StringMatch(StringMatch.Kind.EXACT, "always"))
                .build();
    }
}
