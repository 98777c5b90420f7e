/**
 * The stock strategies, written on the public interface and nothing else. {@link app.flagger.engine.strategy.Strategies} hands
 * them out.
 */
@NullMarked
package app.flagger.engine.strategy;

import org.jspecify.annotations.NullMarked;
