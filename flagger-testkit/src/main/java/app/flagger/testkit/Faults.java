package app.flagger.testkit;

import app.flagger.api.PlugException;
import app.flagger.api.Problems;
import app.flagger.api.plug.CanaryStore;
import app.flagger.api.plug.HookCaller;
import app.flagger.api.plug.MetricProvider;
import app.flagger.api.plug.Notifier;
import app.flagger.api.plug.Ownership;
import app.flagger.api.plug.TrafficRouter;
import app.flagger.api.plug.Workload;
import app.flagger.api.strategy.Strategy;
import app.flagger.testkit.world.Share;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Says which calls of plugs a fault strikes, and ends by saying which fault:
 *
 * <pre>{@code
 * Faults.on(TrafficRouter.class).named("write").call(3).lostAnswer()
 * Faults.onAnyPlug().random(percent(5)).atMost(20).timeout()
 * }</pre>
 *
 * <p>Calls are counted from 1, from the beginning of the run, among those of the same plug and name, over all engines that the run
 * starts. Without a choice of calls all of them are struck. Immutable.
 */
public final class Faults {
    /** The plugs whose calls can be struck. */
    private static final List<Class<?>> PLUGS = List.of(
            TrafficRouter.class,
            Workload.class,
            MetricProvider.class,
            Notifier.class,
            HookCaller.class,
            CanaryStore.class,
            Ownership.class,
            Strategy.class);

    private final Optional<Class<?>> plug;
    private final Optional<String> method;
    private final Choice choice;
    private final int most;

    private Faults(Optional<Class<?>> plug, Optional<String> method, Choice choice, int most) {
        this.plug = plug;
        this.method = method;
        this.choice = choice;
        this.most = most;
    }

    /**
     * Which of the calls.
     *
     * @param java as it is written
     * @param takes whether it is this call
     */
    private record Choice(String java, Taking takes) {}

    private interface Taking {
        boolean takes(int number, SplittableRandom random);
    }

    /**
     * Calls of one plug: TrafficRouter, Workload, MetricProvider, Notifier, HookCaller, CanaryStore or Ownership, or the decisions
     * in which a Strategy takes part.
     */
    public static Faults on(Class<?> plug) {
        Problems problems = new Problems();
        problems.require(
                PLUGS.contains(plug), "plug", plug.getName(), "must be one of " + names(PLUGS, Class::getSimpleName));
        problems.throwIfAny("fault");
        return new Faults(Optional.of(plug), Optional.empty(), new Choice("", (number, random) -> true), 0);
    }

    /** Calls of all plugs, counted together; without decisions. */
    public static Faults onAnyPlug() {
        return new Faults(Optional.empty(), Optional.empty(), new Choice("", (number, random) -> true), 0);
    }

    /** Only calls of that method. */
    public Faults named(String name) {
        List<Method> methods = plug.<List<Class<?>>>map(List::of).orElse(PLUGS).stream()
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .toList();
        Problems problems = new Problems();
        problems.require(
                methods.stream().anyMatch(known -> known.getName().equals(name)),
                "named",
                name,
                "must be one of " + names(methods, Method::getName));
        problems.throwIfAny("fault");
        return new Faults(plug, Optional.of(name), choice, most);
    }

    /** Only the call with that number, 1 or more. */
    public Faults call(int number) {
        return choose("call", number, (count, random) -> count == number);
    }

    /** Only each so-manieth call, 1 or more. */
    public Faults every(int calls) {
        return choose("every", calls, (count, random) -> count % calls == 0);
    }

    /** Only that share of the calls, drawn with the seed of the run. */
    public Faults random(Share share) {
        Choice drawn = new Choice(
                ".random(percent(" + share.percent() + "))", (count, random) -> random.nextDouble() < share.fraction());
        return new Faults(plug, method, drawn, most);
    }

    /** Only so many calls, the first that would be struck; 1 or more. */
    public Faults atMost(int calls) {
        positive("atMost", calls);
        return new Faults(plug, method, choice, calls);
    }

    /** The plug fails and does nothing. */
    public Fault error(PlugException.Kind kind) {
        return new Fault(this, Effects.error(kind));
    }

    /** Somebody else changed the object meanwhile: the plug fails with {@link PlugException.Kind#CONFLICT} and does nothing. */
    public Fault conflict() {
        return new Fault(this, Effects.conflict());
    }

    /** The plug does nothing and does not answer; it gives up when it is told to at its deadline. */
    public Fault timeout() {
        return new Fault(this, Effects.timeout());
    }

    /** The plug does nothing and never comes back, whatever it is told. */
    public Fault hang() {
        return new Fault(this, Effects.hang());
    }

    /** The plug does what it is asked to, but the answer gets lost: the engine sees a broken connection. */
    public Fault lostAnswer() {
        return new Fault(this, Effects.lostAnswer());
    }

    /** Effect and answer come after that time, if the deadline allows. */
    public Fault slow(Duration time) {
        return new Fault(this, Effects.slow(notNegative("slow", time)));
    }

    /** The effect comes after that time whatever the deadline, and even if the engine is dead by then: a request that was on its way. */
    public Fault lateEffect(Duration time) {
        return new Fault(this, Effects.lateEffect(notNegative("lateEffect", time)));
    }

    /** The plug answers what it answered before it changed its mind; what was never answered otherwise is answered as it is. For reads. */
    public Fault stale() {
        return new Fault(this, Effects.stale());
    }

    /** The engine dies right before the call; a new one starts a second later. */
    public Fault crash() {
        return new Fault(this, Effects.crash());
    }

    /** The engine dies while the call is under way, and a new one starts a second later; the effect comes after that time. */
    public Fault crashWithLateEffect(Duration time) {
        return new Fault(this, Effects.crashWithLateEffect(notNegative("crashWithLateEffect", time)));
    }

    /** The whole engine stands still right before the call, for that time. */
    public Fault pause(Duration time) {
        return new Fault(this, Effects.pause(notNegative("pause", time)));
    }

    /** The wall clock is set forward or back right before the call. */
    public Fault clockJump(Duration by) {
        return new Fault(this, Effects.clockJump(by));
    }

    boolean concerns(String calledPlug, String calledMethod) {
        boolean ofPlug = plug.map(type -> type.getSimpleName().equals(calledPlug))
                .orElse(!calledPlug.equals(Strategy.class.getSimpleName()));
        return ofPlug && method.map(calledMethod::equals).orElse(true);
    }

    boolean takes(int number, SplittableRandom random) {
        return choice.takes.takes(number, random);
    }

    /** How many calls are struck at most; 0 for as many as there are. */
    int most() {
        return most;
    }

    private Faults choose(String how, int number, Taking taking) {
        positive(how, number);
        return new Faults(plug, method, new Choice("." + how + "(" + number + ")", taking), most);
    }

    private static void positive(String field, int number) {
        Problems problems = new Problems();
        problems.require(number >= 1, field, number, "must be at least 1");
        problems.throwIfAny("fault");
    }

    private static Duration notNegative(String field, Duration time) {
        Problems problems = new Problems();
        problems.require(!time.isNegative(), field, time, "must not be negative");
        problems.throwIfAny("fault");
        return time;
    }

    private static <T> String names(List<T> things, java.util.function.Function<T, String> name) {
        return things.stream().map(name).collect(Collectors.toCollection(TreeSet::new)).stream()
                .collect(Collectors.joining(", "));
    }

    /** As it is written in Java. */
    @Override
    public String toString() {
        return "Faults."
                + plug.map(type -> "on(" + type.getSimpleName() + ".class)").orElse("onAnyPlug()")
                + method.map(name -> ".named(\"" + name + "\")").orElse("")
                + choice.java
                + (most == 0 ? "" : ".atMost(" + most + ")");
    }
}
