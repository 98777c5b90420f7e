package app.flagger.testkit.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void requestsOfOneSecondAndRevisionAreOneBin() {
        Ledger ledger = new Ledger(10 * SECOND);
        ledger.count("v1", 5, 1, 10 * SECOND);
        ledger.count("v1", 3, 0, 10 * SECOND + 7);
        ledger.count("v2", 1, 1, 10 * SECOND);
        ledger.count("v1", 2, 0, 11 * SECOND);

        assertThat(ledger.bins(11 * SECOND, 11 * SECOND + SECOND / 2))
                .containsExactly(
                        new Throughput(Duration.ofSeconds(-1), Duration.ZERO, "v1", 8, 1),
                        new Throughput(Duration.ofSeconds(-1), Duration.ZERO, "v2", 1, 1),
                        new Throughput(Duration.ZERO, Duration.ofMillis(500), "v1", 2, 0));
    }

    @Test
    void aLongRunHasWiderBinsAndNoRequestIsLost() {
        Ledger ledger = new Ledger(0);
        for (long second = 0; second < 100_000; second++) {
            ledger.count("v1", 2, 1, second * SECOND);
        }

        List<Throughput> bins = ledger.bins(0, 100_000 * SECOND);

        assertThat(bins).hasSizeBetween(Ledger.MOST_BINS / 2, Ledger.MOST_BINS);
        assertThat(bins.stream().mapToLong(Throughput::answered).sum()).isEqualTo(200_000);
        assertThat(bins.stream().mapToLong(Throughput::failed).sum()).isEqualTo(100_000);
        assertThat(bins.subList(0, bins.size() - 1))
                .allSatisfy(bin -> assertThat(bin.answered())
                        .isEqualTo(2 * bin.to().minus(bin.from()).toSeconds()));
        assertThat(bins.get(bins.size() - 1).to()).isEqualTo(Duration.ofSeconds(100_000));
        assertThat(ledger.totals()).containsEntry("v1", 200_000L).hasSize(1);
    }
}
