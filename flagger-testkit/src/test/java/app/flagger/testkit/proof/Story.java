package app.flagger.testkit.proof;

import app.flagger.api.plug.Measurement;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.testkit.Fault;
import app.flagger.testkit.Faults;
import app.flagger.testkit.Run;
import app.flagger.testkit.Simulation;
import app.flagger.testkit.World;
import app.flagger.testkit.world.Mesh;
import app.flagger.testkit.world.Share;
import app.flagger.testkit.world.SimulatedMesh;
import app.flagger.testkit.world.VirtualClock;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One run with what chance brings to it.
 *
 * @param policy the strategy
 * @param seed for what is drawn while it is played
 * @param good how many of 100 measurements are good; of the others some are bad, and some are missing or nonsense
 * @param lagSeconds how long the data plane takes to follow
 * @param abilities which abilities the workload has, as bits
 * @param events what happens, and how many seconds after the push, within two hours
 * @param faults how often which fault strikes
 */
record Story(
        Policy policy, long seed, int good, int lagSeconds, int abilities, List<Event> events, List<Trouble> faults) {
    /** A second router that is registered. */
    static final String OTHER_PROVIDER = "linkerd";

    /** Not a whole number of hours: clocks jump by hours, and what happened then must not seem to have happened just now. */
    private static final Duration QUIET = Duration.ofMinutes(200);

    record Event(int second, Happening what) {}

    record Trouble(int kind, int percent, int atMost) {
        Fault fault() {
            Faults at = Faults.onAnyPlug().random(new Share(percent)).atMost(atMost);
            app.flagger.api.PlugException.Kind[] kinds = app.flagger.api.PlugException.Kind.values();
            return switch (kind) {
                case 0 -> at.crash();
                case 1 -> at.lostAnswer();
                case 2 -> at.timeout();
                case 3 -> at.lateEffect(Duration.ofSeconds(45));
                case 4 -> at.crashWithLateEffect(Duration.ofSeconds(100));
                case 5 -> at.stale();
                case 6 -> at.slow(Duration.ofSeconds(4));
                case 7 -> at.pause(Duration.ofSeconds(100));
                case 8 -> at.conflict();
                case 9 -> at.clockJump(Duration.ofHours(1));
                case 10 -> at.clockJump(Duration.ofHours(-1));
                case 17 -> at.lateEffect(Duration.ofMinutes(20));
                // Fewer than a plug has places, or nothing more could be asked of it.
                case 18 ->
                    Faults.onAnyPlug()
                            .random(new Share(percent))
                            .atMost(1 + atMost % 4)
                            .hang();
                default -> at.error(kinds[(kind - 11) % kinds.length]);
            };
        }
    }

    Run play() {
        return simulation().run();
    }

    Simulation simulation() {
        SimulatedMesh other = new SimulatedMesh(Mesh.linkerd(), new VirtualClock(), seed);
        Simulation simulation = Simulation.of(policy.canary())
                .engine(builder -> builder.router(OTHER_PROVIDER, other.router()))
                .seed(seed)
                .requestsPerSecond(0)
                .workload(able())
                .at(Duration.ZERO, this::begin);
        if (policy.shiftsTraffic()) {
            simulation = simulation.mesh(Mesh.istio().lag(Duration.ofSeconds(lagSeconds)));
        }
        for (Event event : events) {
            simulation = simulation.at(Duration.ofSeconds(event.second), event.what::in);
        }
        for (Trouble trouble : faults) {
            simulation = simulation.fault(trouble.fault());
        }
        return simulation.at(QUIET, Happening::end);
    }

    private WorkloadAbility[] able() {
        // An engine that died may have left writes that are still to land: only a target that compares fences keeps
        // them out.
        return java.util.Arrays.stream(WorkloadAbility.values())
                .filter(ability ->
                        ability == WorkloadAbility.COMPARE_FENCES || (abilities >> ability.ordinal() & 1) == 1)
                .toArray(WorkloadAbility[]::new);
    }

    private void begin(World world) {
        SplittableRandom random = new SplittableRandom(seed);
        world.metrics().answers(Policy.METRIC, query -> measurement(world, random));
    }

    private Measurement measurement(World world, SplittableRandom random) {
        if (random.nextInt(100) < good) {
            return new Measurement.Value(100, world.now());
        }
        Measurement.Why[] whys = Measurement.Why.values();
        return switch (random.nextInt(4)) {
            case 0 -> new Measurement.Value(Double.NaN, world.now());
            case 1 -> new Measurement.Missing(whys[random.nextInt(whys.length)], "so it was drawn");
            case 2 -> new Measurement.Value(100, world.now().minusSeconds(3600));
            default -> new Measurement.Value(50, world.now());
        };
    }
}
