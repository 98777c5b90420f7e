package app.flagger.engine.decision;

import static app.flagger.engine.decision.Canaries.canary;
import static app.flagger.engine.decision.Canaries.steps;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Revision;
import java.util.List;
import org.junit.jupiter.api.Test;

/** DESIGN section 3, rule 2: the revision is kept. The bytes themselves are the workload's business. */
class Rule02RevisionKeptTest {
    private final DecisionBench bench = new DecisionBench(canary(steps(10, 30)));

    private Action action(Action.Kind kind) {
        return bench.done.stream()
                .filter(done -> done.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theRevisionIsPinnedBeforeTheCanaryIsScaledUp() {
        bench.initialised().forget().push("2").tick();
        assertThat(bench.done).extracting(Action::kind).containsExactly(Action.Kind.PIN, Action.Kind.SCALE_CANARY);
        assertThat(action(Action.Kind.PIN).revision()).contains(new Revision("2"));
        assertThat(action(Action.Kind.SCALE_CANARY).revision()).contains(new Revision("2"));
    }

    @Test
    void thePrimaryIsMadeOfAPinnedRevision() {
        bench.initialised();
        assertThat(bench.done).extracting(Action::kind).startsWith(Action.Kind.PIN, Action.Kind.PREPARE_PRIMARY);
        assertThat(action(Action.Kind.PREPARE_PRIMARY).revision()).contains(new Revision("1"));
    }

    @Test
    void theRevisionUnderAnalysisThePrimarysAndTheLastGoodOneAreKept() {
        bench.started("2").until("Succeeded 0");
        bench.started("3").until("Promoting 30 up");
        bench.primaryMode = "stuck";
        bench.until("Failed 100 up").forget();
        bench.primaryMode = "ready";
        bench.push("4").ticks(4);
        Action pin = action(Action.Kind.PIN);
        assertThat(pin.revision()).contains(new Revision("4"));
        assertThat(pin.keep()).containsExactly(new Revision("2"));
    }

    @Test
    void promoteOrdersTheRevisionThatWasAnalysedWhateverIsPushed() {
        bench.started("2").until("Progressing 30 up").forget();
        bench.watcher = decision -> {
            if (decision.rule().equals("promote")) {
                bench.push("3");
            }
        };
        bench.tick();
        assertThat(action(Action.Kind.PROMOTE).revision()).contains(new Revision("2"));
    }

    @Test
    void aTargetThatChangedBetweenCopyAndScaleUpRestartsTheRun() {
        bench.initialised().push("2");
        bench.watcher = decision -> {
            if (decision.rule().equals("orders") && bench.pinned.contains(new Revision("2")) == false) {
                bench.watcher = ignored -> {};
                bench.push("3");
            }
        };
        bench.ticks(2);
        assertThat(bench.rules).contains("start", "restarted");
        assertThat(bench.status.run().orElseThrow().revision()).isEqualTo(new Revision("3"));
        assertThat(bench.pinned).containsSubsequence(List.of(new Revision("2"), new Revision("3")));
        assertThat(bench.status.canaryWeight()).isLessThanOrEqualTo(10);
    }

    @Test
    void aPinThatWasNotSeenToBeDoneIsOrderedAgain() {
        bench.initialised().push("2").tick();
        assertThat(bench.status.run().orElseThrow().pinned()).isTrue();
        bench.status = bench.status.toBuilder()
                .run(bench.status.run().orElseThrow().toBuilder().pinned(false).build())
                .build();
        bench.forget().tick();
        assertThat(bench.done).extracting(Action::kind).contains(Action.Kind.PIN);
    }

    @Test
    void aPinIsOrderedOnceAlthoughTheCanaryIsNotReadyYet() {
        bench.initialised().forget();
        bench.canaryMode = "starting";
        bench.push("2").ticks(3);
        assertThat(bench.done).extracting(Action::kind).containsOnlyOnce(Action.Kind.PIN);
    }
}
