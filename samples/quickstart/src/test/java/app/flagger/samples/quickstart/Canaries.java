package app.flagger.samples.quickstart;

import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.CanarySpec;
import app.flagger.api.spec.HttpMatch;
import app.flagger.api.spec.ObjectMetadata;
import app.flagger.api.spec.ObjectRef;
import app.flagger.api.spec.SessionAffinity;
import app.flagger.api.spec.StringMatch;

/** Canaries to test plugs with. */
final class Canaries {
    private Canaries() {}

    /** With a header to match and a cookie, which a route uses if the split asks for them. */
    static Canary shop() {
        HttpMatch insiders = HttpMatch.builder()
                .putHeaders("X-User", new StringMatch(StringMatch.Kind.EXACT, "insider"))
                .build();
        Analysis analysis = Analysis.builder()
                .iterations(5)
                .addMatch(insiders)
                .sessionAffinity(SessionAffinity.builder().cookieName("shop").build())
                .build();
        return Canary.builder()
                .metadata(ObjectMetadata.builder()
                        .namespace("quickstart")
                        .name("shop")
                        .build())
                .spec(CanarySpec.builder()
                        .targetRef(ObjectRef.of("quickstart/v1", "Service", "shop"))
                        .analysis(analysis)
                        .build())
                .build();
    }
}
