package app.flagger.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Command;
import app.flagger.api.PlugException;
import app.flagger.api.Revision;
import app.flagger.api.plug.Workload;
import app.flagger.engine.RunResult;
import app.flagger.testkit.Faults;
import app.flagger.testkit.Run;
import app.flagger.testkit.Simulation;
import app.flagger.testkit.World;
import app.flagger.testkit.world.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Orders that are refused in every tick: people and deadlines are heard all the same. */
class FailingOrdersTest {
    private static final int FOR_EVER = 1_000;

    @BeforeAll
    static void quiet() {
        Quiet.please();
    }

    /** That method is refused from some call on. */
    private static Simulation refused(Class<?> plug, String method, int from) {
        Simulation simulation = Course.ROLLOUT.of(Policy.CANARY);
        for (int call = from; call < from + FOR_EVER; call++) {
            simulation =
                    simulation.fault(Faults.on(plug).named(method).call(call).error(PlugException.Kind.DENIED));
        }
        return simulation;
    }

    private static RunResult.Outcome outcome(Run run) {
        return run.result()
                .orElseThrow(() -> new AssertionError(run.toString()))
                .outcome();
    }

    private static String state(World world) {
        return world.rollout().snapshot().phase().wireName() + " "
                + world.workload().running(Role.PRIMARY).map(Revision::id).orElse("nobody") + " "
                + world.mesh().written(world.canary().key()).orElseThrow().canaryPercent();
    }

    @Test
    void anAbortEndsARunWhosePinIsRefused() {
        Run run = refused(Workload.class, "pin", 2)
                .at(Duration.ofMinutes(5), world -> world.send(Command.Kind.ABORT))
                .run();
        assertThat(outcome(run)).isEqualTo(RunResult.Outcome.ABORTED);
        assertThat(run.took()).isLessThan(Duration.ofMinutes(6));
    }

    @Test
    void anAbortEndsARunWhosePromotionIsRefused() {
        List<String> states = new ArrayList<>();
        Run run = refused(Workload.class, "promote", 1)
                .at(Duration.ofMinutes(5), world -> states.add(state(world)))
                .at(Duration.ofMinutes(5).plusSeconds(1), world -> world.send(Command.Kind.ABORT))
                .at(Duration.ofMinutes(5).plusSeconds(30), world -> states.add(state(world)))
                .run();
        assertThat(outcome(run)).isEqualTo(RunResult.Outcome.ABORTED);
        assertThat(states).containsExactly("Promoting v1 40", "Failed v1 0");
    }

    @Test
    void aPromotionThatIsRefusedForTooLongIsRolledBack() {
        Run run = refused(Workload.class, "promote", 1).run();
        assertThat(outcome(run)).isEqualTo(RunResult.Outcome.ROLLED_BACK);
    }
}
