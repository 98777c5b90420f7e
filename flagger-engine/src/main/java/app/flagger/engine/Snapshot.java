package app.flagger.engine;

import app.flagger.api.CanaryKey;
import app.flagger.api.Reason;
import app.flagger.api.plug.Split;
import app.flagger.api.plug.WorkloadState;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.Phase;
import app.flagger.engine.decision.Decision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How a canary stands, consistent in itself. Only the engine implements it. */
public interface Snapshot {
    /** Which canary. */
    CanaryKey key();

    /** The phase. */
    Phase phase();

    /** The split that shall be. */
    Split split();

    /** The whole status. */
    CanaryStatus status();

    /** What the workload last reported. */
    Optional<WorkloadState> workload();

    /** The last decision. */
    Optional<Decision> lastDecision();

    /** What is being waited for, as data; empty if nothing is. */
    List<Reason> waitingFor();

    /** The same, for people. */
    String waitingForSentence();

    /** When the last tick ended. */
    Optional<Instant> lastTickAt();

    /** What went wrong in the last tick, for people. */
    Optional<String> lastFailure();
}
