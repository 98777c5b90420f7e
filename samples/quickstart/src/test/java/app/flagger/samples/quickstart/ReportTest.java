package app.flagger.samples.quickstart;

import static app.flagger.engine.RunResult.Outcome.PROMOTED;
import static app.flagger.engine.RunResult.Outcome.ROLLED_BACK;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.engine.RunResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    private final List<Meter.Sample> samples = new ArrayList<>();

    @Test
    void nothingIsSurprisingWhenTheBadReleaseHurtAFewRequestsAndNothingElseDid() {
        answered("v2", 200, 95);
        answered("v3", 500, 1);

        assertThat(report(PROMOTED, ROLLED_BACK, "v2", 0).surprises()).isEmpty();
    }

    @Test
    void otherEndsThanDescribedAreSurprises() {
        answered("v2", 200, 95);
        answered("v3", 500, 1);

        assertThat(report(ROLLED_BACK, PROMOTED, "v3", 0).surprises()).hasSize(3);
    }

    @Test
    void aBadReleaseThatHurtManyIsASurprise() {
        answered("v2", 200, 90);
        answered("v3", 500, 10);

        assertThat(report(PROMOTED, ROLLED_BACK, "v2", 0).surprises())
                .containsExactly("10 requests failed because of the bad release");
    }

    @Test
    void failuresThatTheBadReleaseHadNoPartInAreASurprise() {
        answered("v2", 200, 95);
        answered("v2", 500, 1);
        answered("v3", 500, 1);

        assertThat(report(PROMOTED, ROLLED_BACK, "v2", 2).surprises())
                .containsExactly("3 requests failed that the bad release had no part in");
    }

    @Test
    void theCountsAreSaidByVersionAndStatus() {
        answered("v2", 200, 99);
        answered("v3", 500, 1);

        assertThat(report(PROMOTED, ROLLED_BACK, "v2", 0).lines())
                .contains("  v2   status 200       99 requests", "  v3   status 500        1 requests")
                .anySatisfy(line -> assertThat(line).contains("1 of 100 requests failed (1.00 %)"));
    }

    private void answered(String version, int status, int times) {
        for (int i = 0; i < times; i++) {
            samples.add(new Meter.Sample(Instant.EPOCH, Arm.PRIMARY, version, status, Duration.ZERO, false));
        }
    }

    private Report report(RunResult.Outcome good, RunResult.Outcome bad, String serving, long unanswered) {
        return new Report(good, bad, serving, Counts.of(samples), unanswered, Path.of("timeline.svg"));
    }
}
