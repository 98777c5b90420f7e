/**
 * What is remembered of a canary between two ticks. The whole memory of a rollout is one
 * {@link app.flagger.api.status.CanaryStatus}: any engine can take over from it.
 */
@NullMarked
@ValueStyle
package app.flagger.api.status;

import org.jspecify.annotations.NullMarked;
