package app.flagger.engine;

import app.flagger.api.CanaryKey;
import app.flagger.api.Command;
import app.flagger.api.Revision;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/** One canary that is driven. Thread-safe. Stages complete on the engine's executor, never on its state thread. */
public interface Rollout {
    /** Which canary. */
    CanaryKey key();

    /** How it stands; never blocks. */
    Snapshot snapshot();

    /**
     * The end of the run of a revision. Completes once; at once if that run has ended, also before a restart of the engine.
     */
    CompletionStage<RunResult> result(Revision revision);

    /** Waits for {@link #result}. */
    RunResult await(Revision revision, Duration atMost) throws InterruptedException, TimeoutException;

    /** Sends a command. The stage completes when it is recorded in the status, before it is acted on. */
    CompletionStage<Receipt> send(Command command);

    /** Something changed: observe soon. Never checks metrics before they are due. */
    void wake();

    /** One tick now, for engines with {@link Flagger.Builder#manualTicks()}; ticks of one canary never overlap. */
    CompletionStage<Tick> tick();
}
