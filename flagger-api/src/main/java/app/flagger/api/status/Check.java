package app.flagger.api.status;

import app.flagger.api.strategy.Judgement.Verdict;
import java.time.Instant;
import java.util.List;

/**
 * One check of the analysis.
 *
 * @param at when it was taken
 * @param canaryWeight the weight at which it was taken
 * @param verdict what came out of all findings together
 * @param findings one for each hook and metric that was asked
 */
public record Check(Instant at, int canaryWeight, Verdict verdict, List<Finding> findings) {
    /** Copies the findings. */
    public Check {
        findings = List.copyOf(findings);
    }
}
