package app.flagger.testkit.proof;

import app.flagger.api.Revision;
import app.flagger.api.plug.Measurement;
import app.flagger.api.plug.Split;
import app.flagger.testkit.Simulation;
import app.flagger.testkit.World;
import app.flagger.testkit.world.Role;
import java.time.Duration;

/** What a run comes to in a world whose answers depend on revision and weight, not on time. */
enum Course {
    /** All is well. */
    ROLLOUT,
    /** The new revision is bad as soon as it serves, or at the latest at 40 %. */
    ROLLBACK,
    /** The new revision is good, but the primary gets stuck with it. */
    FAILED_PROMOTION,
    /** As before, and an hour later a fix is pushed, which is good and is promoted. */
    FIX;

    Simulation of(Policy policy) {
        Simulation simulation =
                Simulation.of(policy.canary()).requestsPerSecond(0).at(Duration.ZERO, this::begin);
        return this == FIX ? simulation.at(Duration.ofHours(1), world -> world.push("v3")) : simulation;
    }

    /** Whether that strategy can take this course. */
    boolean suits(Policy policy) {
        return this != ROLLBACK || policy != Policy.SKIP;
    }

    private void begin(World world) {
        Policy.begin(world);
        world.metrics().answers(Policy.METRIC, query -> new Measurement.Value(quality(world), world.now()));
        if (this == FAILED_PROMOTION || this == FIX) {
            world.workload().primaryGetsStuckWith(new Revision("v2"));
        }
    }

    private double quality(World world) {
        boolean bad = this == ROLLBACK
                && world.workload().running(Role.CANARY).equals(java.util.Optional.of(new Revision("v2")));
        int weight = world.mesh()
                .written(world.canary().key())
                .map(Split::canaryPercent)
                .orElse(0);
        boolean grows = world.canary().spec().analysis().hasSteps();
        return bad && (!grows || weight >= 40) ? 50 : 100;
    }
}
