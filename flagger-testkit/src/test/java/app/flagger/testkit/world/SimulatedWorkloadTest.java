package app.flagger.testkit.world;

import static app.flagger.testkit.world.Behaviour.crashesAt;
import static app.flagger.testkit.world.Behaviour.startsAfter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.flagger.api.CanaryKey;
import app.flagger.api.Fence;
import app.flagger.api.PlugException;
import app.flagger.api.Revision;
import app.flagger.api.plug.Replicas;
import app.flagger.api.plug.WorkloadAbility;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimulatedWorkloadTest {
    private static final Revision V1 = new Revision("v1");
    private static final Revision V2 = new Revision("v2");
    private static final Revision V3 = new Revision("v3");

    private final VirtualClock clock = new VirtualClock();
    private final SimulatedWorkload workload = new SimulatedWorkload(clock, V1).replicas(4);
    private final SimulatedCall call = SimulatedCall.of(new CanaryKey("shop", "web"), clock);

    /** v1 is the primary, v2 the canary. */
    @BeforeEach
    void release() throws Exception {
        workload.pin(V1, List.of(), call);
        workload.prepare(V1, call);
        workload.push(V2);
        workload.pin(V2, List.of(V1), call);
    }

    @Test
    void onlyPinnedRevisionsCanBePromoted() throws Exception {
        workload.push(V3);
        workload.promote(V2, call);

        assertThat(workload.running(Role.PRIMARY)).contains(V2);
        assertGone(() -> workload.promote(V3, call));
    }

    @Test
    void aRevisionThatTheTargetHasNoMoreCannotBePinned() {
        workload.push(V3);

        assertGone(() -> workload.pin(new Revision("v4"), List.of(), call));
    }

    @Test
    void whatIsNotKeptIsDropped() throws Exception {
        workload.pin(V2, List.of(), call);

        assertThat(workload.pinned()).containsExactly(V2);
        assertGone(() -> workload.promote(V1, call));
    }

    @Test
    void aPushDuringAHoldChangesTheTemplateOnly() throws Exception {
        workload.hold(true, call);
        workload.push(V3);

        assertThat(workload.observe(call).target()).isEqualTo(V3);
        assertThat(workload.running(Role.CANARY)).contains(V2);
        workload.hold(false, call);
        assertThat(workload.running(Role.CANARY)).contains(V3);
    }

    @Test
    void withoutTheAbilityAHoldDoesNothing() throws Exception {
        workload.can(WorkloadAbility.SCALE);
        workload.hold(true, call);
        workload.push(V3);

        assertThat(workload.running(Role.CANARY)).contains(V3);
        assertThat(workload.observe(call).held()).isFalse();
    }

    @Test
    void newReplicasServeAfterTheirStart() throws Exception {
        workload.behaves(revision -> List.of(startsAfter(Duration.ofSeconds(30))));
        workload.scaleCanary(false, V2, call);
        workload.scaleCanary(true, V2, call);

        assertThat(workload.replicas(Role.CANARY)).isEqualTo(Replicas.of(4, 0));
        clock.advance(Duration.ofSeconds(30));
        assertThat(workload.replicas(Role.CANARY)).isEqualTo(Replicas.allReady(4));
    }

    @Test
    void anUpdateKeepsTheOldReplicasUntilTheNewOnesServe() throws Exception {
        workload.behaves(revision -> List.of(startsAfter(Duration.ofSeconds(30))));
        clock.advance(Duration.ofMinutes(1));
        workload.promote(V2, call);

        assertThat(workload.replicas(Role.PRIMARY).available()).isEqualTo(4);
        assertThat(workload.replicas(Role.PRIMARY).ready(100)).isFalse();
    }

    @Test
    void withoutTheAbilityAnUpdateTakesTheOldReplicasAway() throws Exception {
        workload.can(WorkloadAbility.SCALE);
        workload.behaves(revision -> List.of(startsAfter(Duration.ofSeconds(30))));
        clock.advance(Duration.ofMinutes(1));
        workload.promote(V2, call);

        assertThat(workload.replicas(Role.PRIMARY).available()).isZero();
    }

    @Test
    void aSecondPromotionOfTheSameRevisionChangesNothing() throws Exception {
        workload.behaves(revision -> List.of(startsAfter(Duration.ofSeconds(30))));
        workload.promote(V2, call);
        clock.advance(Duration.ofSeconds(30));
        workload.promote(V2, call);

        assertThat(workload.replicas(Role.PRIMARY)).isEqualTo(Replicas.allReady(4));
    }

    @Test
    void degradedMeansSomeOfTheReplicas() {
        workload.mode(Role.PRIMARY, Mode.DEGRADED);

        Replicas replicas = workload.replicas(Role.PRIMARY);
        assertThat(replicas.available()).isEqualTo(2);
        assertThat(replicas.ready(100)).isFalse();
        assertThat(replicas.ready(50)).isTrue();
    }

    @Test
    void aStuckPrimaryKeepsSomeReplicasAndAStuckCanaryNone() {
        workload.mode(Role.PRIMARY, Mode.STUCK);
        workload.mode(Role.CANARY, Mode.STUCK);

        assertThat(workload.replicas(Role.PRIMARY).stuck()).isTrue();
        assertThat(workload.replicas(Role.PRIMARY).available()).isEqualTo(2);
        assertThat(workload.replicas(Role.CANARY).stuck()).isTrue();
        assertThat(workload.replicas(Role.CANARY).available()).isZero();
    }

    @Test
    void aCrashTakesAllReplicasAtItsTime() {
        workload.behaves(revision -> List.of(crashesAt(Duration.ofMinutes(5))));
        workload.push(V3);

        clock.advance(Duration.ofMinutes(4));
        assertThat(workload.replicas(Role.CANARY).any()).isTrue();
        clock.advance(Duration.ofMinutes(1));
        assertThat(workload.replicas(Role.CANARY).any()).isFalse();
    }

    @Test
    void watchersAreToldOfPushesStartsAndCrashes() {
        workload.behaves(revision -> List.of(startsAfter(Duration.ofSeconds(30)), crashesAt(Duration.ofMinutes(1))));
        List<Duration> told = new ArrayList<>();
        workload.watch(() -> told.add(Duration.ofNanos(clock.nanos())));

        workload.push(V3);
        clock.advance(Duration.ofMinutes(2));

        assertThat(told).containsExactly(Duration.ZERO, Duration.ofSeconds(30), Duration.ofMinutes(1));
    }

    @Test
    void anOlderOwnerIsRefused() throws Exception {
        workload.promote(V2, call.fence(new Fence(2, 1)));

        assertThatThrownBy(() -> workload.promote(V1, call.fence(new Fence(1, 7))))
                .isInstanceOfSatisfying(
                        PlugException.class, e -> assertThat(e.kind()).isEqualTo(PlugException.Kind.CONFLICT));
    }

    private static void assertGone(ThrowingCallable what) {
        assertThatThrownBy(what)
                .isInstanceOfSatisfying(
                        PlugException.class, e -> assertThat(e.kind()).isEqualTo(PlugException.Kind.GONE));
    }
}
