/** The shortest program that rolls something out. */
@NullMarked
package app.flagger.samples.quickstart;

import org.jspecify.annotations.NullMarked;
