package app.flagger.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.CanaryKey;
import app.flagger.api.Reason;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.ObjectRef;
import app.flagger.api.spec.ServiceSpec;
import app.flagger.engine.Rollout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule 25: the older registration keeps a target or route; the other gets no tick, and is taken up when the first goes. */
class Rule25DuplicatesTest {
    private final Bench bench = new Bench();
    private final Engine engine = bench.builder().manualTicks().build();

    private static Canary named(String name, Instant created) {
        Canary canary = Bench.canary(analysis -> analysis);
        return canary.toBuilder()
                .metadata(canary.metadata().toBuilder()
                        .name(name)
                        .creationTimestamp(created)
                        .build())
                .build();
    }

    private static Canary of(Canary canary, String target, String service) {
        return canary.toBuilder()
                .spec(canary.spec().toBuilder()
                        .targetRef(ObjectRef.of("apps/v1", "Deployment", target))
                        .service(ServiceSpec.builder().port(80).name(service).build())
                        .build())
                .build();
    }

    /** The canaries whose decisions were asked for since the last call. */
    private List<String> driven() {
        List<String> driven = new ArrayList<>();
        bench.seen.forEach(situation -> driven.add(situation.canary().key().name()));
        bench.seen.clear();
        return driven;
    }

    @Test
    void theOlderKeepsTheTargetAndTheYoungerGetsNoTick() {
        Rollout younger = engine.manage(named("a", Instant.EPOCH.plusSeconds(1)));
        Bench.tick(younger);
        assertThat(driven()).containsExactly("a");
        Rollout elder = engine.manage(named("b", Instant.EPOCH));
        Bench.tick(younger);
        Bench.tick(elder);
        assertThat(driven()).containsExactly("b");
        assertThat(younger.snapshot().waitingFor())
                .containsExactly(Reason.of("duplicate").with("owner", "shop/b"));
    }

    @Test
    void ofEquallyOldOnesTheFirstByNameKeepsIt() {
        Rollout second = engine.manage(named("b", Instant.EPOCH));
        Rollout first = engine.manage(named("a", Instant.EPOCH));
        Bench.tick(second);
        Bench.tick(first);
        assertThat(driven()).containsExactly("a");
    }

    @Test
    void twoTargetsBehindOneRouteAreDuplicatesToo() {
        Rollout younger = engine.manage(of(named("a", Instant.EPOCH.plusSeconds(1)), "one", "shop"));
        Rollout elder = engine.manage(of(named("b", Instant.EPOCH), "two", "shop"));
        Rollout other = engine.manage(of(named("c", Instant.EPOCH.plusSeconds(2)), "three", "cellar"));
        Bench.tick(younger);
        Bench.tick(elder);
        Bench.tick(other);
        assertThat(driven()).containsExactly("b", "c");
    }

    @Test
    void theYoungerIsTakenUpWhenTheOlderGoes() {
        Rollout younger = engine.manage(named("a", Instant.EPOCH.plusSeconds(1)));
        engine.manage(named("b", Instant.EPOCH));
        Bench.tick(younger);
        assertThat(driven()).isEmpty();
        engine.forget(new CanaryKey("shop", "b"));
        Bench.tick(younger);
        assertThat(driven()).containsExactly("a");
        assertThat(younger.snapshot().waitingFor())
                .isNotEqualTo(List.of(Reason.of("duplicate").with("owner", "shop/b")));
    }
}
