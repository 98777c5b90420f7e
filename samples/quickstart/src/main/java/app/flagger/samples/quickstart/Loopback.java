package app.flagger.samples.quickstart;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;

/** Starts HTTP servers that only this machine can reach. */
final class Loopback {
    static {
        // Without it the JDK's server waits for an acknowledgement between the head and the body of each answer.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private Loopback() {}

    /** A running server on a free port. */
    static HttpServer serve(HttpHandler handler, Executor threads) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", handler);
        server.start();
        return server;
    }
}
