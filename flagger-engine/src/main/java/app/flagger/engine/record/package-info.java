/**
 * What ticks saw and decided, as JSON with a version. Not exported: an embedder has {@link app.flagger.engine.TickRecord} and
 * {@link app.flagger.engine.Replay}.
 */
@NullMarked
package app.flagger.engine.record;

import org.jspecify.annotations.NullMarked;
