/**
 * Pure plugs: a {@link app.flagger.api.strategy.Strategy} proposes how far the canary is exposed, a
 * {@link app.flagger.api.strategy.Judge} says what measurements mean. The stock ones use exactly these interfaces. They do no
 * I/O, read no clock, use no randomness and start no thread; the same input gives the same answer.
 */
@NullMarked
package app.flagger.api.strategy;

import org.jspecify.annotations.NullMarked;
