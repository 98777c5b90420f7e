package app.flagger.testkit.world;

import app.flagger.api.spec.HttpMatch;
import app.flagger.api.spec.StringMatch;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request as a mesh sees it. Immutable.
 *
 * @param path the path
 * @param headers by name in lower case; the cookies are in the header {@code cookie}
 * @param query query parameters by name
 * @param sourceLabels labels of the workload that sends it
 */
public record Request(
        String path, Map<String, String> headers, Map<String, String> query, Map<String, String> sourceLabels) {
    /** Copies the maps; names of headers are put in lower case. */
    public Request {
        Map<String, String> lower = new LinkedHashMap<>();
        headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        headers = Collections.unmodifiableMap(lower);
        query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
        sourceLabels = Collections.unmodifiableMap(new LinkedHashMap<>(sourceLabels));
    }

    /** A plain request without headers. */
    public static Request plain() {
        return new Request("/", new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    }

    /** The same request with one more header. */
    public Request header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name.toLowerCase(Locale.ROOT), value);
        return new Request(path, more, query, sourceLabels);
    }

    /** The same request with one more query parameter. */
    public Request parameter(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(query);
        more.put(name, value);
        return new Request(path, headers, more, sourceLabels);
    }

    /** The same request from a workload with one more label. */
    public Request from(String label, String value) {
        Map<String, String> more = new LinkedHashMap<>(sourceLabels);
        more.put(label, value);
        return new Request(path, headers, query, more);
    }

    /** Whether a cookie, {@code name=value}, is sent along. */
    public boolean carries(String cookie) {
        for (String part : headers.getOrDefault("cookie", "").split(";")) {
            if (part.strip().equals(cookie)) {
                return true;
            }
        }
        return false;
    }

    /** Whether all parts of a condition hold. */
    public boolean matches(HttpMatch match) {
        return match.uri().map(uri -> uri.test(path)).orElse(true)
                && all(match.headers(), headers, true)
                && match.withoutHeaders().entrySet().stream()
                        .noneMatch(entry -> test(entry.getValue(), headers.get(lower(entry.getKey()))))
                && all(match.queryParams(), query, false)
                && sourceLabels.entrySet().containsAll(match.sourceLabels().entrySet());
    }

    private static boolean all(Map<String, StringMatch> conditions, Map<String, String> values, boolean header) {
        return conditions.entrySet().stream()
                .allMatch(entry -> test(entry.getValue(), values.get(header ? lower(entry.getKey()) : entry.getKey())));
    }

    private static boolean test(StringMatch condition, @org.jspecify.annotations.Nullable String value) {
        return Optional.ofNullable(value).map(condition::test).orElse(false);
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
