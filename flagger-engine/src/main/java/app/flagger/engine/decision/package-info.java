/**
 * What to do, as a pure function: a {@link app.flagger.engine.decision.Situation} in, a
 * {@link app.flagger.engine.decision.Decision} out. {@link app.flagger.engine.decision.Transitions} is the table of everything
 * that can happen. No I/O, no clock, no randomness, no thread: the same situation gives the same decision, on every machine.
 */
@NullMarked
@ValueStyle
package app.flagger.engine.decision;

import org.jspecify.annotations.NullMarked;
