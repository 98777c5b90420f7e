/** Virtual time, simulated meshes, fault injection, assertions, contract tests and timelines. */
@NullMarked
package app.flagger.testkit;

import org.jspecify.annotations.NullMarked;
