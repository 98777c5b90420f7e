package app.flagger.engine.decision;

import app.flagger.api.Revision;
import app.flagger.api.plug.RouteState;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.Phase;
import app.flagger.api.status.RunStatus;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the notes of the status up to date: since when a version is ready or not. They ride on the next save; a tick that saves
 * nothing else saves them alone, so that deadlines survive a restart.
 */
final class Notes {
    private Notes() {}

    static CanaryStatus bringUpToDate(Facts facts, CanaryStatus saved) {
        boolean suspended = facts.spec().suspend();
        boolean canaryUsed = saved.phase().running()
                && saved.run().isPresent()
                && saved.ending().isEmpty();
        boolean canaryReady = facts.canaryReady();
        boolean made = saved.phase() != Phase.INITIALIZING
                || facts.workload().primary().isPresent();
        boolean primaryUsed = saved.phase() != Phase.NONE && saved.primary().isPresent() && made;
        Optional<Instant> canarySince =
                since(saved.canaryNotReadySince(), canaryUsed && !canaryReady && !suspended, facts);
        Optional<Instant> primarySince =
                since(saved.primaryNotReadySince(), primaryUsed && !suspended && !primaryReady(facts, saved), facts);
        Map<String, String> taken = stillNeeded(facts, saved);
        Optional<String> applied = applied(facts, saved);
        Optional<RunStatus> run = saved.run()
                .map(before -> canaryUsed ? noted(facts, before, canaryReady) : before)
                .map(before -> routeFollowed(saved) ? followed(facts, saved, before) : before);
        boolean same = canarySince.equals(saved.canaryNotReadySince())
                && primarySince.equals(saved.primaryNotReadySince())
                && taken.equals(saved.takenAnnotations())
                && applied.equals(saved.lastAppliedSpec())
                && run.equals(saved.run());
        return same
                ? saved
                : saved.toBuilder()
                        .canaryNotReadySince(canarySince)
                        .primaryNotReadySince(primarySince)
                        .takenAnnotations(taken)
                        .lastAppliedSpec(applied)
                        .run(run)
                        .build();
    }

    private static RunStatus noted(Facts facts, RunStatus run, boolean canaryReady) {
        Optional<Instant> since = since(run.readySince(), canaryReady, facts);
        boolean pinned = run.pinned() || pinned(facts);
        boolean same = pinned == run.pinned() && since.equals(run.readySince());
        return same ? run : run.toBuilder().readySince(since).pinned(pinned).build();
    }

    /** Whether it is noted since when the route is as the status orders. */
    static boolean routeFollowed(CanaryStatus status) {
        return status.phase().running()
                || status.phase() == Phase.TERMINATING
                || status.restoring().isPresent();
    }

    /**
     * Since when the split is in force: since it was first seen to be. What this tick saved and has not written yet is about to
     * be; what was written and answered as it should needs no other save. What failed may have been written.
     */
    private static RunStatus followed(Facts facts, CanaryStatus saved, RunStatus run) {
        Optional<Instant> before = run.here();
        Optional<Instant> here;
        if (inForce(facts, saved)) {
            here = before.filter(since -> !facts.situation().routeInDoubt()).or(() -> Optional.of(facts.now()));
        } else {
            String operation = facts.operation(Actions.ROUTES);
            boolean written = facts.situation().carriedOut().contains(operation)
                    || facts.situation().failed().contains(operation);
            here = before.filter(since -> facts.timing().orderedNow() && !written);
        }
        return here.equals(run.here()) ? run : run.toBuilder().here(here).build();
    }

    /** Whether requests are shared out as the saved status orders, as far as can be seen. */
    private static boolean inForce(Facts facts, CanaryStatus saved) {
        boolean givenBack = facts.route().isEmpty() && Orders.mayBeGivenBack(facts);
        return !facts.shifts()
                || givenBack
                || facts.routing().written() && facts.route().orElseThrow().data() != RouteState.Propagation.PENDING;
    }

    private static boolean pinned(Facts facts) {
        return facts.situation().carriedOut().contains(facts.operation("pin"));
    }

    /** As {@link Facts#primaryReady()}, which cannot be asked before the status is there. */
    private static boolean primaryReady(Facts facts, CanaryStatus saved) {
        Optional<Revision> wanted = saved.primary().map(primary -> primary.wanted());
        return facts.workload().primary().equals(wanted)
                && facts.primaryReplicas()
                        .ready(facts.analysis().primaryReadyThreshold().orElse(100));
    }

    private static Optional<Instant> since(Optional<Instant> before, boolean holds, Facts facts) {
        if (!holds) {
            return Optional.empty();
        }
        Instant now = facts.now();
        return Optional.of(before.filter(at -> !at.isAfter(now)).orElse(now));
    }

    /** Annotations that were taken over are remembered until they are gone from the resource. */
    private static Map<String, String> stillNeeded(Facts facts, CanaryStatus saved) {
        if (saved.takenAnnotations().isEmpty()) {
            return saved.takenAnnotations();
        }
        Map<String, String> present = facts.canary().metadata().annotations();
        Map<String, String> kept = new LinkedHashMap<>();
        saved.takenAnnotations().forEach((name, value) -> {
            boolean bound = name.equals(Annotations.SKIP)
                    && facts.workload().target().id().equals(value);
            if (present.containsKey(name) || bound) {
                kept.put(name, value);
            }
        });
        return kept;
    }

    /** A failed revision that its owner takes back may be pushed again. */
    private static Optional<String> applied(Facts facts, CanaryStatus saved) {
        boolean takenBack = saved.phase().settled()
                && saved.primary().isPresent()
                && saved.primary()
                        .get()
                        .lastGood()
                        .equals(Optional.of(facts.workload().target()));
        return takenBack ? Optional.of(facts.workload().target().id()) : saved.lastAppliedSpec();
    }
}
