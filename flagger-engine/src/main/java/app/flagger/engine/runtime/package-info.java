/**
 * What drives the decisions: observe, decide, ask, save, act, tell. {@link app.flagger.engine.runtime.Engine} holds the canaries,
 * {@link app.flagger.engine.runtime.CanaryActor} lets one thing at a time happen to each of them,
 * {@link app.flagger.engine.runtime.TickLoop} is one tick, {@link app.flagger.engine.runtime.Calls} is the only way to a plug.
 * Everything is asynchronous: a canary that waits holds no thread. Not exported: nothing here is API.
 */
@NullMarked
@ValueStyle
package app.flagger.engine.runtime;

import org.jspecify.annotations.NullMarked;
