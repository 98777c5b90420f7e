/** Measures what docs/PERFORMANCE.md says. Compiled and run with the profile {@code jmh} only. */
@NullMarked
package app.flagger.bench;

import org.jspecify.annotations.NullMarked;
