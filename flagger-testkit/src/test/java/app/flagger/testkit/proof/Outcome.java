package app.flagger.testkit.proof;

import app.flagger.api.Revision;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.HookType;
import app.flagger.testkit.Fault;
import app.flagger.testkit.Run;
import app.flagger.testkit.Simulation;
import app.flagger.testkit.World;
import app.flagger.testkit.world.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What came of a run.
 *
 * @param run the run
 * @param ended whether it came to its end
 * @param phase the phase at the end
 * @param primary what the primary runs
 * @param route what is written in the route
 * @param canary what the canary runs; nothing if it is scaled to zero
 * @param told alerts, events and after-the-fact hooks that were delivered; their ids may differ, since a crash may cost a save
 *     more, but the simulation itself proves that whatever was saved to be told was told under its id
 */
record Outcome(
        Run run,
        boolean ended,
        String phase,
        Optional<Revision> primary,
        Optional<Split> route,
        Optional<Revision> canary,
        Set<String> told) {

    static Outcome of(Simulation simulation, Fault... faults) {
        List<World> worlds = new ArrayList<>();
        Simulation faulty = simulation.at(Duration.ZERO, worlds::add);
        for (Fault fault : faults) {
            faulty = faulty.fault(fault);
        }
        Run run = faulty.run();
        World world = worlds.get(0);
        return new Outcome(
                run,
                run.ended(),
                run.snapshot().phase().wireName(),
                world.workload().running(Role.PRIMARY),
                world.mesh().written(world.canary().key()),
                world.workload().running(Role.CANARY),
                told(run));
    }

    private static Set<String> told(Run run) {
        Set<String> told = new TreeSet<>();
        run.alerts().forEach(alert -> told.add("alert " + alert.code()));
        run.events().forEach(event -> told.add("event " + event.code()));
        run.hooks().stream()
                .filter(hook -> hook.type() == HookType.EVENT || hook.type() == HookType.POST_ROLLOUT)
                .forEach(hook -> told.add("hook " + hook.name() + " " + hook.phase()));
        return told;
    }

    /** In what this differs from what it should have come to; nothing if it does not. */
    Optional<String> differenceFrom(Outcome expected) {
        List<String> differences = new ArrayList<>();
        differ(differences, "ended", expected.ended, ended);
        differ(differences, "phase", expected.phase, phase);
        differ(differences, "primary", expected.primary, primary);
        differ(differences, "route", expected.route, route);
        differ(differences, "canary", expected.canary, canary);
        Set<String> lost = new TreeSet<>(expected.told);
        lost.removeAll(told);
        if (!lost.isEmpty()) {
            differences.add("never told: " + lost);
        }
        return differences.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", differences));
    }

    private static void differ(List<String> differences, String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            differences.add(what + " is " + actual + " instead of " + expected);
        }
    }
}
