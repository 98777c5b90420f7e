/**
 * Tests of rollouts without waiting. Start with a {@link app.flagger.testkit.Simulation}: a policy, how the new revision behaves,
 * and what happens meanwhile; {@link app.flagger.testkit.FlaggerAssertions} says what must come of it.
 *
 * <pre>{@code
 * assertThat(Simulation.of(canary).engine(Deploy::delivery).canary(errors(percent(3))).requestsPerSecond(200).runs(200))
 *         .rolledBackAtLeast(percent(99)).within(minutes(3)).exposedAtMost(percent(10));
 * }</pre>
 *
 * <p>A policy is a distribution: prefer {@link app.flagger.testkit.Simulation#runs} to a single lucky seed. {@link
 * app.flagger.testkit.ScenarioPlayer} plays recorded scenarios tick by tick; {@link app.flagger.testkit.Progresses} and {@link
 * app.flagger.testkit.Evidences} make what a strategy or judge is given. The simulated plugs are in {@link
 * app.flagger.testkit.world}.
 */
@NullMarked
package app.flagger.testkit;

import org.jspecify.annotations.NullMarked;
