package app.flagger.testkit.proof;

import app.flagger.api.Settings;
import app.flagger.api.plug.Ability;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.Canary;
import app.flagger.api.strategy.Plan;
import app.flagger.api.strategy.Progress;
import app.flagger.api.strategy.Proposal;
import app.flagger.api.strategy.Strategy;
import java.util.List;
import java.util.SplittableRandom;

/** Proposes whatever is drawn, not even the same for the same progress. */
final class NonsenseStrategy implements Strategy {
    static final int LIMIT = 60;

    private final SplittableRandom random;

    NonsenseStrategy(long seed) {
        random = new SplittableRandom(seed);
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public Plan plan(Canary canary, Settings with) {
        return Plan.of(LIMIT, List.of(Ability.WEIGHTS), Plan.Promotion.COPY, 20);
    }

    @Override
    @SuppressWarnings("NullAway") // nonsense on purpose
    public Proposal next(Progress progress) {
        return switch (random.nextInt(12)) {
            case 0 -> throw new IllegalStateException("no idea");
            case 1 -> throw new StackOverflowError();
            case 2 -> null;
            case 3 -> new Proposal.Abort("so it was drawn");
            case 4 -> new Proposal.Finish();
            case 5 -> new Proposal.Expose(Split.matched(), Settings.none());
            case 6 -> new Proposal.Expose(Split.mirror(random.nextInt(101)), Settings.none());
            case 7 -> new Proposal.Hold("x".repeat(100_000), Settings.of("big", "y".repeat(random.nextInt(4_000))));
            case 8, 9 -> Proposal.hold("so it was drawn");
            default -> Proposal.expose(Split.canary(random.nextInt(101)));
        };
    }
}
