package app.flagger.samples.quickstart;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * What the users talk to: a real HTTP server that hands each request to a replica of the version that the {@link Route} names,
 * and tells the {@link Meter} what came of it. Thread-safe.
 */
final class Gateway implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final List<String> FORWARDED = List.of("Accept", "Content-Type", "Cookie", "User-Agent");

    private final HttpServer server;
    private final HttpClient client;
    private final Executor threads;
    private final Route route;
    private final ShopWorkload shop;
    private final Meter meter;

    private Gateway(Route route, ShopWorkload shop, Meter meter, Executor threads) throws IOException {
        this.route = route;
        this.shop = shop;
        this.meter = meter;
        this.threads = threads;
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(threads)
                .build();
        server = Loopback.serve(this::serve, threads);
    }

    /** Starts on a free port of the loopback interface. */
    static Gateway start(Route route, ShopWorkload shop, Meter meter, Executor threads) throws IOException {
        return new Gateway(route, shop, meter, threads);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** An answer for the user; {@code version} is empty if no replica gave it. */
    private record Answer(int status, String version, byte[] body) {}

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Route.Way way = route.way(exchange.getRequestHeaders());
            if (way.mirror()) {
                threads.execute(() -> forward(Arm.CANARY, exchange, body, true));
            }
            Answer answer = forward(way.arm(), exchange, body, false);
            Headers headers = exchange.getResponseHeaders();
            headers.set(Replica.VERSION_HEADER, answer.version());
            way.setCookie().ifPresent(cookie -> headers.add("Set-Cookie", cookie));
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    private Answer forward(Arm arm, HttpExchange exchange, byte[] body, boolean mirrored) {
        long from = System.nanoTime();
        Optional<Replica> replica = shop.fleet(arm)
                .take()
                .or(() -> mirrored ? Optional.empty() : shop.fleet(other(arm)).take());
        Answer answer = replica.isPresent()
                ? ask(replica.get(), request(replica.get(), exchange, body))
                : new Answer(503, "", "no replica\n".getBytes(StandardCharsets.UTF_8));
        meter.record(arm, answer.version(), answer.status(), Duration.ofNanos(System.nanoTime() - from), mirrored);
        return answer;
    }

    /** A user who finds nobody home goes there: before there is a primary, and when the canary leaves at that moment. */
    private static Arm other(Arm arm) {
        return arm == Arm.PRIMARY ? Arm.CANARY : Arm.PRIMARY;
    }

    private Answer ask(Replica replica, HttpRequest request) {
        String version = replica.release().version();
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), version, response.body());
        } catch (IOException e) {
            return new Answer(502, version, (e.getMessage() + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(503, version, "the gateway is closing\n".getBytes(StandardCharsets.UTF_8));
        } finally {
            replica.leave();
        }
    }

    private static HttpRequest request(Replica replica, HttpExchange exchange, byte[] body) {
        URI wanted = exchange.getRequestURI();
        HttpRequest.Builder request = HttpRequest.newBuilder(replica.address(wanted.toString()))
                .timeout(TIMEOUT)
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        FORWARDED.forEach(name -> exchange.getRequestHeaders()
                .getOrDefault(name, List.of())
                .forEach(value -> request.header(name, value)));
        return request.build();
    }
}
