package app.flagger.testkit;

import app.flagger.api.Call;
import app.flagger.api.Secrets;
import app.flagger.api.plug.CanaryStore;
import app.flagger.api.plug.Clock;
import app.flagger.api.plug.HookCaller;
import app.flagger.api.plug.MetricProvider;
import app.flagger.api.plug.Notifier;
import app.flagger.api.plug.Ownership;
import app.flagger.api.plug.Resources;
import app.flagger.api.plug.Telemetry;
import app.flagger.api.plug.TrafficRouter;
import app.flagger.api.plug.Workload;
import app.flagger.api.plug.Workloads;
import app.flagger.api.strategy.Judge;
import app.flagger.api.strategy.Strategy;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The calls of plugs that an engine makes in a run, by the names that it gives them. */
final class PlugCalls {
    /** Called with a deadline. */
    private static final List<Class<?>> ASKED = List.of(
            TrafficRouter.class,
            Workload.class,
            MetricProvider.class,
            MetricProvider.Factory.class,
            Notifier.class,
            HookCaller.class,
            CanaryStore.class,
            Ownership.class);
    /** Looked into at once, in the engine's own thread. */
    private static final List<Class<?>> LOOKUPS = List.of(Resources.class, Secrets.class);
    /** Take part in decisions, which are called with a deadline as a whole. */
    private static final List<Class<?>> DECIDE = List.of(Strategy.class, Judge.class);

    private static final String DECISION = "decide";

    private PlugCalls() {}

    /** Whether that plug is called at all. */
    static boolean known(Class<?> plug) {
        return ASKED.contains(plug) || LOOKUPS.contains(plug) || DECIDE.contains(plug);
    }

    /** The name that its calls bear; that of {@link Strategy} for decisions. */
    static String name(Class<?> plug) {
        return DECIDE.contains(plug) ? written(Strategy.class) : written(plug);
    }

    /** Its name as it is written in Java. */
    static String written(Class<?> plug) {
        Class<?> outer = plug.getEnclosingClass();
        return outer == null ? plug.getSimpleName() : outer.getSimpleName() + "." + plug.getSimpleName();
    }

    /** Whether calls of that name are looked up at once, and can neither wait nor be given up. */
    static boolean lookup(String plug) {
        return LOOKUPS.stream().anyMatch(type -> written(type).equals(plug));
    }

    /** Whether calls of that name are counted together with those of all other plugs. */
    static boolean counted(String plug) {
        return ASKED.stream().anyMatch(type -> written(type).equals(plug));
    }

    /** The methods that are called. */
    static Set<String> methods(Class<?> plug) {
        if (DECIDE.contains(plug)) {
            return new TreeSet<>(List.of(DECISION));
        }
        boolean all = LOOKUPS.contains(plug) || plug == MetricProvider.Factory.class;
        return names(Arrays.stream(plug.getMethods())
                .filter(method -> all
                        ? !isStatic(method)
                        : Arrays.asList(method.getParameterTypes()).contains(Call.class)));
    }

    private static boolean isStatic(Method method) {
        return java.lang.reflect.Modifier.isStatic(method.getModifiers());
    }

    private static Set<String> names(Stream<Method> methods) {
        return methods.map(Method::getName).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The methods of all plugs that are counted together. */
    static Set<String> countedMethods() {
        return ASKED.stream().flatMap(plug -> methods(plug).stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Why no call of that plug can be struck, with those that can. */
    static String refusal(Class<?> plug) {
        String others = Stream.of(ASKED, LOOKUPS, DECIDE)
                .flatMap(List::stream)
                .map(PlugCalls::written)
                .sorted()
                .collect(Collectors.joining(", ", "must be one of ", ""));
        if (plug == Telemetry.class) {
            return "is told, never asked: nothing depends on it; " + others;
        }
        if (plug == Workloads.class) {
            return "is asked by whoever has the canary registered, and is a simulated one in a run; " + others;
        }
        if (plug == Clock.class) {
            return "is the simulation's own, see clockJump and pause; " + others;
        }
        return others;
    }
}
