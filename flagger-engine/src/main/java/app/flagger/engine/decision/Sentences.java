package app.flagger.engine.decision;

import app.flagger.api.Reason;
import app.flagger.api.spec.Canary;
import app.flagger.api.status.OutboxEntry;
import app.flagger.api.status.Phase;
import java.util.Locale;

/** The one place where sentences are made from data: for events, alerts, status messages and what is waited for. Pure. */
public final class Sentences {
    private Sentences() {}

    /** The sentence of an event, as upstream Flagger words it where it has such an event. */
    public static String event(Canary canary, OutboxEntry entry) {
        return event(canary, entry.code(), entry.reason());
    }

    private static String event(Canary canary, String code, Reason reason) {
        String name = canary.key().name() + "." + canary.key().namespace();
        String target = canary.spec().targetRef().name() + "." + canary.key().namespace();
        String primary =
                canary.spec().targetRef().name() + "-primary." + canary.key().namespace();
        return switch (code) {
            case "initialised" -> "Initialization done! " + name;
            case "started" -> "New revision detected! Scaling up " + target;
            case "restarted" -> "New revision detected! Restarting analysis for " + target;
            case "analysis-started" -> "Starting canary analysis for " + target;
            case "hook-passed" -> capital(reason.fact("type")) + " check " + reason.fact("hook") + " passed";
            case "rollout-gate-closed" -> "Halt " + name + " advancement waiting for approval " + reason.fact("hook");
            case "increase-gate-closed" ->
                "Halt " + name + " advancement waiting for traffic increase approval " + reason.fact("hook");
            case "promotion-gate-closed" ->
                "Halt " + name + " advancement waiting for promotion approval " + reason.fact("hook");
            case "check-failed" -> halt(name, reason);
            case "advanced" -> "Advance " + name + " canary weight " + reason.fact("weight");
            case "iterated" ->
                "Advance " + name + " canary iteration " + reason.fact("iteration") + "/" + reason.fact("iterations");
            case "routing-to-canary" ->
                reason.fact("mirrored").equals("true")
                        ? "Stop traffic mirroring and route all traffic to canary"
                        : "Routing all traffic to canary";
            case "promotion-started" -> "Copying " + target + " template spec to " + primary;
            case "routing-to-primary" -> "Routing all traffic to primary";
            case "primary-weight" -> "Advance " + name + " primary weight " + reason.fact("primaryWeight");
            case "promotion-finished" -> "Promotion completed! Scaling down " + target;
            case "promotion-skipped" -> "Promotion completed! Canary analysis was skipped for " + target;
            case "canary-failed" -> "Canary failed! Scaling down " + name;
            case "terminating" -> "Terminating canary " + name;
            case "terminated" -> "Terminated canary " + name;
            default -> more(name, target, code, reason);
        };
    }

    private static String more(String name, String target, String code, Reason reason) {
        return switch (code) {
            case "threshold-reached", "threshold-lowered" ->
                "Rolling back " + name + " failed checks threshold reached " + reason.fact("failed");
            case "rollback-hook" -> "Rolling back " + name + " manual webhook invoked";
            case "canary-lost", "primary-lost" ->
                "Rolling back " + name + " progress deadline exceeded " + readiness(reason);
            case "rollback-route-held" ->
                "Rolling back " + name + " route held by " + reason.fact("writer") + " for too long";
            case "strategy-fault" ->
                "Rolling back " + name + " strategy fault " + reason.fact("fault") + ": " + reason.fact("detail");
            case "strategy-abort" -> "Rolling back " + name + " strategy aborts: " + reason.fact("detail");
            case "promotion-not-taken" -> "Rolling back " + name + " promotion was not taken up: " + readiness(reason);
            case "promotion-failed" -> "Promotion of " + target + " failed, primary not ready: " + readiness(reason);
            case "initialisation-failed" ->
                "Initialization of " + name + " failed, primary not ready: " + readiness(reason);
            case "reverted" -> "Rolling back " + name + " target is back at revision " + reason.fact("revision");
            case "traffic-moved-away" ->
                "Moving all traffic away from " + reason.fact("version") + " of " + name + ": no available replica";
            case "traffic-returned" -> "Returning traffic to " + reason.fact("version") + " of " + name;
            case "drained-in-promotion" ->
                "Routing all traffic to primary, " + target + " runs unanalysed revision " + reason.fact("revision");
            case "route-lowered" ->
                "Halt " + name + " advancement route was lowered to " + reason.fact("weight") + " by "
                        + reason.fact("writer") + ", " + reason.fact("wanted") + " is wanted";
            case "limit-lowered" -> "Lower " + name + " canary weight to new limit " + reason.fact("limit");
            case "paused", "resumed", "aborted", "restart-ordered", "promote-commanded", "nothing-to-do" ->
                commanded(name, code, reason);
            case "restore-begun" -> "Restoring primary of " + name + " to revision " + reason.fact("revision");
            case "restore-stuck" -> "Restoring primary of " + name + " is stuck: " + readiness(reason);
            case "restored" -> "Restored primary of " + name + " to revision " + reason.fact("revision");
            case "status-adopted" -> "Taking over " + name + " as upstream Flagger left it in " + reason.fact("phase");
            case "waiting-withdrawn" -> "Approval of " + name + " is no longer needed, target is back at the primary";
            case "other-revision-takes-over" ->
                "Terminating canary " + name + ": unpromoted revision " + reason.fact("revision") + " takes over";
            default -> code.replace('-', ' ') + " " + name + (reason.facts().isEmpty() ? "" : " " + reason.facts());
        };
    }

    private static String commanded(String name, String code, Reason reason) {
        String why = reason.fact("why").isEmpty() ? "" : ": " + reason.fact("why");
        String what = code.equals("nothing-to-do") ? "Nothing to do for command of" : capital(code) + " by";
        return what + " " + reason.fact("who") + ", " + name + why;
    }

    private static String halt(String name, Reason reason) {
        String source = reason.fact("source");
        String detail = reason.fact("detail");
        return switch (reason.fact("outcome")) {
            case "below-min" ->
                "Halt advancement " + name + " " + source + " check failed: " + number(reason.fact("value")) + " < "
                        + number(reason.fact("min"));
            case "above-max" ->
                "Halt advancement " + name + " " + source + " check failed: " + number(reason.fact("value")) + " > "
                        + number(reason.fact("max"));
            case "no-data" -> "Halt advancement " + name + " no values found for metric " + source;
            case "pre-rollout-failed" ->
                "Halt " + name + " advancement pre-rollout check " + source + " failed " + detail;
            case "hook-failed" -> "Halt " + name + " advancement external check " + source + " failed " + detail;
            default ->
                "Halt advancement " + name + " " + source + " check failed: " + reason.fact("outcome") + " " + detail;
        };
    }

    private static String number(String number) {
        return number.isEmpty() ? "" : String.format(Locale.ROOT, "%.2f", Double.parseDouble(number));
    }

    private static String readiness(Reason reason) {
        String detail = reason.fact("detail");
        return detail.isEmpty() ? reason.fact("available") + " of " + reason.fact("wanted") + " available" : detail;
    }

    private static String capital(String text) {
        String words = text.replace('-', ' ');
        String first = text.isEmpty() ? "" : words.substring(0, 1).toUpperCase(Locale.ROOT);
        return text.startsWith("confirm") || text.startsWith("pre-") || text.startsWith("post-")
                ? first + text.substring(1)
                : first + words.substring(Math.min(1, words.length()));
    }

    /** The sentence of an alert, as upstream Flagger words it where it has such an alert. */
    public static String alert(Canary canary, OutboxEntry entry) {
        Reason reason = entry.reason();
        return switch (entry.code()) {
            case "initialised" -> "New " + canary.spec().targetRef().kind() + " detected, initialization completed.";
            case "started" -> "New revision detected, progressing canary analysis.";
            case "promotion-finished" -> "Canary analysis completed successfully, promotion finished.";
            case "promotion-skipped" -> "Canary analysis was skipped, promotion finished.";
            case "rollout-gate-closed" -> "Canary is waiting for approval.";
            case "increase-gate-closed" -> "Canary traffic increase is waiting for approval.";
            case "promotion-gate-closed" -> "Canary promotion is waiting for approval.";
            case "rollback-hook" -> "Rolling back manual webhook invoked";
            case "threshold-reached", "threshold-lowered" -> "Failed checks threshold reached " + reason.fact("failed");
            case "promotion-failed" -> "Promotion failed, primary not ready: " + readiness(reason);
            case "canary-lost", "primary-lost" -> "Progress deadline exceeded " + readiness(reason);
            default -> event(canary, entry.code(), reason);
        };
    }

    /** What is waited for, or why something was decided. */
    public static String reason(Canary canary, Reason reason) {
        return switch (reason.rule()) {
            case "idle" -> "nothing to do";
            case "next-check" -> "waiting for the next check";
            case "next-tick", "ending-waits-for-next-tick", "asks-next-tick" -> "waiting for the next tick";
            case "suspended" -> "suspended";
            case "order-failed" -> "what is ordered did not work, and is tried again";
            case "paused" -> "paused";
            case "analysis-waits-for-canary" -> "waiting for the canary: " + readiness(reason);
            case "analysis-waits-for-primary",
                    "promotion-waits",
                    "start-waits-for-primary",
                    "initialisation-waits",
                    "skip-waits-for-primary",
                    "restoring" -> "waiting for the primary: " + readiness(reason);
            case "data-plane-pending" -> "waiting for the data plane to follow the route";
            case "waiting-for-rollout-gate" -> "waiting for approval";
            case "waiting-for-promotion-gate" -> "waiting for approval of the promotion";
            default -> event(canary, reason.rule(), reason);
        };
    }

    /** The status of the condition {@code Promoted} in a phase. */
    static String promotedStatus(Phase phase) {
        return switch (phase) {
            case INITIALIZED, SUCCEEDED -> "True";
            case FAILED -> "False";
            default -> "Unknown";
        };
    }

    /** The message of the condition {@code Promoted} in a phase, in upstream's words. */
    static String promotedMessage(Canary canary, Phase phase) {
        String kind = canary.spec().targetRef().kind();
        return switch (phase) {
            case INITIALIZED -> kind + " initialization completed.";
            case WAITING, WAITING_PROMOTION -> "Waiting for approval.";
            case PROGRESSING -> "New revision detected, progressing canary analysis.";
            case PROMOTING -> "Canary analysis completed, starting primary rolling update.";
            case FINALISING -> "Canary analysis completed, routing all traffic to primary.";
            case SUCCEEDED -> "Canary analysis completed successfully, promotion finished.";
            case FAILED -> "Canary analysis failed, " + kind + " scaled to zero.";
            default -> "New " + kind + " detected, starting initialization.";
        };
    }
}
