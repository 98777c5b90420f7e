package app.flagger.testkit.world;

/** Requests of one kind that come all the time, from a number of clients that keep their cookies. */
final class Stream {
    final Request request;
    /** Whether they go straight to the canary, past the route, as those of a load test do. */
    final boolean direct;

    private final double perSecond;
    private final String[] cookies;
    private double carried;

    Stream(Request request, double perSecond, int clients, boolean direct) {
        this.request = request;
        this.direct = direct;
        this.perSecond = perSecond;
        cookies = new String[clients];
        java.util.Arrays.fill(cookies, "");
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
