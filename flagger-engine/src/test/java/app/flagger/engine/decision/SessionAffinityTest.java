package app.flagger.engine.decision;

import static app.flagger.engine.decision.Canaries.canary;
import static app.flagger.engine.decision.Canaries.steps;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.plug.Ability;
import app.flagger.api.plug.RouterTraits;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.SessionAffinity;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The cookie that keeps clients with the canary: a new one in each run, on the route while the canary has a weight. */
class SessionAffinityTest {
    private final DecisionBench bench = new DecisionBench(canary(analysis -> steps(20, 40)
            .apply(analysis)
            .sessionAffinity(SessionAffinity.builder().cookieName("c").build())));

    private Optional<String> cookie() {
        return bench.live.orElseThrow().stickyCookie();
    }

    private static RouterTraits without(Ability missing) {
        EnumSet<Ability> abilities = EnumSet.allOf(Ability.class);
        abilities.remove(missing);
        return RouterTraits.of(abilities, 1, Duration.ZERO);
    }

    @Test
    void theRouteCarriesItFromTheFirstStepUntilTrafficIsBackOnThePrimary() {
        bench.started("2");
        assertThat(cookie()).isEmpty();
        bench.tick();
        Optional<String> cookie = bench.status.sessionAffinityCookie();
        assertThat(cookie.orElseThrow()).startsWith("c=cookie-");
        assertThat(cookie()).isEqualTo(cookie);
        bench.tick();
        assertThat(cookie()).as("the same at every step").isEqualTo(cookie);
        bench.until("Finalising 0 up");
        assertThat(cookie()).isEmpty();
    }

    @Test
    void eachRunHasItsOwnAndTheOneBeforeIsKnown() {
        bench.started("2").tick();
        Optional<String> first = bench.status.sessionAffinityCookie();
        bench.push("3").ticks(2);
        assertThat(bench.status.sessionAffinityCookie()).isPresent().isNotEqualTo(first);
        assertThat(bench.status.previousSessionAffinityCookie()).isEqualTo(first);
        assertThat(cookie()).isEqualTo(bench.status.sessionAffinityCookie());
    }

    @Test
    void aRouteThatLostItIsWrittenAgain() {
        bench.started("2").tick();
        bench.live = Optional.of(Split.canary(20));
        bench.wake();
        assertThat(cookie()).isPresent();
    }

    @Test
    void aRouterWithoutCookiesIsGivenNone() {
        bench.router = without(Ability.AFFINITY);
        bench.started("2").tick();
        assertThat(bench.live).contains(Split.canary(20));
    }

    @Test
    void aRouterWithoutCookiesIsNotAskedToTakeAwayWhatItSays() {
        bench.router = without(Ability.AFFINITY);
        bench.started("2").tick();
        bench.live = Optional.of(Split.canary(20).sticky(Optional.of("its=own")));
        bench.forget().wake();
        assertThat(bench.done).isEmpty();
        bench.live = Optional.of(Split.canary(90).sticky(Optional.of("its=own")));
        bench.wake();
        assertThat(bench.live).contains(Split.canary(20));
    }
}
