package app.flagger.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Revision;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.testkit.Run;
import app.flagger.testkit.Simulation;
import app.flagger.testkit.World;
import app.flagger.testkit.world.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A canary that is deleted in the middle of a run leaves target and route as they were found. */
class GiveBackTest {
    @ParameterizedTest
    @EnumSource(Policy.class)
    void theTargetServesAloneAgain(Policy policy) {
        List<World> worlds = new ArrayList<>();
        Simulation simulation = Course.ROLLOUT
                .of(policy)
                .at(Duration.ofSeconds(90), World::giveBack)
                .at(Duration.ofSeconds(90), worlds::add);
        Run run = simulation.run();
        World world = worlds.get(0);
        assertThat(run.ended()).as(run::toString).isTrue();
        assertThat(world.mesh().written(world.canary().key())).isEmpty();
        assertThat(world.workload().running(Role.CANARY)).isEqualTo(Optional.of(new Revision("v2")));
        assertThat(world.workload().replicas(Role.CANARY).any()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Policy.class)
    void alsoWhereTheWorkloadCanDoNothing(Policy policy) {
        Run run = Course.ROLLOUT
                .of(policy)
                .workload(new WorkloadAbility[0])
                .at(Duration.ofSeconds(90), World::giveBack)
                .run();
        assertThat(run.ended()).as(run::toString).isTrue();
    }
}
