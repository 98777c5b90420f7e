package app.flagger.engine.runtime;

import app.flagger.engine.decision.Decider;
import java.util.concurrent.Executor;

/**
 * What all canaries of an engine share.
 *
 * @param plugs what the builder was given
 * @param calls the way to plugs
 * @param states runs the engine's own work
 * @param embedder runs whatever is the embedder's: continuations, listeners; what it throws ends there
 * @param decider decides
 * @param hooks calls hooks
 * @param metrics queries metrics
 * @param ids makes names
 * @param listeners receive events
 * @param numbers tell the telemetry
 * @param alarms ring at their times
 */
record Core(
        Plugs plugs,
        Calls calls,
        Executor states,
        Executor embedder,
        Decider decider,
        Hooks hooks,
        Metrics metrics,
        Ids ids,
        Listeners listeners,
        Numbers numbers,
        Alarms alarms) {}
