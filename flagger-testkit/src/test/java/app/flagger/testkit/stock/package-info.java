/** The plugs of the engine and of the simulations, each held to the contract of its interface. */
@NullMarked
package app.flagger.testkit.stock;

import org.jspecify.annotations.NullMarked;
