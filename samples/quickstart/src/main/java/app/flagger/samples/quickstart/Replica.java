package app.flagger.samples.quickstart;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;

/**
 * One server of one version: a real HTTP server on a free port of the loopback interface. A retired replica takes no new
 * request, finishes those under way, and stops. Thread-safe.
 */
final class Replica {
    /** Header of each answer that names the version which gave it. */
    static final String VERSION_HEADER = "X-Version";

    private final Release release;
    private final HttpServer server;
    private final Spread errors;
    private int underWay;
    private boolean retired;

    private Replica(Release release, Spread errors, Executor threads) throws IOException {
        this.release = release;
        this.errors = errors;
        server = Loopback.serve(this::answer, threads);
    }

    /**
     * Starts a server.
     *
     * @param errors shared by the replicas of a version, so that the version as a whole errs as often as it shall
     */
    static Replica start(Release release, Spread errors, Executor threads) throws IOException {
        return new Replica(release, errors, threads);
    }

    Release release() {
        return release;
    }

    URI address(String pathAndQuery) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + pathAndQuery);
    }

    /** Reserves the replica for one request; each success needs one {@link #leave()}. */
    synchronized boolean enter() {
        if (retired) {
            return false;
        }
        underWay++;
        return true;
    }

    synchronized void leave() {
        underWay--;
        stopIfIdle();
    }

    synchronized void retire() {
        retired = true;
        stopIfIdle();
    }

    private void stopIfIdle() {
        if (retired && underWay == 0) {
            server.stop(0);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            // What the service does for its users takes time; this sample's service does nothing else.
            Thread.sleep(release.work().toMillis());
            boolean fails = errors.hits(release.errorsPercent());
            String text = fails ? "something broke in " : "hello from ";
            byte[] body = (text + release.version() + "\n").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set(VERSION_HEADER, release.version());
            exchange.sendResponseHeaders(fails ? 500 : 200, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
