package app.flagger.testkit.contract;

import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.CanarySpec;
import app.flagger.api.spec.HttpMatch;
import app.flagger.api.spec.ObjectMetadata;
import app.flagger.api.spec.ObjectRef;
import app.flagger.api.spec.SessionAffinity;
import app.flagger.api.spec.StringMatch;
import java.util.function.UnaryOperator;

/** Canaries to test plugs with. */
final class Canaries {
    static final Canary WEB = demanding("web");
    static final Canary OTHER = demanding("other");

    private Canaries() {}

    static Canary canary(String name, UnaryOperator<Analysis.Builder> analysis) {
        return Canary.builder()
                .metadata(ObjectMetadata.builder()
                        .namespace("contract")
                        .name(name)
                        .build())
                .spec(CanarySpec.builder()
                        .targetRef(ObjectRef.of("apps/v1", "Deployment", name))
                        .analysis(analysis.apply(Analysis.builder()).build())
                        .build())
                .build();
    }

    /** Asks for whatever a router can do. */
    private static Canary demanding(String name) {
        return canary(
                name,
                analysis -> analysis.stepWeight(10)
                        .maxWeight(50)
                        .addMatch(HttpMatch.builder()
                                .putHeaders("x-user", new StringMatch(StringMatch.Kind.EXACT, "insider"))
                                .build())
                        .sessionAffinity(
                                SessionAffinity.builder().cookieName("contract").build()));
    }
}
