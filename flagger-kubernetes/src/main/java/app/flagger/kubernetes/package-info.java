/** The plugs for Kubernetes: routers for meshes and ingresses, workloads, config tracking, the status of a Canary, events. */
@NullMarked
package app.flagger.kubernetes;

import org.jspecify.annotations.NullMarked;
