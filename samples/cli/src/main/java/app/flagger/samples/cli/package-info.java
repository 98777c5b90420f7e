/** The library from a shell. */
@NullMarked
package app.flagger.samples.cli;

import org.jspecify.annotations.NullMarked;
