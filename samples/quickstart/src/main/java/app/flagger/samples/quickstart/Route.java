package app.flagger.samples.quickstart;

import app.flagger.api.Call;
import app.flagger.api.Fence;
import app.flagger.api.PlugException;
import app.flagger.api.plug.Ability;
import app.flagger.api.plug.RouteState;
import app.flagger.api.plug.RouterTraits;
import app.flagger.api.plug.Split;
import app.flagger.api.plug.TrafficRouter;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.HttpMatch;
import app.flagger.api.spec.SessionAffinity;
import com.sun.net.httpserver.Headers;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The gateway's routing table, as Flagger sees it: which request goes to which version. Thread-safe. */
final class Route implements TrafficRouter {
    private final Spread weights = new Spread();
    private final Spread mirrored = new Spread();
    private volatile Table table = new Table(Split.allToPrimary(), List.of(), "", 1, Optional.empty());
    private Fence highest = new Fence(0, 0);

    /**
     * What is in force.
     *
     * @param cookieRules attributes of the cookie, as {@code ; Max-Age=60}
     * @param version grows with each write
     */
    private record Table(
            Split split, List<HttpMatch> matches, String cookieRules, long version, Optional<String> writtenBy) {}

    /**
     * Where one request goes.
     *
     * @param arm the version that answers
     * @param mirror whether the canary gets a copy
     * @param setCookie what the answer tells the client to keep
     */
    record Way(Arm arm, boolean mirror, Optional<String> setCookie) {}

    @Override
    public RouterTraits traits(Canary canary) {
        return RouterTraits.of(
                Ability.WEIGHTS,
                Ability.MIRROR,
                Ability.MIRROR_SHARE,
                Ability.MATCH_HEADER_EXACT,
                Ability.MATCH_HEADER_PREFIX,
                Ability.MATCH_HEADER_SUFFIX,
                Ability.MATCH_HEADER_REGEX,
                Ability.AFFINITY,
                Ability.COMPARE_AND_SET,
                Ability.COMPARE_FENCES,
                Ability.STAMP);
    }

    @Override
    public RouteState read(Canary canary, Call call) {
        return state(table);
    }

    @Override
    public synchronized void write(Canary canary, Split want, RouteState seen, Call call) throws PlugException {
        if (!seen.version().equals(state(table).version()) || call.fence().compareTo(highest) < 0) {
            throw new PlugException(
                    PlugException.Kind.CONFLICT,
                    "the route was written by " + table.writtenBy().orElse("nobody"));
        }
        highest = call.fence();
        String rules =
                canary.spec().analysis().sessionAffinity().map(Route::rules).orElse("");
        List<HttpMatch> matches = canary.spec().analysis().match();
        table = new Table(want, matches, rules, table.version() + 1, Optional.of(call.operation()));
    }

    @Override
    public synchronized void giveBack(Canary canary, Call call) throws PlugException {
        write(canary, Split.allToPrimary(), read(canary, call), call);
    }

    /** Decides for one request. */
    Way way(Headers request) {
        Table now = table;
        boolean keeps = now.split()
                .stickyCookie()
                .filter(cookie -> holds(request, cookie))
                .isPresent();
        boolean toCanary = now.split().canaryPercent() > 0 && (keeps || chosen(now, request));
        boolean copy = !toCanary
                && now.split().mirrorPercent() > 0
                && mirrored.hits(now.split().mirrorPercent());
        Optional<String> cookie = toCanary && !keeps
                ? now.split().stickyCookie().map(value -> value + now.cookieRules())
                : Optional.empty();
        return new Way(toCanary ? Arm.CANARY : Arm.PRIMARY, copy, cookie);
    }

    private boolean chosen(Table now, Headers request) {
        boolean candidate =
                !now.split().matchedOnly() || now.matches().stream().anyMatch(match -> matches(match, request));
        return candidate && weights.hits(now.split().canaryPercent());
    }

    /** Looks at headers only, as the traits say: a condition without any matches nothing. */
    private static boolean matches(HttpMatch match, Headers request) {
        return !match.headers().isEmpty()
                && match.headers().entrySet().stream().allMatch(header -> {
                    String value = request.getFirst(header.getKey());
                    return value != null && header.getValue().test(value);
                });
    }

    private static boolean holds(Headers request, String cookie) {
        List<String> lines = request.getOrDefault("Cookie", List.of());
        return lines.stream()
                .flatMap(line -> Arrays.stream(line.split(";")))
                .map(String::trim)
                .anyMatch(cookie::equals);
    }

    private static String rules(SessionAffinity affinity) {
        return "; Max-Age=" + affinity.maxAge().toSeconds();
    }

    private static RouteState state(Table table) {
        return new RouteState(
                table.split(),
                RouteState.Propagation.PROGRAMMED,
                Optional.of(String.valueOf(table.version())),
                table.writtenBy());
    }
}
