package app.flagger.engine.decision;

import app.flagger.api.Reason;
import app.flagger.api.plug.Replicas;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** When a version that is not ready counts as lost, and how that is told. */
final class Readiness {
    private Readiness() {}

    /** How long a version may be without readiness before the run ends. */
    private static Duration patience(Facts facts) {
        return facts.spec()
                .progressDeadline()
                .plus(facts.analysis()
                        .effectiveInterval()
                        .multipliedBy(facts.analysis().effectiveThreshold()));
    }

    static boolean outOfPatience(Facts facts, Optional<Instant> notReadySince) {
        return notReadySince.isPresent()
                && !notReadySince.get().plus(patience(facts)).isAfter(facts.now());
    }

    static boolean canaryLost(Facts facts) {
        return facts.canaryReplicas().stuck()
                || outOfPatience(facts, facts.status().canaryNotReadySince());
    }

    static boolean primaryLost(Facts facts) {
        return facts.primaryReplicas().stuck()
                || outOfPatience(facts, facts.status().primaryNotReadySince());
    }

    /** Why the canary counts as lost, or what is waited for. */
    static Reason canaryReason(Facts facts, String rule) {
        return reason(rule, "canary", facts.canaryReplicas());
    }

    /** Why the primary counts as lost, or what is waited for. */
    static Reason primaryReason(Facts facts, String rule) {
        return reason(rule, "primary", facts.primaryReplicas());
    }

    private static Reason reason(String rule, String version, Replicas replicas) {
        SortedMap<String, String> seen = new TreeMap<>();
        seen.put("version", version);
        seen.put("available", String.valueOf(replicas.available()));
        seen.put("wanted", String.valueOf(replicas.wanted()));
        seen.put("detail", replicas.detail());
        return new Reason(rule, seen);
    }
}
