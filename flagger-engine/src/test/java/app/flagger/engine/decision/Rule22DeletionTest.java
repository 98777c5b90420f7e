package app.flagger.engine.decision;

import static app.flagger.engine.decision.Canaries.canary;
import static app.flagger.engine.decision.Canaries.steps;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Command;
import app.flagger.api.plug.Ability;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.RouterTraits;
import app.flagger.api.plug.Split;
import app.flagger.api.status.Phase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** DESIGN section 3, rule 22: deletion with revert. */
class Rule22DeletionTest {
    private final DecisionBench bench = new DecisionBench(canary(steps(10, 50)));

    private DecisionBench deleted(String when) {
        bench.started("2").until(when).forget();
        bench.giveBack = true;
        return bench;
    }

    @Test
    void terminatingStopsTheRunAndThePrimaryTakesAllTrafficFirst() {
        deleted("Progressing 30 up").tick();
        assertThat(bench.status.phase()).isEqualTo(Phase.TERMINATING);
        assertThat(bench.done)
                .extracting(Action::kind)
                .containsExactly(Action.Kind.ROUTE, Action.Kind.GIVE_BACK_TARGET, Action.Kind.GIVE_BACK_ROUTE);
        assertThat(bench.done.get(0).split()).contains(Split.allToPrimary());
    }

    @Test
    void theTargetComesUpAndIsWaitedForBeforeTheRouteGoesBack() {
        bench.initialised().forget();
        bench.giveBack = true;
        bench.canaryMode = "starting";
        bench.ticks(2);
        assertThat(bench.canaryUp).isTrue();
        assertThat(bench.done).extracting(Action::kind).doesNotContain(Action.Kind.GIVE_BACK_ROUTE);
        assertThat(bench.status.phase()).isEqualTo(Phase.TERMINATING);
        bench.canaryMode = "ready";
        bench.ticks(2);
        assertThat(bench.done)
                .extracting(Action::kind)
                .contains(Action.Kind.GIVE_BACK_ROUTE)
                .doesNotContain(Action.Kind.PREPARE_ROUTE);
        assertThat(bench.live).isEmpty();
        assertThat(bench.status.phase()).isEqualTo(Phase.TERMINATED);
    }

    @Test
    void theDataPlaneFollowsBeforeTheTargetChanges() {
        deleted("Progressing 30 up");
        bench.data = RouteState.Propagation.PENDING;
        bench.ticks(2);
        assertThat(bench.done).extracting(Action::kind).containsOnly(Action.Kind.ROUTE);
        bench.data = RouteState.Propagation.PROGRAMMED;
        bench.tick();
        assertThat(bench.done).extracting(Action::kind).contains(Action.Kind.GIVE_BACK_TARGET);
    }

    @Test
    void anotherRevisionThatTakesOverIsAnErrorAlertBeforeTrafficMoves() {
        deleted("Progressing 30 up").tick();
        assertThat(bench.alerts()).containsExactly("ERROR other-revision-takes-over");
        assertThat(bench.lastRules().indexOf("terminate"))
                .isLessThan(bench.lastRules().indexOf("orders"));
        assertThat(bench.told)
                .filteredOn(entry -> entry.code().equals("other-revision-takes-over"))
                .extracting(entry -> entry.reason().fact("revision"))
                .containsExactly("2");
    }

    @Test
    void thePrimarysOwnRevisionIsNoReasonForAnAlert() {
        bench.initialised().forget();
        bench.giveBack = true;
        bench.ticks(3);
        assertThat(bench.alerts()).isEmpty();
        assertThat(bench.sentences())
                .containsExactly("Terminating canary podinfo.test", "Terminated canary podinfo.test");
    }

    @Test
    void itWorksWhileSuspended() {
        deleted("Progressing 30 up");
        bench.edit(canary(steps(10, 50), spec -> spec.suspend(true))).ticks(3);
        assertThat(bench.status.phase()).isEqualTo(Phase.TERMINATED);
    }

    @Test
    void aPromotionThatWasNotCarriedOutIsNotOrderedAnyMore() {
        bench.promotionIsSlow = true;
        deleted("Promoting 50 up").ticks(3);
        assertThat(bench.done).extracting(Action::kind).doesNotContain(Action.Kind.PROMOTE);
        assertThat(bench.status.phase()).isEqualTo(Phase.TERMINATED);
    }

    @Test
    void whatWasTerminatedStaysSo() {
        deleted("Progressing 30 up").ticks(3).forget();
        bench.push("3").send(Command.Kind.RESTART).ticks(3);
        assertThat(bench.status.phase()).isEqualTo(Phase.TERMINATED);
        assertThat(bench.done).isEmpty();
    }

    @Test
    void whereTheDataPlaneCannotBeSeenADeletionEndsToo() {
        bench.router = RouterTraits.of(List.of(Ability.values()), 1, Duration.ofSeconds(30));
        bench.data = RouteState.Propagation.UNKNOWN;
        bench.initialised();
        bench.giveBack = true;
        bench.ticks(3);
        assertThat(bench.status.phase()).isEqualTo(Phase.TERMINATED);
    }

    @Test
    void whereTheDataPlaneCannotBeSeenItIsGivenTimeBeforeTheTargetChanges() {
        bench.router = RouterTraits.of(List.of(Ability.values()), 1, Duration.ofSeconds(30));
        bench.data = RouteState.Propagation.UNKNOWN;
        deleted("Progressing 30 up").wake().wake();
        assertThat(bench.done).extracting(Action::kind).containsOnly(Action.Kind.ROUTE);
        bench.tickAfter(Duration.ofSeconds(30));
        assertThat(bench.done).extracting(Action::kind).contains(Action.Kind.GIVE_BACK_TARGET);
    }

    @Test
    void theNextTickFollowsAtOnceAndNoEndingIsLeft() {
        bench.started("2").until("Progressing 30 up");
        bench.routesAreSlow = true;
        bench.send(Command.Kind.ABORT).tick();
        assertThat(bench.status.ending()).isPresent();
        bench.routesAreSlow = false;
        bench.giveBack = true;
        bench.tick();
        assertThat(bench.status.ending()).isEmpty();
        assertThat(bench.status.phase()).isEqualTo(Phase.TERMINATING);
        Decision last = bench.steps.get(bench.steps.size() - 1).decision();
        assertThat(last.dueIn()).contains(Duration.ZERO);
    }

    @Test
    void timeToSettleCountsFromALateWrite() {
        bench.router = RouterTraits.of(List.of(Ability.values()), 1, Duration.ofSeconds(30));
        bench.data = RouteState.Propagation.UNKNOWN;
        deleted("Progressing 30 up");
        bench.routesAreSlow = true;
        bench.tick();
        bench.routesAreSlow = false;
        bench.tick().wake();
        assertThat(bench.done).extracting(Action::kind).containsOnly(Action.Kind.ROUTE);
        bench.tickAfter(Duration.ofSeconds(30));
        assertThat(bench.done).extracting(Action::kind).contains(Action.Kind.GIVE_BACK_TARGET);
    }
}
