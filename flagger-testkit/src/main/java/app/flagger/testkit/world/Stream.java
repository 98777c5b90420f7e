package app.flagger.testkit.world;

import java.util.Arrays;

/** Requests of one kind that come all the time, from a number of clients that keep their cookies. */
final class Stream {
    final Request request;
    /** Whether they go straight to the canary, past the route, as those of a load test do. */
    final boolean direct;

    private final int clients;
    private double perSecond;
    /** Of each client; none before requests come. */
    private String[] cookies = new String[0];

    private double carried;

    Stream(Request request, double perSecond, int clients, boolean direct) {
        this.request = request;
        this.direct = direct;
        this.clients = clients;
        rate(perSecond);
    }

    /** From now on so many come. */
    void rate(double requestsPerSecond) {
        perSecond = requestsPerSecond;
        if (perSecond > 0 && cookies.length == 0) {
            cookies = new String[clients];
            Arrays.fill(cookies, "");
        }
    }

    boolean flows() {
        return perSecond > 0;
    }

    /** How many requests come in a span; fractions are carried over. */
    int due(long nanos) {
        carried += perSecond * nanos / 1e9;
        int whole = (int) carried;
        carried -= whole;
        return whole;
    }

    int client(Random random) {
        return (int) Long.remainderUnsigned(random.bits(), cookies.length);
    }

    boolean carries(int client, String cookie) {
        return cookies[client].equals(cookie);
    }

    void keep(int client, String cookie) {
        cookies[client] = cookie;
    }
}
