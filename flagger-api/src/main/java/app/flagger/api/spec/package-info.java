/**
 * The resources that people write: {@link app.flagger.api.spec.Canary}, {@link app.flagger.api.spec.MetricTemplate} and
 * {@link app.flagger.api.spec.AlertProvider}, as values. Illegal ones cannot be built; lists and maps keep the order in which
 * they were written.
 */
@NullMarked
@ValueStyle
package app.flagger.api.spec;

import org.jspecify.annotations.NullMarked;
