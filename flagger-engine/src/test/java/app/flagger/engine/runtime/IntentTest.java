package app.flagger.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Revision;
import app.flagger.api.plug.Ability;
import app.flagger.api.plug.Replicas;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.RouterTraits;
import app.flagger.api.plug.Split;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.api.plug.WorkloadState;
import app.flagger.api.plug.WorkloadTraits;
import app.flagger.engine.decision.Action;
import app.flagger.engine.decision.Action.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which writes may be begun while another one hangs at the same object, and what shows that it has landed. */
class IntentTest {
    private static final WorkloadTraits BLUNT = WorkloadTraits.of(WorkloadAbility.SCALE, WorkloadAbility.HOLD);
    private static final WorkloadTraits GENTLE = WorkloadTraits.of(WorkloadAbility.UPDATE_KEEPS_A_REPLICA);
    private static final WorkloadTraits FENCED = WorkloadTraits.of(WorkloadAbility.COMPARE_FENCES);

    private static Action action(Kind kind, String revision, boolean on, String... keep) {
        List<Revision> kept = java.util.Arrays.stream(keep).map(Revision::new).toList();
        return new Action(
                kind, "op", Optional.of(new Revision(revision)), Optional.of(Split.canary(on ? 20 : 0)), on, kept);
    }

    private static Action promote(String revision) {
        return action(Kind.PROMOTE, revision, true);
    }

    private static Action pin(String revision, String... keep) {
        return action(Kind.PIN, revision, true, keep);
    }

    private static Action scale(boolean up) {
        return action(Kind.SCALE_CANARY, "v2", up);
    }

    private static Action target(Kind kind) {
        return action(kind, "v2", true);
    }

    private static final List<Action> AT_TARGET = List.of(
            target(Kind.PREPARE_PRIMARY),
            pin("v2", "v1"),
            pin("v3", "v1", "v2"),
            target(Kind.HOLD),
            scale(true),
            scale(false),
            promote("v1"),
            promote("v2"),
            target(Kind.GIVE_BACK_TARGET));

    /** The writes at the target that must wait for one that hangs, in short. */
    private static List<String> waiting(WorkloadTraits traits, Action hanging, boolean shown) {
        List<String> waiting = new ArrayList<>();
        for (Action later : AT_TARGET) {
            if (!Intent.ofTarget(hanging, traits).mayLandAfter(Intent.ofTarget(later, traits), shown)) {
                boolean scales = later.kind() == Kind.SCALE_CANARY;
                boolean named = later.kind() == Kind.PIN || later.kind() == Kind.PROMOTE;
                waiting.add(later.kind()
                        + (scales ? later.on() ? " up" : " down" : "")
                        + (named ? " " + later.revision().orElseThrow() : ""));
            }
        }
        return waiting;
    }

    private static List<String> waiting(WorkloadTraits traits, Action hanging) {
        return waiting(traits, hanging, false);
    }

    @Test
    void whatTheNextTickSeesAndCorrectsHoldsUpNothingButGivingBack() {
        for (Action hanging : List.of(target(Kind.PREPARE_PRIMARY), target(Kind.HOLD), scale(true))) {
            assertThat(waiting(BLUNT, hanging)).as(hanging.toString()).containsExactly("GIVE_BACK_TARGET");
        }
    }

    @Test
    void wherePlugsCompareFencesOnlyGivingBackWaits() {
        for (Action hanging : AT_TARGET) {
            if (hanging.kind() != Kind.GIVE_BACK_TARGET) {
                assertThat(waiting(FENCED, hanging)).as(hanging.toString()).containsExactly("GIVE_BACK_TARGET");
            }
        }
    }

    @Test
    void aPinDropsTheCopiesThatItDoesNotName() {
        assertThat(waiting(BLUNT, pin("v2", "v1"))).containsExactly("PIN v3", "GIVE_BACK_TARGET");
    }

    @Test
    void afterAScaleDownNoRunBegins() {
        assertThat(waiting(BLUNT, scale(false)))
                .containsExactly("PIN v2", "PIN v3", "SCALE_CANARY up", "GIVE_BACK_TARGET");
    }

    @Test
    void aPromotionThatMayLeaveNoReplicaNeedsTheCanaryUntilThePrimaryIsSeenToRunIt() {
        assertThat(waiting(BLUNT, promote("v2"), false))
                .containsExactly("SCALE_CANARY down", "PROMOTE v1", "GIVE_BACK_TARGET");
        assertThat(waiting(BLUNT, promote("v2"), true)).containsExactly("PROMOTE v1", "GIVE_BACK_TARGET");
        assertThat(waiting(GENTLE, promote("v2"), false)).containsExactly("GIVE_BACK_TARGET");
    }

    @Test
    void whatIsGivenBackIsLeftAlone() {
        assertThat(waiting(FENCED, target(Kind.GIVE_BACK_TARGET))).hasSize(AT_TARGET.size() - 1);
        assertThat(waiting(FENCED, target(Kind.GIVE_BACK_TARGET))).doesNotContain("GIVE_BACK_TARGET");
    }

    @Test
    void aRouteIsWrittenAgainButNotGivenBack() {
        RouterTraits traits = RouterTraits.of(Ability.WEIGHTS);
        Intent raise = Intent.ofRoute(action(Kind.ROUTE, "v2", true), traits);
        assertThat(raise.mayLandAfter(Intent.ofRoute(action(Kind.ROUTE, "v2", false), traits), false))
                .isTrue();
        assertThat(raise.mayLandAfter(Intent.ofRoute(action(Kind.GIVE_BACK_ROUTE, "v2", true), traits), false))
                .isFalse();
    }

    @Test
    void savesAndAnnotationsHoldUpNothing() {
        Intent annotation = Intent.ofStore(target(Kind.REMOVE_ANNOTATION));
        assertThat(annotation.mayLandAfter(Intent.SAVE, false)).isTrue();
        assertThat(Intent.SAVE.mayLandAfter(annotation, false)).isTrue();
        assertThat(Intent.SAVE.mayLandAfter(Intent.SAVE, false)).isTrue();
    }

    private static WorkloadState state(String canary, int up, String primary, boolean held) {
        return new WorkloadState(
                new Revision("v2"),
                Optional.of(new Revision(canary)),
                Optional.of(new Revision(primary)),
                Replicas.of(up, up),
                Replicas.allReady(2),
                held);
    }

    private static boolean shown(Action action, Object found) {
        return Intent.ofTarget(action, BLUNT).shownBy(found);
    }

    @Test
    void whatHasLandedAtATargetShows() {
        WorkloadState up = state("v2", 2, "v1", true);
        WorkloadState down = state("v2", 0, "v2", false);
        assertThat(shown(scale(true), up)).isTrue();
        assertThat(shown(scale(true), state("v3", 2, "v1", true)))
                .as("of another revision")
                .isFalse();
        assertThat(shown(scale(true), down)).isFalse();
        assertThat(shown(scale(false), down)).isTrue();
        assertThat(shown(scale(false), up)).isFalse();
        assertThat(shown(target(Kind.HOLD), up)).isTrue();
        assertThat(shown(target(Kind.HOLD), down)).isFalse();
        assertThat(shown(promote("v2"), down)).isTrue();
        assertThat(shown(promote("v2"), up)).isFalse();
        assertThat(shown(target(Kind.PREPARE_PRIMARY), up)).isTrue();
        assertThat(shown(pin("v2"), up)).as("copies are not seen").isFalse();
    }

    private static RouteState route(int percent, Optional<String> by) {
        return new RouteState(Split.canary(percent), RouteState.Propagation.PROGRAMMED, Optional.empty(), by);
    }

    @Test
    void whatHasLandedInARouteShowsByItsStampOrItsSplit() {
        Intent raise = Intent.ofRoute(action(Kind.ROUTE, "v2", true), RouterTraits.of());
        assertThat(raise.shownBy(route(20, Optional.empty()))).isTrue();
        assertThat(raise.shownBy(route(10, Optional.empty()))).isFalse();
        assertThat(raise.shownBy(route(20, Optional.of("another")))).isFalse();
        assertThat(raise.shownBy(route(20, Optional.of("op")))).isTrue();
        assertThat(raise.shownBy(null)).isFalse();
        Intent made = Intent.ofRoute(target(Kind.PREPARE_ROUTE), RouterTraits.of());
        assertThat(made.shownBy(route(0, Optional.empty()))).isTrue();
        assertThat(made.shownBy(null)).isFalse();
        Intent back = Intent.ofRoute(target(Kind.GIVE_BACK_ROUTE), RouterTraits.of());
        assertThat(back.shownBy(null)).isTrue();
        assertThat(back.shownBy(route(0, Optional.empty()))).isFalse();
        assertThat(Intent.SAVE.shownBy(Optional.empty())).isFalse();
    }
}
