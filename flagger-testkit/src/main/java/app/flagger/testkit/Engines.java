package app.flagger.testkit;

import app.flagger.api.plug.Resources;
import app.flagger.api.spec.AlertRef;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.Metric;
import app.flagger.api.spec.Webhook;
import app.flagger.engine.Flagger;
import app.flagger.engine.TickRecord;
import app.flagger.engine.runtime.Engine;
import app.flagger.engine.runtime.EngineBuilder;
import app.flagger.engine.runtime.Seams;
import app.flagger.testkit.world.Mesh;
import app.flagger.testkit.world.RecordedHooks;
import app.flagger.testkit.world.SettableMetrics;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Builds engines that run in one thread on simulated plugs. */
final class Engines {
    /** Answered by the engine itself, unless the embedder registers a caller for it. */
    private static final String GATE = "gate";

    private Engines() {}

    /** The mesh that fits the canary: the traits of the embedder's own router, or what its provider's name stands for. */
    static Mesh mesh(Canary canary, List<Consumer<? super Flagger.Builder>> modules) {
        WorldBuilder noted = new WorldBuilder(new EngineBuilder(), new RecordedHooks(), Lookups.plain());
        modules.forEach(noted::with);
        String provider = provider(canary, noted);
        return Optional.ofNullable(noted.routers.get(provider))
                .map(router -> Mesh.of(router.traits(canary)))
                .orElseGet(() -> Mesh.ofProvider(provider));
    }

    /**
     * Builds an engine.
     *
     * @param canary the canary that it shall be able to drive
     * @param modules the embedder's
     * @param seams how the engine runs its work and the calls of plugs, and where run ids and cookies come from
     */
    static Engine build(
            Canary canary,
            List<Consumer<? super Flagger.Builder>> modules,
            Plugs plugs,
            Consumer<TickRecord> records,
            boolean manual,
            Seams seams) {
        EngineBuilder builder = new EngineBuilder();
        WorldBuilder noted = new WorldBuilder(builder, plugs.hooks(), plugs.lookups());
        modules.forEach(noted::with);
        Set<String> providers = new LinkedHashSet<>(noted.routers.keySet());
        providers.add(provider(canary, noted));
        providers.forEach(provider -> builder.router(provider, plugs.router()));
        builder.workloads((target, key) -> Optional.of(plugs.workload()))
                .metrics(plugs.metrics())
                .notifier(plugs.notifier())
                .store(plugs.store())
                .ownership(plugs.ownership())
                .clock(plugs.clock())
                .records(record -> {
                    noted.records.forEach(taker -> taker.accept(record));
                    records.accept(record);
                });
        metricTypes(canary, noted).forEach(type -> builder.metrics(type, plugs::open));
        notifierTypes(canary, noted).forEach(type -> builder.notifier(type, plugs.notifier()));
        schemes(canary, noted).forEach(scheme -> builder.hooks(scheme, plugs.hooks()));
        if (manual) {
            builder.manualTicks();
        }
        return builder.seams(seams).build();
    }

    /** One thread, and random names from this seed. */
    static Seams seams(long seed) {
        return Seams.deterministic(new SplittableRandom(seed)::nextLong);
    }

    /** The names under which metrics of the canary can be set. */
    static Set<String> metricNames(Canary canary, List<Consumer<? super Flagger.Builder>> modules) {
        Set<String> names = new LinkedHashSet<>();
        for (Metric metric : canary.spec().analysis().metrics()) {
            names.add(metric.name());
            names.add(SettableMetrics.nameOf(metric.name(), metric.query()));
            metric.templateRef().ifPresent(ref -> {
                WorldBuilder noted = new WorldBuilder(new EngineBuilder(), new RecordedHooks(), Lookups.plain());
                modules.forEach(noted::with);
                noted.resources.stream()
                        .flatMap(some -> some.metricTemplate(ref, canary.key()).stream())
                        .forEach(template ->
                                names.add(SettableMetrics.nameOf(metric.name(), Optional.of(template.query()))));
            });
        }
        return names;
    }

    private static String provider(Canary canary, WorldBuilder noted) {
        return canary.spec()
                .provider()
                .orElseGet(() -> noted.routers.keySet().stream().findFirst().orElse("istio"));
    }

    private static Set<String> metricTypes(Canary canary, WorldBuilder noted) {
        Set<String> types = new LinkedHashSet<>(noted.metricTypes);
        for (Metric metric : canary.spec().analysis().metrics()) {
            for (Resources resources : noted.resources) {
                metric.templateRef()
                        .flatMap(ref -> resources.metricTemplate(ref, canary.key()))
                        .ifPresent(template -> types.add(template.provider().type()));
            }
        }
        return types;
    }

    private static Set<String> notifierTypes(Canary canary, WorldBuilder noted) {
        Set<String> types = new LinkedHashSet<>(noted.notifierTypes);
        for (AlertRef alert : canary.spec().analysis().alerts()) {
            for (Resources resources : noted.resources) {
                resources
                        .alertProvider(alert.providerRef(), canary.key())
                        .ifPresent(provider -> types.add(provider.type()));
            }
        }
        return types;
    }

    private static Set<String> schemes(Canary canary, WorldBuilder noted) {
        Set<String> schemes = new LinkedHashSet<>(noted.hookSchemes);
        schemes.add("http");
        schemes.add("https");
        canary.spec().analysis().webhooks().stream()
                .map(Webhook::scheme)
                .filter(scheme -> !scheme.equals(GATE))
                .forEach(schemes::add);
        return schemes;
    }
}
