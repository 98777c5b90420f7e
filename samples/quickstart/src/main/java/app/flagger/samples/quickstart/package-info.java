/**
 * A rollout on real requests, in one JVM and without a cluster: {@link app.flagger.samples.quickstart.Main} starts a small
 * service, a gateway and users, gives the gateway and the service to Flagger, and releases two new versions, one of them bad.
 *
 * <p>{@code ShopWorkload}, {@code Route} and {@code Meter} are what an embedder writes: a workload, a router and a metric
 * provider. {@code Replica}, {@code Fleet}, {@code Gateway} and {@code Load} are the world that they stand in.
 * {@code Quickstart} tells the story, {@code LiveView} and {@code Chronicle} show it; the testkit draws the picture.
 */
@NullMarked
package app.flagger.samples.quickstart;

import org.jspecify.annotations.NullMarked;
