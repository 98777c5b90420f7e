package app.flagger.samples.quickstart;

import app.flagger.api.Revision;
import java.time.Duration;

/**
 * One version of the service.
 *
 * @param version its name, never used twice
 * @param work how long an answer takes
 * @param errorsPercent share of the requests that it answers with 500, 0–100
 */
record Release(String version, Duration work, int errorsPercent) {
    Revision revision() {
        return new Revision(version);
    }
}
