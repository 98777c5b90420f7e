/**
 * What ticks saw and decided, as JSON with a version, and {@link app.flagger.engine.record.Replay}, which decides again. Not
 * exported: an embedder has {@link app.flagger.engine.TickRecord}.
 */
@NullMarked
package app.flagger.engine.record;

import org.jspecify.annotations.NullMarked;
