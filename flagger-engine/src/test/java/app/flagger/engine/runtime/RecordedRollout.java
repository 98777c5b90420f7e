package app.flagger.engine.runtime;

import app.flagger.api.Revision;
import app.flagger.api.plug.HookAnswer;
import app.flagger.api.plug.Measurement;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.HookType;
import app.flagger.api.spec.Metric;
import app.flagger.engine.Rollout;
import app.flagger.engine.TickRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The records of one rollout, the same each time. */
public final class RecordedRollout {
    /** Stands in the address of a hook and in its metadata. */
    public static final String SECRET = "token-4711";

    private RecordedRollout() {}

    /** From the first tick to the promotion, one line for each tick. */
    public static List<String> record() {
        Bench bench = new Bench();
        bench.router.exists = false;
        bench.workload.primary = java.util.Optional.empty();
        bench.answers = query -> new Measurement.Value(99.5, bench.clock.now());
        List<String> records = new ArrayList<>();
        Seams seams = Seams.deterministic(new java.util.Random(7)::nextLong);
        Engine engine = bench.builder()
                .seams(seams)
                .hooks("test", (request, call) -> HookAnswer.yes())
                .records((TickRecord record) -> records.add(record.toJson()))
                .build();
        Canary canary = Bench.canary(analysis -> analysis.maxWeight(20)
                .metrics(List.of(
                        Metric.builder().name(Metric.SUCCESS_RATE).threshold(99).build()))
                .webhooks(List.of(Bench.hook("gate", "test://" + SECRET + "@host/").toBuilder()
                        .type(HookType.CONFIRM_PROMOTION)
                        .putMetadata("token", SECRET)
                        .build())));
        Rollout rollout = engine.manage(canary);
        engine.start();
        bench.clock.advance(Duration.ofMinutes(1));
        bench.workload.target = new Revision("v2");
        rollout.wake();
        bench.clock.advance(Duration.ofMinutes(8));
        engine.close();
        return records;
    }
}
