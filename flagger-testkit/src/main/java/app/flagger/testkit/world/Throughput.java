package app.flagger.testkit.world;

import app.flagger.api.Problems;
import java.time.Duration;

/**
 * The requests that one version answered in a span of time, without mirrored copies and those of load tests.
 *
 * @param from when the span begins, counted from where the timeline has its zero
 * @param to when it ends, after {@code from}
 * @param version the version that answered
 * @param answered how many requests, failed ones included
 * @param failed how many of them failed, at most {@code answered}
 */
public record Throughput(Duration from, Duration to, String version, long answered, long failed) {
    /** @throws app.flagger.api.InvalidResource if the span is empty or a number is impossible */
    public Throughput {
        Problems problems = new Problems();
        problems.require(to.compareTo(from) > 0, "to", to, "must be after " + from);
        problems.require(answered >= 0, "answered", answered, "must not be negative");
        problems.require(failed >= 0 && failed <= answered, "failed", failed, "must be between 0 and " + answered);
        problems.throwIfAny("throughput of " + version);
    }
}
