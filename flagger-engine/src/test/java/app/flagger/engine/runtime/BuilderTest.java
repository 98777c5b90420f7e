package app.flagger.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.flagger.api.InvalidResource;
import app.flagger.api.Problem;
import app.flagger.api.plug.Ability;
import app.flagger.api.plug.RouterTraits;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.Metric;
import app.flagger.api.spec.NamedPlug;
import app.flagger.engine.Flagger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BuilderTest {
    private final Bench bench = new Bench();

    private static List<String> paths(Throwable thrown) {
        return ((InvalidResource) thrown).problems().stream().map(Problem::path).toList();
    }

    @Test
    void everythingThatIsMissingOrGivenTwiceIsReportedAtOnce() {
        Flagger.Builder builder = Flagger.builder()
                .store(bench.store)
                .store(bench.store)
                .clock(bench.clock)
                .clock(bench.clock)
                .gate("a", request -> true)
                .gate("a", request -> false);
        assertThatThrownBy(builder::build)
                .isInstanceOf(InvalidResource.class)
                .satisfies(thrown -> assertThat(paths(thrown)).containsExactly("store", "clock", "gate", "router"));
    }

    @Test
    void buildingAndManagingDoNoIo() {
        Engine engine = bench.builder().build();
        engine.manage(Bench.canary(analysis -> analysis));
        assertThat(bench.journal.reads("load") + bench.journal.reads("observe")).isZero();
        assertThat(bench.clock.waiting()).isZero();
    }

    @Test
    void everythingThatACanaryNeedsAndPlugsLackIsReportedAtOnce() {
        Engine engine = new EngineBuilder()
                .router("fake", bench.router)
                .seams(Seams.deterministic(() -> 1))
                .build();
        Canary canary = Bench.canary(analysis -> analysis.strategy(NamedPlug.of("night"))
                .metrics(List.of(
                        Metric.builder().name(Metric.SUCCESS_RATE).build(),
                        Metric.builder().name("own").build(),
                        Metric.builder()
                                .name("third")
                                .query("q")
                                .judge(NamedPlug.of("oracle"))
                                .build())));
        assertThatThrownBy(() -> engine.manage(canary))
                .hasMessageStartingWith("Canary shop/web")
                .satisfies(thrown -> assertThat(paths(thrown))
                        .containsExactly(
                                "spec.targetRef",
                                "spec.analysis.strategy.type",
                                "spec.analysis.metrics[0]",
                                "spec.analysis.metrics[1]",
                                "spec.analysis.metrics[2]",
                                "spec.analysis.metrics[2].judge.type"));
        assertThat(engine.rollouts()).isEmpty();
    }

    @Test
    void anAbilityThatTheRouterLacksIsNamedWithItsField() {
        FakeRouter plain = new FakeRouter(bench.journal) {
            @Override
            public RouterTraits traits(Canary canary) {
                return RouterTraits.of(Ability.WEIGHTS);
            }
        };
        Engine engine = new EngineBuilder()
                .router("plain", plain)
                .workloads((ref, key) -> Optional.of(bench.workload))
                .seams(Seams.deterministic(() -> 1))
                .build();
        assertThatThrownBy(() -> engine.manage(Bench.canary(analysis -> analysis.mirror(true))))
                .hasMessageContaining("spec.analysis.mirror")
                .hasMessageContaining("MIRROR");
    }

    @Test
    void aRouterThatNobodyRegisteredIsRefusedButKubernetesIsAlwaysThere() {
        Engine engine = bench.builder().build();
        Canary canary = Bench.canary(analysis -> analysis);
        Canary lost = canary.toBuilder()
                .spec(canary.spec().toBuilder().provider("istio").build())
                .build();
        assertThatThrownBy(() -> engine.manage(lost))
                .hasMessageContaining("spec.provider: istio")
                .hasMessageContaining("fake");
        Canary plain = canary.toBuilder()
                .spec(canary.spec().toBuilder()
                        .provider("kubernetes")
                        .analysis(canary.spec().analysis().toBuilder()
                                .iterations(3)
                                .build())
                        .build())
                .build();
        engine.manage(plain);
        assertThat(engine.rollouts()).hasSize(1);
    }

    @Test
    void anAddressWithASecretIsNotQuoted() {
        Engine engine = bench.builder().build();
        Canary canary = Bench.canary(
                analysis -> analysis.webhooks(List.of(Bench.hook("h", "https://hooks.example/token-4711"))));
        assertThatThrownBy(() -> engine.manage(canary))
                .hasMessageContaining("https:")
                .hasMessageNotContaining("4711");
    }

    @Test
    void aModuleIsJustASetOfPlugs() {
        Engine engine = new EngineBuilder()
                .with(builder ->
                        builder.router("fake", bench.router).workloads((ref, key) -> Optional.of(bench.workload)))
                .seams(Seams.deterministic(() -> 1))
                .build();
        engine.manage(Bench.canary(analysis -> analysis));
        assertThat(engine.find(Bench.KEY)).isPresent();
    }
}
