package app.flagger.engine.decision;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Revision;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.Canary;
import app.flagger.api.status.Phase;
import app.flagger.engine.codec.RandomValues;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Random stories: what must hold whatever happens (DESIGN section 4), as far as the decision sees to it. */
class StoryPropertiesTest {
    private static final int TICKS_TO_AN_END = 150;

    @Provide
    Arbitrary<List<Deed>> stories() {
        Arbitrary<Deed.Kind> kinds = Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.of(Deed.Kind.NOTHING)), Tuple.of(6, Arbitraries.of(Deed.Kind.values())));
        return Combinators.combine(
                        kinds,
                        Arbitraries.integers().between(0, Deed.NUMBERS - 1).withoutEdgeCases())
                .as(Deed::new)
                .list()
                .ofMinSize(10)
                .ofMaxSize(40);
    }

    @Provide
    Arbitrary<Integer> worlds() {
        return Arbitraries.integers().between(0, Worlds.COUNT - 1).withoutEdgeCases();
    }

    private static DecisionBench play(DecisionBench bench, List<Deed> story) {
        Invariants invariants = new Invariants(bench);
        bench.initialised().push("2").tick();
        invariants.check();
        for (Deed deed : story) {
            deed.happen(bench);
            invariants.check();
        }
        return bench;
    }

    private static void ends(DecisionBench bench) {
        Deed.heal(bench);
        Invariants invariants = new Invariants(bench);
        bench.steps.clear();
        for (int i = 0; i < TICKS_TO_AN_END; i++) {
            bench.tick();
            invariants.check();
        }
        Phase phase = bench.status.phase();
        assertThat(phase.settled() || phase == Phase.TERMINATED)
                .as("%s %s after %s", phase, bench.status, bench.rules)
                .isTrue();
        assertThat(bench.status.ending()).isEmpty();
        assertThat(bench.status.restoring()).as("%s", bench.rules).isEmpty();
    }

    @Property(tries = 250, seed = "3570827748041038319")
    void everyStoryKeepsWhatMustHoldAndEndsOnceFaultsHaveEnded(
            @ForAll("worlds") int world, @ForAll("stories") List<Deed> story) {
        ends(play(Worlds.world(world), story));
    }

    @Property(tries = 150, seed = "20261125")
    void aStrategyThatAnswersNonsenseBreaksNothing(
            @ForAll("worlds") int world, @ForAll("stories") List<Deed> story, @ForAll int seed) {
        ends(play(nonsense(Worlds.world(world), seed), story));
    }

    private static DecisionBench nonsense(DecisionBench bench, int seed) {
        bench.strategies.replaceAll((name, stock) -> new Nonsense.OfAStrategy(seed));
        bench.judges.replaceAll((name, stock) -> new Nonsense.OfAJudge(seed));
        return bench;
    }

    @Property(tries = 300, seed = "20261125")
    void decideIsTotalAlsoForAStatusThatNobodyWrote(@ForAll("worlds") int world, @ForAll long seed) {
        RandomValues values = new RandomValues(seed);
        DecisionBench bench = Worlds.world(world);
        bench.primary = seed % 3 == 0 ? Optional.empty() : Optional.of(new Revision("1"));
        bench.live = seed % 2 == 0 ? Optional.empty() : Optional.of(Split.canary(Math.floorMod(seed, 100)));
        for (int i = 0; i < 6; i++) {
            bench.status = values.status();
            bench.ticks(3);
        }
    }

    @Property(tries = 150, seed = "20261125")
    void decideIsTotalAlsoForASpecThatNobodyTried(@ForAll long seed, @ForAll("stories") List<Deed> story) {
        Canary random = new RandomValues(seed).canary();
        DecisionBench bench = new DecisionBench(random.toBuilder()
                .metadata(random.metadata().toBuilder()
                        .name("podinfo")
                        .namespace("test")
                        .build())
                .build());
        bench.ticks(3).push("2").ticks(3);
        story.forEach(deed -> deed.happen(bench));
    }
}
