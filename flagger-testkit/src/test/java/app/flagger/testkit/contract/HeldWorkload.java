package app.flagger.testkit.contract;

import app.flagger.api.plug.Workload;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.DynamicTest;

/** The suite over fresh workloads with all switches. */
class HeldWorkload extends WorkloadContract {
    private final Supplier<GoodWorkload> fresh;
    private GoodWorkload last;

    HeldWorkload(Supplier<GoodWorkload> fresh) {
        this.fresh = fresh;
        last = fresh.get();
    }

    @Override
    protected Workload workload() {
        last = fresh.get();
        return last;
    }

    @Override
    protected void push() {
        last.push();
    }

    @Override
    protected void settle() throws Exception {
        last.settle();
    }

    @Override
    protected Optional<String> primaryRuns() {
        return last.primary.map(any -> last.running);
    }

    @Override
    protected List<String> secrets() {
        return List.of("hush-hush");
    }

    @Override
    protected void outage(boolean on) {
        last.line.cut(on);
    }

    /** A test that a broken workload is caught by the test of that name. */
    static DynamicTest caught(String flaw, String by, Supplier<GoodWorkload> workload) {
        return Suite.caught(flaw, by, new HeldWorkload(workload));
    }
}
