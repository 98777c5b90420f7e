package app.flagger.testkit.docs;

import app.flagger.engine.Flagger;

/** Somebody's deploy tool. */
final class Deploy {
    private Deploy() {}

    static void delivery(Flagger.Builder b) {
        b.router("haproxy", new OurProxy());
        b.workloads(new Nomad());
        b.metrics(new OurMetrics(99.9));
        b.gate("office-hours", hook -> officeIsOpen());
        b.strategy("doubling", new Doubling());
    }

    private static boolean officeIsOpen() {
        return true;
    }
}
