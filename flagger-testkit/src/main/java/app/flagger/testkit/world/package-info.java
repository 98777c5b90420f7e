/**
 * The simulated world: one implementation of each plug, all of them in virtual time. {@link
 * app.flagger.testkit.world.VirtualClock} is the time, {@link app.flagger.testkit.world.SimulatedMesh} routes requests, {@link
 * app.flagger.testkit.world.SimulatedWorkload} runs revisions that behave as {@link app.flagger.testkit.world.Behaviour}s say,
 * {@link app.flagger.testkit.world.MeshMetrics} reports what the mesh saw, {@link app.flagger.testkit.world.SettableMetrics}
 * what it was told to, and {@link app.flagger.testkit.world.RecordedAlerts} and {@link
 * app.flagger.testkit.world.RecordedHooks} keep what the engine sent. Each can be used alone. A {@link
 * app.flagger.testkit.Simulation} puts them together.
 *
 * <p>Everything here belongs to one thread, except where a class says otherwise, and is deterministic: the same seed gives
 * the same requests.
 */
@NullMarked
package app.flagger.testkit.world;

import org.jspecify.annotations.NullMarked;
