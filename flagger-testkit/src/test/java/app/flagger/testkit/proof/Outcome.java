package app.flagger.testkit.proof;

import app.flagger.api.Revision;
import app.flagger.api.plug.Split;
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
import java.util.function.Predicate;

/**
 * What came of a run.
 *
 * @param run the run
 * @param ended whether it came to its end
 * @param phase the phase at the end
 * @param primary what the primary runs
 * @param route what is written in the route
 * @param canary what the canary runs; nothing if it is scaled to zero
 * @param told the ids under which alerts, events and after-the-fact hooks were delivered, as far as they can be compared
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
                world.mesh().written(world.canary().key()).map(Outcome::withoutDrawnCookie),
                world.workload().running(Role.CANARY),
                Told.of(run));
    }

    /**
     * In what this differs from what it should have come to; nothing if it does not.
     *
     * @param more what may be told in addition
     */
    Optional<String> differenceFrom(Outcome expected, Predicate<String> more) {
        List<String> differences = new ArrayList<>();
        differ(differences, "ended", expected.ended, ended);
        differ(differences, "phase", expected.phase, phase);
        differ(differences, "primary", expected.primary, primary);
        differ(differences, "route", expected.route, route);
        differ(differences, "canary", expected.canary, canary);
        without(expected.told, told, any -> false).ifPresent(lost -> differences.add("never told: " + lost));
        without(told, expected.told, more).ifPresent(added -> differences.add("told in addition: " + added));
        return differences.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", differences));
    }

    /** A session cookie's value is drawn for each run. */
    private static Split withoutDrawnCookie(Split split) {
        return split.sticky(split.stickyCookie().map(cookie -> cookie.substring(0, cookie.indexOf('=') + 1)));
    }

    private static Optional<Set<String>> without(Set<String> all, Set<String> some, Predicate<String> others) {
        Set<String> left = new TreeSet<>(all);
        left.removeAll(some);
        left.removeIf(others);
        return left.isEmpty() ? Optional.empty() : Optional.of(left);
    }

    private static void differ(List<String> differences, String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            differences.add(what + " is " + actual + " instead of " + expected);
        }
    }
}
