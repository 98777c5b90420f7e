package app.flagger.testkit;

import app.flagger.api.PlugException;
import app.flagger.api.Problems;
import app.flagger.testkit.world.Share;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

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
    static final String ONLY_LOOKED_UP =
            "is looked into at once, in the engine's own thread, so that it cannot keep one waiting";

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
     * @param drawn whether chance says
     * @param takes whether it is this call
     */
    private record Choice(String java, boolean drawn, Taking takes) {
        static Choice all() {
            return new Choice("", false, (number, random) -> true);
        }
    }

    private interface Taking {
        boolean takes(int number, SplittableRandom random);
    }

    /**
     * Calls of one plug:
     *
     * <ul>
     *   <li>TrafficRouter, Workload, MetricProvider, MetricProvider.Factory, Notifier, HookCaller, CanaryStore or Ownership: the
     *       simulated one, which the engine calls with a deadline;
     *   <li>Resources or Secrets: the embedder's own. The engine looks into them at once, so they fail by an unchecked exception
     *       whatever the kind of {@link #error}, and can be neither slow nor late. A simulated metric provider looks for the
     *       secret of its template when it is opened;
     *   <li>Strategy or Judge: the decisions, in which both take part. They are pure and not called each by itself: what is struck
     *       is {@code decide}, which may be asked several times in a tick.
     * </ul>
     *
     * @throws app.flagger.api.InvalidResource if it is no such plug
     */
    public static Faults on(Class<?> plug) {
        Problems problems = new Problems();
        problems.require(PlugCalls.known(plug), "plug", plug.getName(), PlugCalls.refusal(plug));
        problems.throwIfAny("fault");
        return new Faults(Optional.of(plug), Optional.empty(), Choice.all(), 0);
    }

    /** Calls with a deadline of all plugs, counted together; without decisions, and without what is looked up. */
    public static Faults onAnyPlug() {
        return new Faults(Optional.empty(), Optional.empty(), Choice.all(), 0);
    }

    /**
     * Only calls of that method.
     *
     * @throws app.flagger.api.InvalidResource if the engine calls no such method in a run, as {@code traits}
     */
    public Faults named(String name) {
        Set<String> methods = plug.map(PlugCalls::methods).orElseGet(PlugCalls::countedMethods);
        Problems problems = new Problems();
        problems.require(methods.contains(name), "named", name, "must be one of " + String.join(", ", methods));
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
                ".random(percent(" + share.percent() + "))",
                true,
                (count, random) -> random.nextDouble() < share.fraction());
        return new Faults(plug, method, drawn, most);
    }

    /** Only so many calls, the first that would be struck; 1 or more. */
    public Faults atMost(int calls) {
        positive("atMost", calls);
        return new Faults(plug, method, choice, calls);
    }

    /** The plug fails and does nothing. */
    public Fault error(PlugException.Kind kind) {
        return fault(Effects.error(kind));
    }

    /** Somebody else changed the object meanwhile: the plug fails with {@link PlugException.Kind#CONFLICT} and does nothing. */
    public Fault conflict() {
        return fault(Effects.conflict());
    }

    /** The plug does nothing and does not answer; it gives up when it is told to at its deadline. */
    public Fault timeout() {
        return waiting("timeout").fault(Effects.timeout());
    }

    /** The plug does nothing and never comes back, whatever it is told. */
    public Fault hang() {
        return new Fault(this, Effects.hang());
    }

    /** The plug does what it is asked to, but the answer gets lost: the engine sees a broken connection. */
    public Fault lostAnswer() {
        return fault(Effects.lostAnswer());
    }

    /** Effect and answer come after that time, if the deadline allows. */
    public Fault slow(Duration time) {
        return waiting("slow").fault(Effects.slow(notNegative("slow", time)));
    }

    /** The effect comes after that time whatever the deadline, and even if the engine is dead by then: a request that was on its way. */
    public Fault lateEffect(Duration time) {
        return waiting("lateEffect").fault(Effects.lateEffect(notNegative("lateEffect", time)));
    }

    /** The plug answers what it answered before it changed its mind; what was never answered otherwise is answered as it is. For reads. */
    public Fault stale() {
        return fault(Effects.stale());
    }

    /** The engine dies right before the call; a new one starts a second later. */
    public Fault crash() {
        return fault(Effects.crash());
    }

    /** The engine dies while the call is under way, and a new one starts a second later; the effect comes after that time. */
    public Fault crashWithLateEffect(Duration time) {
        return waiting("crashWithLateEffect")
                .fault(Effects.crashWithLateEffect(notNegative("crashWithLateEffect", time)));
    }

    /** The whole engine stands still right before the call, for that time. */
    public Fault pause(Duration time) {
        return waiting("pause").fault(Effects.pause(notNegative("pause", time)));
    }

    /** The wall clock is set forward or back right before the call. */
    public Fault clockJump(Duration by) {
        return fault(Effects.clockJump(by));
    }

    private Fault fault(Effect effect) {
        return new Fault(this, effect);
    }

    /** What keeps the engine waiting is not for what it looks up. */
    private Faults waiting(String effect) {
        Problems problems = new Problems();
        plug.map(PlugCalls::name)
                .filter(PlugCalls::lookup)
                .ifPresent(name -> problems.add(effect, name, name + " " + ONLY_LOOKED_UP));
        problems.throwIfAny("fault");
        return this;
    }

    boolean concerns(String calledPlug, String calledMethod) {
        boolean ofPlug = plug.map(type -> PlugCalls.name(type).equals(calledPlug))
                .orElseGet(() -> PlugCalls.counted(calledPlug));
        return ofPlug && method.map(calledMethod::equals).orElse(true);
    }

    /** Whether chance says which calls are struck. */
    boolean drawn() {
        return choice.drawn;
    }

    /** The calls among which it chooses, in words. */
    String calls() {
        String whose = plug.map(PlugCalls::name).orElse("any plug");
        return method.map(name -> whose + "." + name).orElse(whose);
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
        return new Faults(plug, method, new Choice("." + how + "(" + number + ")", false, taking), most);
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

    /** As it is written in Java. */
    @Override
    public String toString() {
        return "Faults."
                + plug.map(type -> "on(" + PlugCalls.written(type) + ".class)").orElse("onAnyPlug()")
                + method.map(name -> ".named(\"" + name + "\")").orElse("")
                + choice.java
                + (most == 0 ? "" : ".atMost(" + most + ")");
    }
}
