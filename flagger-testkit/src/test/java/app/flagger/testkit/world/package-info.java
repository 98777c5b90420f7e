/** Tests of the simulated plugs, each alone. */
@NullMarked
package app.flagger.testkit.world;

import org.jspecify.annotations.NullMarked;
