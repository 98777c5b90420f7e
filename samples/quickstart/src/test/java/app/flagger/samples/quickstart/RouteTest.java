package app.flagger.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.flagger.api.PlugException;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.Canary;
import com.sun.net.httpserver.Headers;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RouteTest {
    private final Canary canary = Canaries.shop();
    private final Route route = new Route();
    private int step;

    @Test
    void ofAHundredRequestsExactlyTheWeightGoesToTheCanary() throws Exception {
        write(Split.canary(30));

        assertThat(toCanary(100, new Headers())).isEqualTo(30);
    }

    @Test
    void atSmallWeightsTheCanaryIsNeverWithoutRequestsForLong() throws Exception {
        write(Split.canary(10));

        for (int part = 0; part < 5; part++) {
            assertThat(toCanary(20, new Headers())).isBetween(1L, 3L);
        }
    }

    @Test
    void onlyMatchedRequestsGoToTheCanaryWhereTheSplitSaysSo() throws Exception {
        write(Split.matched());

        assertThat(toCanary(10, header("X-User", "insider"))).isEqualTo(10);
        assertThat(toCanary(10, header("X-User", "somebody"))).isZero();
        assertThat(toCanary(10, new Headers())).isZero();
    }

    @Test
    void aClientOfTheCanaryIsGivenTheCookieAndStays() throws Exception {
        write(Split.canary(1).sticky(Optional.of("shop=abc")));

        assertThat(toCanary(100, header("Cookie", "theme=dark; shop=abc"))).isEqualTo(100);
        assertThat(IntStream.range(0, 100)
                        .mapToObj(i -> route.way(new Headers()))
                        .filter(way -> way.arm() == Arm.CANARY))
                .singleElement()
                .extracting(Route.Way::setCookie)
                .isEqualTo(Optional.of("shop=abc; Max-Age=86400"));
    }

    @Test
    void theCookieHoldsNobodyAtACanaryWithoutWeight() throws Exception {
        write(Split.allToPrimary().sticky(Optional.of("shop=abc")));

        assertThat(toCanary(100, header("Cookie", "shop=abc"))).isZero();
    }

    @Test
    void aShareOfTheRequestsIsMirroredAndAnsweredByThePrimary() throws Exception {
        write(Split.mirror(20));

        assertThat(IntStream.range(0, 100).mapToObj(i -> route.way(new Headers())))
                .allMatch(way -> way.arm() == Arm.PRIMARY)
                .filteredOn(Route.Way::mirror)
                .hasSize(20);
    }

    @Test
    void whoHasSeenAnOlderRouteDoesNotWrite() throws Exception {
        RouteState seen = route.read(canary, StageCall.ofStep(1));
        route.write(canary, Split.canary(10), seen, StageCall.ofStep(1));

        assertThatThrownBy(() -> route.write(canary, Split.canary(20), seen, StageCall.ofStep(2)))
                .isInstanceOfSatisfying(
                        PlugException.class, e -> assertThat(e.kind()).isEqualTo(PlugException.Kind.CONFLICT));
        assertThat(route.read(canary, StageCall.ofStep(2)).live()).isEqualTo(Split.canary(10));
    }

    @Test
    void whoIsFencedOffDoesNotWrite() throws Exception {
        route.write(canary, Split.canary(10), route.read(canary, StageCall.ofStep(5)), StageCall.ofStep(5));
        RouteState seen = route.read(canary, StageCall.ofStep(4));

        assertThatThrownBy(() -> route.write(canary, Split.canary(20), seen, StageCall.ofStep(4)))
                .isInstanceOf(PlugException.class);
    }

    @Test
    void theRouteSaysWhichOperationWroteIt() throws Exception {
        write(Split.canary(10));

        assertThat(route.read(canary, StageCall.ofStep(1)).writtenBy()).contains("quickstart/shop/test/1");
    }

    private void write(Split split) throws PlugException {
        StageCall call = StageCall.ofStep(++step);
        route.write(canary, split, route.read(canary, call), call);
    }

    private long toCanary(int requests, Headers headers) {
        return IntStream.range(0, requests)
                .filter(i -> route.way(headers).arm() == Arm.CANARY)
                .count();
    }

    private static Headers header(String name, String value) {
        Headers headers = new Headers();
        headers.add(name, value);
        return headers;
    }
}
