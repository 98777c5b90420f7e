/**
 * The stock judges, written on the public interface and nothing else. {@link app.flagger.engine.analysis.Judges} hands them out.
 */
@NullMarked
package app.flagger.engine.analysis;

import org.jspecify.annotations.NullMarked;
