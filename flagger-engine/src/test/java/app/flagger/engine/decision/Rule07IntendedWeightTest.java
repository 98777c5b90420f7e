package app.flagger.engine.decision;

import static app.flagger.engine.decision.Canaries.canary;
import static app.flagger.engine.decision.Canaries.hook;
import static app.flagger.engine.decision.Canaries.insiders;
import static app.flagger.engine.decision.Canaries.iterations;
import static app.flagger.engine.decision.Canaries.steps;
import static app.flagger.engine.decision.Canaries.successRate;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Command;
import app.flagger.api.plug.Ability;
import app.flagger.api.plug.RouterTraits;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.HookType;
import app.flagger.api.spec.NamedPlug;
import app.flagger.api.status.OutboxEntry;
import app.flagger.api.status.Phase;
import app.flagger.api.strategy.Proposal;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** DESIGN section 3, rule 7: intended weight. */
class Rule07IntendedWeightTest {
    private final DecisionBench bench = new DecisionBench(
                    canary(analysis -> steps(20, 60).apply(analysis).addMetrics(successRate())))
            .metric("request-success-rate", 100);

    private void somebodyWrites(Split split) {
        bench.live = Optional.of(split);
        bench.writtenBy = Optional.of("kubectl");
    }

    @Test
    void decisionsStepFromTheSavedWeightOnly() {
        bench.started("2").until("Progressing 20 up");
        bench.routesAreSlow = true;
        bench.tick();
        assertThat(bench.live).contains(Split.canary(20));
        assertThat(bench.status.canaryWeight()).isEqualTo(40);
        bench.tick();
        assertThat(bench.status.canaryWeight()).isEqualTo(40);
        bench.routesAreSlow = false;
        bench.ticks(2);
        assertThat(bench.status.canaryWeight()).isEqualTo(60);
    }

    @Test
    void aLiveRouteAboveIsLoweredAtOnceAndNeverCountsAsAnalysed() {
        bench.started("2").until("Progressing 20 up").forget();
        somebodyWrites(Split.canary(90));
        bench.tick();
        assertThat(bench.live).contains(Split.canary(20));
        assertThat(bench.asked).isEmpty();
        bench.tick();
        assertThat(bench.state()).isEqualTo("Progressing 40 up");
    }

    @Test
    void aRouteThatSomebodyElseWroteAsItWasIsNotLoweredByOurNextRaise() {
        bench.started("2").until("Progressing 20 up").forget();
        somebodyWrites(Split.canary(20));
        bench.tick();
        assertThat(bench.state()).isEqualTo("Progressing 40 up");
        assertThat(bench.codes(OutboxEntry.Kind.EVENT)).doesNotContain("route-lowered");
    }

    @Test
    void aLiveRouteBelowThatSomebodyElseWroteIsLeftThereWithAWarningThatNamesTheWriter() {
        bench.started("2").until("Progressing 40 up").forget();
        somebodyWrites(Split.canary(5));
        bench.ticks(3);
        assertThat(bench.live).contains(Split.canary(5));
        assertThat(bench.asked).isEmpty();
        assertThat(bench.status.canaryWeight()).isEqualTo(40);
        assertThat(bench.alerts()).containsExactly("WARN route-lowered");
        assertThat(bench.sentences())
                .containsExactly("Halt podinfo.test advancement route was lowered to 5 by kubectl, 40 is wanted");
    }

    @Test
    void resumeEndsTheHold() {
        bench.started("2").until("Progressing 40 up");
        somebodyWrites(Split.canary(5));
        bench.ticks(2).send(Command.Kind.RESUME).tick();
        assertThat(bench.live).contains(Split.canary(40));
        bench.tick();
        assertThat(bench.state()).isEqualTo("Progressing 60 up");
    }

    @Test
    void whoeverRaisesAHeldRouteAboveTheWeightIsLoweredAllTheSame() {
        bench.started("2").until("Progressing 40 up");
        somebodyWrites(Split.canary(5));
        bench.tick();
        somebodyWrites(Split.canary(80));
        bench.wake();
        assertThat(bench.live.orElseThrow().canaryPercent()).isLessThanOrEqualTo(40);
    }

    @Test
    void aPersonsShareForAPrimaryWithoutAReplicaGoesToTheCanary() {
        bench.edit(canary(analysis -> iterations(4).apply(analysis)));
        bench.started("2").until("Progressing 100 up");
        somebodyWrites(Split.canary(90));
        bench.wake();
        assertThat(bench.live).contains(Split.canary(90));
        bench.primaryMode = "starting";
        bench.wake();
        assertThat(bench.live).contains(Split.canary(100));
    }

    @Test
    void afterTenIntervalsItIsRolledBack() {
        bench.started("2").until("Progressing 40 up");
        somebodyWrites(Split.canary(5));
        bench.wake();
        bench.ticks(9);
        assertThat(bench.state()).isEqualTo("Progressing 5 up");
        bench.tick();
        assertThat(bench.state()).isEqualTo("Failed 0");
        assertThat(bench.codes(OutboxEntry.Kind.EVENT)).contains("rollback-route-held");
    }

    @Test
    void aLowerRouteWithoutAStampOfSomebodyElseIsWrittenAgain() {
        bench.started("2").until("Progressing 40 up");
        bench.live = Optional.of(Split.canary(5));
        bench.wake();
        assertThat(bench.live).contains(Split.canary(40));
    }

    @Test
    void aWeightReachedBeforeIsNoIncrease() {
        bench.edit(canary(analysis -> steps(20, 60)
                .apply(analysis)
                .addWebhooks(hook("raise", HookType.CONFIRM_TRAFFIC_INCREASE))
                .strategy(NamedPlug.of("saw"))));
        bench.strategies.put(
                "saw",
                Scripted.saying(
                        Proposal.expose(Split.canary(40)),
                        Proposal.expose(Split.canary(20)),
                        Proposal.expose(Split.canary(40))));
        bench.started("2").ticks(2).forget();
        assertThat(bench.live).contains(Split.canary(20));
        bench.tick();
        assertThat(bench.live).contains(Split.canary(40));
        assertThat(bench.asked).as("no gate stands before a return").isEmpty();
    }

    @Test
    void theLimitIsNeverOverstepped() {
        bench.edit(canary(steps(40, 50)));
        assertThat(bench.started("2").path(3))
                .containsExactly("Progressing 40 up", "Progressing 50 up", "Promoting 50 up");
    }

    @Test
    void theLimitIsTheLastOfStepWeightsWhateverMaxWeightSays() {
        bench.edit(canary(analysis -> analysis.addStepWeights(5, 25).maxWeight(80)));
        assertThat(bench.started("2").path(3))
                .containsExactly("Progressing 5 up", "Progressing 25 up", "Promoting 25 up");
    }

    @Test
    void withoutMaxWeightTheLimitIsAHundred() {
        bench.edit(canary(analysis -> analysis.stepWeight(60)));
        assertThat(bench.started("2").path(3))
                .containsExactly("Progressing 60 up", "Progressing 100 up", "Promoting 100 up");
    }

    @Test
    void weightsAndLimitAreRoundedDownToWhatTheRouterCanDo() {
        bench.router = RouterTraits.of(List.of(Ability.values()), 5, Duration.ZERO);
        bench.edit(canary(steps(12, 33)));
        assertThat(bench.started("2").path(4))
                .containsExactly("Progressing 10 up", "Progressing 20 up", "Progressing 30 up", "Promoting 30 up");
    }

    @Test
    void aStepThatTheRouterCannotDoIsTakenAsTheSmallestOneThatItCan() {
        bench.router = RouterTraits.of(List.of(Ability.values()), 5, Duration.ZERO);
        bench.edit(canary(steps(2, 10)));
        assertThat(bench.started("2").path(3))
                .containsExactly("Progressing 5 up", "Progressing 10 up", "Promoting 10 up");
    }

    @Test
    void aRouteThatBearsTheStampOfAnEarlierOrderIsNotTheOrderedOneAlthoughItSaysTheSame() {
        bench.started("2").until("Promoting 60 up");
        bench.routesAreSlow = true;
        bench.tick();
        assertThat(bench.status.phase()).isEqualTo(Phase.FINALISING);
        bench.live = Optional.of(Split.allToPrimary());
        bench.writtenBy = Optional.of(bench.canary.key() + "/run-1/routes/1");
        bench.forget().ticks(2);
        assertThat(bench.done).extracting(Action::kind).containsOnly(Action.Kind.ROUTE);
        assertThat(bench.canaryUp).isTrue();
        bench.routesAreSlow = false;
        assertThat(bench.until("Succeeded 0").canaryUp).isFalse();
    }

    @Test
    void whereStampsCannotBeKeptAnOldOneIsNotBelieved() {
        EnumSet<Ability> abilities = EnumSet.allOf(Ability.class);
        abilities.remove(Ability.STAMP);
        bench.router = RouterTraits.of(abilities, 1, Duration.ZERO);
        bench.started("2").until("Progressing 20 up");
        bench.writtenBy = Optional.of(bench.canary.key() + "/run-1/routes/1");
        bench.forget().wake();
        assertThat(bench.done).isEmpty();
    }

    @Test
    void aRouteThatSomebodyElseWroteAsOrderedIsLeft() {
        bench.canaryMode = "starting";
        bench.started("2");
        bench.writtenBy = Optional.of("somebody/1");
        bench.forget().wake();
        assertThat(bench.done).isEmpty();
        assertThat(bench.told).isEmpty();
        bench.canaryMode = "ready";
        bench.writtenBy = Optional.empty();
        bench.until("Progressing 20 up");
        bench.live = Optional.of(Split.canary(20));
        bench.writtenBy = Optional.of("somebody/1");
        bench.forget().wake();
        assertThat(bench.done).isEmpty();
        assertThat(bench.told).isEmpty();
    }

    @Test
    void aHoldGoesOnBetweenIntervalsAndWhereThePersonPutsTheWantedWeight() {
        bench.started("2").until("Progressing 40 up");
        somebodyWrites(Split.canary(5));
        bench.wake().wake();
        assertThat(bench.lastRules()).endsWith("route-held-by-somebody-else");
        somebodyWrites(Split.canary(40));
        bench.wake();
        assertThat(bench.lastRules()).endsWith("route-held-by-somebody-else");
    }

    @Test
    void thoseWhoMatchMayBeTakenAwayByAPerson() {
        bench.edit(canary(analysis -> iterations(6).apply(analysis).addMatch(insiders())));
        bench.started("2").until("Progressing 100 up");
        somebodyWrites(Split.allToPrimary());
        bench.wake();
        assertThat(bench.live).contains(Split.allToPrimary());
        assertThat(bench.alerts()).contains("WARN route-lowered");
    }
}
