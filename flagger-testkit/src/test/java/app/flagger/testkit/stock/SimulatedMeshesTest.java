package app.flagger.testkit.stock;

import app.flagger.api.Revision;
import app.flagger.api.plug.TrafficRouter;
import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.CanarySpec;
import app.flagger.api.spec.HttpMatch;
import app.flagger.api.spec.ObjectMetadata;
import app.flagger.api.spec.ObjectRef;
import app.flagger.api.spec.SessionAffinity;
import app.flagger.api.spec.StringMatch;
import app.flagger.testkit.contract.Probe;
import app.flagger.testkit.contract.TrafficRouterContract;
import app.flagger.testkit.world.Mesh;
import app.flagger.testkit.world.Request;
import app.flagger.testkit.world.Role;
import app.flagger.testkit.world.Served;
import app.flagger.testkit.world.SimulatedMesh;
import app.flagger.testkit.world.SimulatedWorkload;
import app.flagger.testkit.world.VirtualClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

class SimulatedMeshesTest {
    @Nested
    class AsIstio extends Held {
        AsIstio() {
            super(Mesh.istio());
        }
    }

    @Nested
    class AsIstioWithASlowDataPlane extends Held {
        AsIstioWithASlowDataPlane() {
            super(Mesh.istio().lag(Duration.ofSeconds(20)));
        }
    }

    @Nested
    class AsGatewayApi extends Held {
        AsGatewayApi() {
            super(Mesh.gatewayApi());
        }
    }

    @Nested
    class AsLinkerd extends Held {
        AsLinkerd() {
            super(Mesh.linkerd());
        }
    }

    @Nested
    class AsNginx extends Held {
        AsNginx() {
            super(Mesh.nginx());
        }
    }

    @Nested
    class AsKubernetes extends Held {
        AsKubernetes() {
            super(Mesh.kubernetes());
        }
    }

    private abstract static class Held extends TrafficRouterContract {
        private static final Canary WEB = canary("web");
        private static final Canary OTHER = canary("other");

        private final VirtualClock clock = new VirtualClock();
        private final SimulatedMesh mesh;

        Held(Mesh kind) {
            mesh = new SimulatedMesh(kind, clock, 7);
            for (Canary canary : List.of(WEB, OTHER)) {
                mesh.connect(canary, new SimulatedWorkload(clock, new Revision("v1")));
            }
        }

        @Override
        protected TrafficRouter router() {
            return mesh.router();
        }

        @Override
        protected Canary canary() {
            return WEB;
        }

        @Override
        protected Optional<Canary> another() {
            return Optional.of(OTHER);
        }

        @Override
        protected boolean singleThreaded() {
            return true;
        }

        @Override
        protected Optional<Probe> probe() {
            return Optional.of(new Probe() {
                @Override
                public Reply send(Sent sent) {
                    Request request = sent.matching() ? Request.plain().header("X-User", "insider") : Request.plain();
                    Served served = mesh.serve(
                            WEB.key(),
                            sent.cookie()
                                    .map(it -> request.header("Cookie", it))
                                    .orElse(request));
                    return new Reply(
                            served.by() == Role.CANARY ? Version.CANARY : Version.PRIMARY,
                            served.mirrored(),
                            served.cookie());
                }

                @Override
                public void settle() {
                    clock.advance(mesh.kind().lag());
                }
            });
        }

        private static Canary canary(String name) {
            return Canary.builder()
                    .metadata(ObjectMetadata.builder()
                            .namespace("contract")
                            .name(name)
                            .build())
                    .spec(CanarySpec.builder()
                            .targetRef(ObjectRef.of("apps/v1", "Deployment", name))
                            .analysis(Analysis.builder()
                                    .stepWeight(10)
                                    .maxWeight(50)
                                    .addMatch(HttpMatch.builder()
                                            .putHeaders("x-user", new StringMatch(StringMatch.Kind.EXACT, "insider"))
                                            .build())
                                    .sessionAffinity(SessionAffinity.builder()
                                            .cookieName("contract")
                                            .build())
                                    .build())
                            .build())
                    .build();
        }
    }
}
