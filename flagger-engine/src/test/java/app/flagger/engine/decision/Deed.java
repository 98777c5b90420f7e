package app.flagger.engine.decision;

import app.flagger.api.Command;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.CanarySpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Something that happens in a random story, followed by a tick.
 *
 * @param kind what happens
 * @param number which of the possibilities
 */
record Deed(Kind kind, int number) {
    static final int NUMBERS = 24;

    private static final List<String> MODES = List.of("ready", "ready", "ready", "degraded", "starting", "stuck");
    private static final List<Double> VALUES = List.of(100.0, 100.0, 99.5, 50.0, Double.NaN, 101.0);
    private static final List<String> HOOKS = List.of("gate", "pre", "load", "raise", "promotion", "back");

    enum Kind {
        NOTHING,
        WAKE,
        GAP,
        CLOCK_BACK,
        PUSH,
        PUSH_WHILE_DECIDING,
        CANARY,
        PRIMARY,
        METRIC,
        NO_METRIC,
        HOOK,
        COMMAND,
        SOMEBODY_ROUTES,
        SLOW_ROUTES,
        SLOW_PROMOTION,
        DATA_PLANE,
        REFUSAL,
        SUSPEND,
        HALT,
        EDIT,
        SKIP,
        RESET,
        GIVE_BACK
    }

    void happen(DecisionBench bench) {
        bench.watcher = decision -> {};
        bench.refused = action -> false;
        change(bench);
        Duration interval = bench.canary.spec().analysis().effectiveInterval();
        bench.tickAfter(
                switch (kind) {
                    case WAKE -> Duration.ofSeconds(number);
                    case GAP -> Duration.ofMinutes(20L * number);
                    case CLOCK_BACK -> Duration.ofHours(-number);
                    default -> number % 3 == 0 ? Duration.ofSeconds(number) : interval;
                });
    }

    private void change(DecisionBench bench) {
        switch (kind) {
            case NOTHING, WAKE, GAP, CLOCK_BACK -> {}
            case PUSH -> bench.push(String.valueOf(1 + number % 4));
            case PUSH_WHILE_DECIDING -> whileDeciding(bench);
            case CANARY -> bench.canaryMode = MODES.get(number % MODES.size());
            case PRIMARY -> bench.primaryMode = MODES.get(number % MODES.size());
            case METRIC -> bench.metric("request-success-rate", VALUES.get(number % VALUES.size()));
            case NO_METRIC -> bench.metrics.clear();
            case HOOK -> bench.hooks.put(HOOKS.get(number % HOOKS.size()), number % 4 > 1);
            case COMMAND -> bench.send(Command.Kind.values()[number % Command.Kind.values().length]);
            case SOMEBODY_ROUTES -> somebodyRoutes(bench);
            case SLOW_ROUTES -> bench.routesAreSlow = number % 2 == 0;
            case SLOW_PROMOTION -> bench.promotionIsSlow = number % 2 == 0;
            case DATA_PLANE -> bench.data = RouteState.Propagation.values()[number % 3];
            case REFUSAL -> bench.refused = action -> action.kind().ordinal() == number % Action.Kind.values().length;
            case SUSPEND, HALT, EDIT -> edit(bench);
            case SKIP -> bench.annotate(Annotations.SKIP, Optional.of("true"));
            case RESET -> bench.annotate(Annotations.RESET, Optional.of("true"));
            case GIVE_BACK -> bench.giveBack = number == 1;
        }
    }

    private void whileDeciding(DecisionBench bench) {
        int[] left = {number % 6};
        bench.watcher = decision -> {
            if (left[0]-- == 0) {
                bench.push(String.valueOf(1 + number % 4));
            }
        };
    }

    private void somebodyRoutes(DecisionBench bench) {
        if (bench.live.isPresent()) {
            bench.live = Optional.of(Split.canary(5 * (number % 20)));
            bench.writtenBy = number % 4 == 0 ? Optional.empty() : Optional.of("kubectl");
        }
    }

    private void edit(DecisionBench bench) {
        CanarySpec spec = bench.canary.spec();
        if (kind == Kind.HALT) {
            bench.halted = number % 2 == 0 ? Optional.of("analysis.threshold: bad") : Optional.empty();
        } else if (kind == Kind.SUSPEND) {
            bench.edit(bench.canary.toBuilder()
                    .spec(spec.toBuilder().suspend(number % 2 == 0).build())
                    .build());
        } else {
            Analysis edited = Worlds.analysis(number);
            bench.edit(bench.canary.toBuilder()
                    .spec(spec.toBuilder().analysis(edited).build())
                    .build());
        }
    }

    /** Faults end, gates open, nobody holds anything back. */
    static void heal(DecisionBench bench) {
        bench.watcher = decision -> {};
        bench.refused = action -> false;
        bench.canaryMode = "ready";
        bench.primaryMode = "ready";
        bench.metric("request-success-rate", 100);
        HOOKS.forEach(hook -> bench.hooks.put(hook, !hook.equals("back")));
        bench.routesAreSlow = false;
        bench.promotionIsSlow = false;
        bench.data = RouteState.Propagation.PROGRAMMED;
        bench.halted = Optional.empty();
        bench.edit(bench.canary.toBuilder()
                .spec(bench.canary.spec().toBuilder().suspend(false).build())
                .build());
        bench.send(Command.Kind.RESUME);
    }
}
