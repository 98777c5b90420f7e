package app.flagger.testkit;

import app.flagger.api.Problems;
import app.flagger.api.plug.Measurement;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.WorkloadState;
import app.flagger.api.strategy.Strategy;
import app.flagger.engine.runtime.Invocation;
import app.flagger.testkit.world.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Every call of a plug passes here: it is numbered, kept, and struck by the first fault that is meant for it. */
final class FaultInjector {
    private static final String DECIDER = "Decider.";
    private static final String STRATEGY = Strategy.class.getSimpleName();

    private final VirtualClock clock;
    private final Victim victim;
    private final List<ArmedFault> armed = new ArrayList<>();
    private final List<CallRecord> calls = new ArrayList<>();
    private final Map<String, Method> methods = new LinkedHashMap<>();
    private final Map<String, Count> counts = new LinkedHashMap<>();
    private final Map<String, OlderAnswer> answers = new LinkedHashMap<>();
    private final Set<String> cutOff = new LinkedHashSet<>();
    private final List<String> struck = new ArrayList<>();
    private int numbered;

    /** What faults do beyond the call itself. */
    interface Victim {
        void crash();

        /** The engine was told this, which need not be true any more. */
        void told(WorkloadState state);

        /** The same of the route. */
        void told(RouteState state);

        /** The same of a metric, of which it was asked in that operation. */
        void told(String operation, Measurement measurement);

        void narrate(String what);
    }

    FaultInjector(VirtualClock clock, Victim victim, List<Fault> faults, long seed) {
        this.clock = clock;
        this.victim = victim;
        SplittableRandom seeds = new SplittableRandom(seed);
        faults.forEach(fault -> armed.add(new ArmedFault(fault, seeds.split())));
    }

    /** How the calls of one engine are run. */
    Consumer<Invocation> of(EngineProcess process) {
        return call -> {
            if (process.alive()) {
                run(call, process);
            }
        };
    }

    /** What one engine looks up passes here too. */
    Lookups lookups(EngineProcess process) {
        return new StruckLookups(clock, of(process)::accept);
    }

    /** Every call of this plug stays without effect and answer. */
    void cutOff(Class<?> plug) {
        String name = PlugCalls.name(plug);
        Problems problems = new Problems();
        problems.require(PlugCalls.known(plug), "plug", plug.getName(), PlugCalls.refusal(plug));
        problems.require(!PlugCalls.lookup(name), "plug", plug.getName(), Faults.ONLY_LOOKED_UP);
        problems.throwIfAny("cutOff");
        cutOff.add(name);
    }

    void reconnect(Class<?> plug) {
        cutOff.remove(PlugCalls.name(plug));
    }

    /** The plugs that are cut off. */
    List<String> unreachable() {
        return List.copyOf(cutOff);
    }

    List<CallRecord> calls() {
        return List.copyOf(calls);
    }

    /** The faults that struck, each as the Java that makes it strike there again. */
    List<String> struck() {
        return List.copyOf(struck);
    }

    /** The faults that were meant for certain calls and struck none. */
    List<ArmedFault.Unstruck> unstruck() {
        return armed.stream().flatMap(each -> each.unstruck().stream()).toList();
    }

    private void run(Invocation call, EngineProcess process) {
        CallRecord record = number(call);
        calls.add(record);
        Optional<ArmedFault> fault = Optional.empty();
        for (ArmedFault each : armed) {
            // Each counts, also where another one strikes, so that one fault does not shift the numbers of the next.
            if (each.strikes(record) && fault.isEmpty()) {
                fault = Optional.of(each);
            }
        }
        Site site = new TheSite(process);
        if (cutOff.contains(record.plug())) {
            Effects.timeout().strike().at(call, site);
        } else if (fault.isPresent()) {
            fault.get().struck();
            Effect effect = fault.get().fault().effect();
            String here = "Faults.on(" + record.plug() + ".class).call(" + record.numberOfPlug() + ")." + effect.java();
            struck.add(here);
            victim.narrate("fault at " + record + ": " + effect.java());
            effect.strike().at(call, site);
        } else {
            site.go(call);
        }
    }

    private CallRecord number(Invocation call) {
        Method method = methods.computeIfAbsent(call.method(), this::method);
        return new CallRecord(
                method.counted ? ++numbered : 0,
                method.plug,
                method.name,
                ++method.ofPlug.count,
                call.call().operation(),
                call.call().now());
    }

    private Method method(String full) {
        int dot = full.lastIndexOf('.');
        String plug = full.startsWith(DECIDER) ? STRATEGY : full.substring(0, dot);
        Count ofPlug = counts.computeIfAbsent(plug, name -> new Count());
        return new Method(plug, full.substring(dot + 1), PlugCalls.counted(plug), ofPlug);
    }

    /** What a call is of, taken apart once. */
    private record Method(String plug, String name, boolean counted, Count ofPlug) {}

    /** Calls of one plug so far. */
    private static final class Count {
        private int count;
    }

    /** The last answer, and the one before that was another. */
    private record OlderAnswer(Object last, Optional<Object> older) {
        static OlderAnswer first(Object answer) {
            return new OlderAnswer(answer, Optional.empty());
        }

        OlderAnswer then(Object answer) {
            return answer == last || answer.equals(last) ? this : new OlderAnswer(answer, Optional.of(last));
        }
    }

    private final class TheSite implements Site {
        private final EngineProcess process;

        TheSite(EngineProcess process) {
            this.process = process;
        }

        @Override
        public void go(Invocation call) {
            Executor runner = call instanceof Lookup ? Runnable::run : process;
            runner.execute(() -> {
                if (call.begin()) {
                    call.effect();
                    remember(call);
                    answer(call);
                }
            });
        }

        private void remember(Invocation call) {
            if (!armed.isEmpty() && !call.write()) {
                call.answered()
                        .ifPresent(answer -> answers.merge(
                                question(call), OlderAnswer.first(answer), (before, first) -> before.then(answer)));
            }
        }

        /** What is asked again and again: the method, and which metric or hook. */
        private String question(Invocation call) {
            String operation = call.call().operation();
            return call.method() + operation.substring(operation.lastIndexOf('/'));
        }

        @Override
        public void answer(Invocation call) {
            Object answer = call.answered().orElse("");
            if (answer instanceof WorkloadState state) {
                victim.told(state);
            } else if (answer instanceof RouteState state) {
                victim.told(state);
            } else if (answer instanceof Measurement measurement
                    && !call.call().remaining().isZero()) {
                victim.told(call.call().operation(), measurement);
            }
            call.answer();
        }

        @Override
        public void older(Invocation call) {
            remember(call);
            Optional.ofNullable(answers.get(question(call)))
                    .flatMap(OlderAnswer::older)
                    .ifPresent(call::answerInstead);
        }

        @Override
        public void landed(Invocation call) {
            if (call.write()) {
                String how = call.answered().isPresent() ? " lands" : " is refused";
                victim.narrate("the late effect of " + call.method() + how);
            }
        }

        @Override
        public void later(Duration time, Runnable task) {
            clock.after(time, task);
        }

        @Override
        public void laterIfAlive(Duration time, Runnable task) {
            clock.after(time, () -> process.execute(task));
        }

        @Override
        public void crash() {
            victim.crash();
        }

        @Override
        public void pause(Duration time) {
            process.pause(time);
        }

        @Override
        public void jump(Duration by) {
            clock.jump(by);
        }
    }
}
