package app.flagger.engine.runtime;

import app.flagger.api.CanaryKey;
import app.flagger.api.Reason;
import app.flagger.api.plug.Split;
import app.flagger.api.plug.WorkloadState;
import app.flagger.api.spec.Canary;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.Phase;
import app.flagger.engine.Snapshot;
import app.flagger.engine.decision.Decision;
import app.flagger.engine.decision.Sentences;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a canary stood at one moment. */
record SnapshotValue(
        Canary canary,
        CanaryStatus status,
        Optional<WorkloadState> workload,
        Optional<Decision> lastDecision,
        List<Reason> waitingFor,
        Optional<Instant> lastTickAt,
        Optional<String> lastFailure)
        implements Snapshot {
    /** Before the first tick. */
    static SnapshotValue fresh(Canary canary) {
        return new SnapshotValue(
                canary,
                CanaryStatus.initial(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** After a tick. */
    static SnapshotValue after(TickEnd end, List<Decision> decisions, CanaryMemory memory) {
        Optional<Decision> last =
                decisions.isEmpty() ? Optional.empty() : Optional.of(decisions.get(decisions.size() - 1));
        List<Reason> waitsFor = memory.duplicateOf().isPresent()
                ? List.of(duplicate(memory.duplicateOf().get()))
                : last.filter(decision -> decision.kind() == Decision.Kind.WAIT)
                        .map(Decision::reasons)
                        .orElse(List.of());
        return new SnapshotValue(
                memory.managed().canary(),
                memory.keeper().status(),
                memory.workload(),
                last,
                waitsFor,
                Optional.of(memory.lane().now()),
                end.failure().map(PlugFailure::text));
    }

    /** Why a canary is not driven whose target or route an older one has. */
    static Reason duplicate(CanaryKey older) {
        return Reason.of("duplicate").with("owner", older);
    }

    /** The same after a later tick that changed nothing. */
    SnapshotValue tickedAt(Instant at) {
        return new SnapshotValue(canary, status, workload, lastDecision, waitingFor, Optional.of(at), lastFailure);
    }

    @Override
    public CanaryKey key() {
        return canary.key();
    }

    @Override
    public Phase phase() {
        return status.phase();
    }

    @Override
    public Split split() {
        Optional<String> cookie = status.canaryWeight() > 0 ? status.sessionAffinityCookie() : Optional.empty();
        return new Split(status.canaryWeight(), status.mirrorWeight(), status.matchedOnly(), cookie);
    }

    @Override
    public String waitingForSentence() {
        return waitingFor.stream()
                .map(reason -> Sentences.reason(canary, reason))
                .collect(Collectors.joining("; "));
    }
}
