/**
 * Simulations in JUnit. {@link app.flagger.testkit.junit.RolloutPolicy} names a manifest; tests take a {@link
 * app.flagger.testkit.Simulation} of it as parameter, and one that fails prints what it played.
 *
 * <p>Needs {@code junit-jupiter-api} 5.12 or newer, which the testkit leaves to its user.
 */
@NullMarked
package app.flagger.testkit.junit;

import org.jspecify.annotations.NullMarked;
