package app.flagger.engine.decision;

import app.flagger.api.Reason;
import app.flagger.api.Severity;
import app.flagger.api.status.Check;
import app.flagger.api.status.Finding;
import app.flagger.api.strategy.Judgement.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the findings of a check come to, and what a check that did not pass leads to. */
final class Checks {
    private Checks() {}

    static Verdict verdict(List<Finding> findings) {
        Verdict verdict = Verdict.PASS;
        for (Finding finding : findings) {
            if (finding.verdict() == Verdict.FAIL) {
                return Verdict.FAIL;
            }
            if (finding.verdict() == Verdict.INCONCLUSIVE) {
                verdict = Verdict.INCONCLUSIVE;
            }
        }
        return verdict;
    }

    static Change record(Facts facts, Change change, Verdict verdict, List<Finding> findings) {
        Check check = new Check(facts.now(), facts.status().canaryWeight(), verdict, findings);
        return change.status(next -> next.addCanaryAnalysis(check));
    }

    static Optional<Decision> failed(Facts facts, Change change, List<Finding> findings) {
        int failed = facts.status().failedChecks() + 1;
        change.status(next -> next.failedChecks(failed)).run(run -> run.inconclusive(0));
        for (Finding finding : findings) {
            if (finding.verdict() != Verdict.PASS) {
                change.event("check-failed", Severity.WARN, reason("check-failed", finding));
            }
        }
        int threshold = facts.analysis().effectiveThreshold();
        Reason reason =
                reason("check-failed", worst(findings)).with("failed", failed).with("threshold", threshold);
        if (failed >= threshold) {
            Reason reached = Reason.of("threshold-reached")
                    .with("failed", failed)
                    .with("threshold", threshold)
                    .with(reason.facts());
            return Runs.rollBack(facts, change, "threshold-reached", Severity.ERROR, reached);
        }
        return change.because(reason).advance("check-failed");
    }

    /** Hold and count nothing, unless it has been so for too long. */
    static Optional<Decision> inconclusive(Facts facts, Change change, List<Finding> findings) {
        int inRow = facts.currentRun().inconclusive() + 1;
        if (inRow >= facts.analysis().effectiveMaxInconclusive()) {
            return failed(facts, change, findings);
        }
        Reason reason = reason("inconclusive", worst(findings)).with("inRow", inRow);
        return change.run(run -> run.inconclusive(inRow)).because(reason).advance("inconclusive");
    }

    private static Finding worst(List<Finding> findings) {
        Verdict verdict = verdict(findings);
        return findings.stream()
                .filter(finding -> finding.verdict() == verdict)
                .findFirst()
                .orElse(new Finding("", Verdict.FAIL, "", new TreeMap<>(), ""));
    }

    private static Reason reason(String rule, Finding finding) {
        SortedMap<String, String> facts = new TreeMap<>();
        facts.put("source", finding.source());
        facts.put("outcome", finding.outcome());
        facts.put("detail", finding.because());
        finding.numbers().forEach((name, value) -> facts.put(name, String.valueOf(value)));
        return new Reason(rule, facts);
    }
}
