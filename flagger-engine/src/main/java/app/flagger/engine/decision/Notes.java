package app.flagger.engine.decision;

import app.flagger.api.Revision;
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
        if (facts.spec().suspend()) {
            return saved.toBuilder()
                    .canaryNotReadySince(Optional.empty())
                    .primaryNotReadySince(Optional.empty())
                    .build();
        }
        Instant now = facts.situation().now();
        boolean canaryUsed = saved.phase().running()
                && saved.run().isPresent()
                && saved.ending().isEmpty();
        boolean canaryReady = facts.canaryReady();
        boolean primaryUsed = saved.phase() != Phase.NONE && saved.primary().isPresent();
        boolean primaryReady = primaryReady(facts, saved);
        CanaryStatus.Builder noted = saved.toBuilder()
                .canaryNotReadySince(since(saved.canaryNotReadySince(), canaryUsed && !canaryReady, now))
                .primaryNotReadySince(since(saved.primaryNotReadySince(), primaryUsed && !primaryReady, now))
                .takenAnnotations(stillNeeded(facts, saved))
                .lastAppliedSpec(applied(facts, saved));
        if (canaryUsed) {
            RunStatus run = saved.run().orElseThrow();
            noted.run(run.toBuilder()
                    .readySince(since(run.readySince(), canaryReady, now))
                    .pinned(run.pinned() || pinned(facts))
                    .build());
        }
        return noted.build();
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

    private static Optional<Instant> since(Optional<Instant> before, boolean holds, Instant now) {
        return holds ? Optional.of(before.filter(at -> !at.isAfter(now)).orElse(now)) : Optional.empty();
    }

    /** Annotations that were taken over are remembered until they are gone from the resource. */
    private static Map<String, String> stillNeeded(Facts facts, CanaryStatus saved) {
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
