/**
 * The resources that people write: {@link app.flagger.api.spec.Canary}, {@link app.flagger.api.spec.MetricTemplate} and
 * {@link app.flagger.api.spec.AlertProvider}, as values. Illegal ones cannot be built; lists and maps keep the order in which
 * they were written.
 */
@NullMarked
@Value.Style(
        visibility = Value.Style.ImplementationVisibility.PACKAGE,
        overshadowImplementation = true,
        jdkOnly = true,
        allowedClasspathAnnotations = {})
package app.flagger.api.spec;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
