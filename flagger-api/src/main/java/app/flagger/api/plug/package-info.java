/**
 * The interfaces through which the engine reaches the world. All of them block on purpose, because that is easiest to write
 * right; the engine brings threads, deadlines, retries and bulkheads. Instances must be thread-safe: calls for one canary never
 * overlap, calls for different ones do. Defaults stand for abilities that a plug does not have.
 */
@NullMarked
@ValueStyle
package app.flagger.api.plug;

import org.jspecify.annotations.NullMarked;
