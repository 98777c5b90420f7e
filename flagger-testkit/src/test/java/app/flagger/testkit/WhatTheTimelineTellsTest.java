package app.flagger.testkit;

import static app.flagger.testkit.Units.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.plug.Split;
import app.flagger.api.plug.TrafficRouter;
import app.flagger.testkit.Timeline.Entry;
import app.flagger.testkit.Timeline.Kind;
import app.flagger.testkit.world.Mesh;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What happens to the world is told, whoever did it. */
class WhatTheTimelineTellsTest {
    private static final Simulation STEPS = Simulation.of(Canaries.steps());

    @Test
    void aForeignRaiseStandsAtWhatWasWrittenAndItsCorrectionFollows() {
        List<Entry> told = STEPS.at(seconds(150), world -> world.foreignRoute(Split.canary(90), "kubectl"))
                .run()
                .timeline()
                .entries();

        int write = indexOf(told, "kubectl writes 10/90 into the route");
        assertThat(told.get(write).kind()).isEqualTo(Kind.CHANGE);
        assertThat(told.get(write).split()).isEqualTo(Split.canary(90));
        assertThat(told.get(write + 1).at()).isLessThanOrEqualTo(seconds(180));
        assertThat(told.get(write + 1).split()).isEqualTo(Split.canary(20));
        assertThat(told.get(write + 1).kind()).isEqualTo(Kind.STEP);
    }

    @Test
    void aDataPlaneThatLagsIsToldWhenItFollows() {
        Timeline timeline = STEPS.mesh(Mesh.istio().lag(seconds(20))).run().timeline();

        int raised = indexOf(timeline.entries(), "Advance web.shop canary weight 10");
        int followed = indexOf(timeline.entries(), "the data plane follows: 90/10");
        Entry entry = timeline.entries().get(followed);
        assertThat(entry.kind()).isEqualTo(Kind.CHANGE);
        assertThat(entry.at()).isEqualTo(timeline.entries().get(raised).at().plus(seconds(20)));
        assertThat(timeline.toString()).contains("the data plane follows: 50/50", "the data plane follows: 100/0");
    }

    @Test
    void aDataPlaneThatFollowsAtOnceIsNotTold() {
        assertThat(STEPS.run().timeline().toString()).doesNotContain("data plane");
    }

    /** After its deadline, and before the route is looked at and written once more. */
    @Test
    void aLateEffectIsToldWhenItLands() {
        Duration late = Duration.ofMillis(10_500);
        List<Entry> told = STEPS.fault(
                        Faults.on(TrafficRouter.class).named("write").call(2).lateEffect(late))
                .run()
                .timeline()
                .entries();

        int struck = indexWith(told, "lateEffect(Duration.ofMillis(10500))");
        int landed = indexWith(told, "the late effect of TrafficRouter.write lands");
        assertThat(told.get(landed).kind()).isEqualTo(Kind.FAULT);
        assertThat(told.get(landed).at()).isEqualTo(told.get(struck).at().plus(late));
    }

    @Test
    void aLateEffectIsToldWhenItIsRefused() {
        Timeline timeline = STEPS.fault(
                        Faults.on(TrafficRouter.class).named("write").call(2).lateEffect(seconds(30)))
                .run()
                .timeline();

        assertThat(timeline.toString()).contains("the late effect of TrafficRouter.write is refused");
    }

    @Test
    void anotherRateOfRequestsIsTold() {
        Run run = STEPS.requestsPerSecond(50)
                .at(seconds(90), world -> world.requestsPerSecond(0.5))
                .run();

        Entry told = run.timeline().entries().get(indexWith(run.timeline().entries(), "plain requests"));
        assertThat(told.what()).isEqualTo("0.5 plain requests come in a second from now on");
        assertThat(told.kind()).isEqualTo(Kind.CHANGE);
        assertThat(run.requestsByVersion().get("v1"))
                .as("a minute before the push and one and a half after it, and few from then on")
                .isBetween(50L * 85, 50L * 170);
    }

    private static int indexOf(List<Entry> entries, String what) {
        return entries.stream().map(Entry::what).toList().indexOf(what);
    }

    private static int indexWith(List<Entry> entries, String part) {
        Entry found = entries.stream()
                .filter(entry -> entry.what().contains(part))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no entry with " + part + " in " + entries));
        return entries.indexOf(found);
    }
}
