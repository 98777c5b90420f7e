package app.flagger.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.testkit.Run;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Random policies, measurements, hooks, revisions, replicas, commands, edits and faults: no promise is broken, and every run ends. */
class RandomStoryTest {
    @BeforeContainer
    static void quiet() {
        Quiet.please();
    }

    /** Always the same stories, so that a build that was green stays green. */
    @Property(tries = 200, seed = "20260101")
    void whateverHappensNoPromiseIsBrokenAndTheRunEnds(@ForAll("stories") Story story) {
        endsWell(story);
    }

    @Property(tries = 4_000, seed = "20261125")
    @Tag("proof")
    void moreStoriesOfTheSameKind(@ForAll("stories") Story story) {
        endsWell(story);
    }

    /** Others each time. */
    @Property(tries = 20_000)
    @Tag("exploration")
    void whateverElseHappensNoPromiseIsBrokenAndTheRunEnds(@ForAll("stories") Story story) {
        endsWell(story);
    }

    private static void endsWell(Story story) {
        Run run = story.play();
        assertThat(run.ended()).as(() -> run.toString()).isTrue();
    }

    /** One of two stories has a policy that is drawn part by part. */
    private static Arbitrary<Design> designs() {
        return Arbitraries.oneOf(Arbitraries.of(Policy.values()), DrawnPolicies.any());
    }

    @Provide
    static Arbitrary<Story> stories() {
        Arbitrary<Story.Event> events = Combinators.combine(
                        Arbitraries.integers().between(0, 3600), Arbitraries.of(Happening.values()))
                .as(Story.Event::new);
        Arbitrary<Story.Trouble> troubles = Combinators.combine(
                        Arbitraries.integers().between(0, 24),
                        Arbitraries.integers().between(1, 30),
                        Arbitraries.integers().between(1, 12))
                .as(Story.Trouble::new);
        return Combinators.combine(
                        designs(),
                        Arbitraries.longs().between(1, 1_000_000),
                        Arbitraries.of(100, 95, 70, 30),
                        Arbitraries.of(0, 0, 5, 90),
                        Arbitraries.integers().between(0, 7),
                        events.list().ofMaxSize(8),
                        troubles.list().ofMaxSize(3))
                .as(Story::new);
    }
}
