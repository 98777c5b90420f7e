package app.flagger.engine.codec;

import app.flagger.api.status.CanaryStatus;

/** The status and its parts. Every field has the name of its accessor. */
final class StatusTables {
    static final Table<CanaryStatus, CanaryStatus.Builder> STATUS = status();

    private StatusTables() {}

    private static Table<CanaryStatus, CanaryStatus.Builder> status() {
        Table<CanaryStatus, CanaryStatus.Builder> table = Table.of(CanaryStatus::builder, CanaryStatus.Builder::build);
        upstream(table);
        return table.usually(
                        0, "mirrorWeight", Codecs.WHOLE, CanaryStatus::mirrorWeight, CanaryStatus.Builder::mirrorWeight)
                .flag("matchedOnly", CanaryStatus::matchedOnly, CanaryStatus.Builder::matchedOnly)
                .list(
                        "canaryAnalysis",
                        StatusParts.check(),
                        CanaryStatus::canaryAnalysis,
                        CanaryStatus.Builder::canaryAnalysis)
                .usually(0L, "step", Codecs.LONG, CanaryStatus::step, CanaryStatus.Builder::step)
                .usually(0L, "splitStep", Codecs.LONG, CanaryStatus::splitStep, CanaryStatus.Builder::splitStep)
                .optional("run", StatusParts.run(), CanaryStatus::run, CanaryStatus.Builder::run)
                .optional("primary", StatusParts.primary(), CanaryStatus::primary, CanaryStatus.Builder::primary)
                .optional("ending", StatusParts.ending(), CanaryStatus::ending, CanaryStatus.Builder::ending)
                .optional(
                        "restoring", StatusParts.restoring(), CanaryStatus::restoring, CanaryStatus.Builder::restoring)
                .optional("waiting", StatusParts.waiting(), CanaryStatus::waiting, CanaryStatus.Builder::waiting)
                .optional(
                        "displaced", StatusParts.displaced(), CanaryStatus::displaced, CanaryStatus.Builder::displaced)
                .optional(
                        "foreignRoute",
                        StatusParts.foreignRoute(),
                        CanaryStatus::foreignRoute,
                        CanaryStatus.Builder::foreignRoute)
                .optional(
                        "canaryNotReadySince",
                        Codecs.INSTANT,
                        CanaryStatus::canaryNotReadySince,
                        CanaryStatus.Builder::canaryNotReadySince)
                .optional(
                        "primaryNotReadySince",
                        Codecs.INSTANT,
                        CanaryStatus::primaryNotReadySince,
                        CanaryStatus.Builder::primaryNotReadySince)
                .optional("lastCheckAt", Codecs.INSTANT, CanaryStatus::lastCheckAt, CanaryStatus.Builder::lastCheckAt)
                .optional("paused", StatusParts.COMMAND, CanaryStatus::paused, CanaryStatus.Builder::paused)
                .list("commands", StatusParts.COMMAND, CanaryStatus::commands, CanaryStatus.Builder::commands)
                .list("doneCommands", Codecs.TEXT, CanaryStatus::doneCommands, CanaryStatus.Builder::doneCommands)
                .map(
                        "takenAnnotations",
                        Codecs.TEXT,
                        CanaryStatus::takenAnnotations,
                        CanaryStatus.Builder::takenAnnotations)
                .list("outbox", StatusParts.outboxEntry(), CanaryStatus::outbox, CanaryStatus.Builder::outbox)
                .usually(
                        0,
                        "outboxDropped",
                        Codecs.WHOLE,
                        CanaryStatus::outboxDropped,
                        CanaryStatus.Builder::outboxDropped)
                .list(
                        "failedRevisions",
                        StatusParts.REVISION,
                        CanaryStatus::failedRevisions,
                        CanaryStatus.Builder::failedRevisions);
    }

    /** The fields that upstream Flagger has, first, so that a person finds them. */
    private static void upstream(Table<CanaryStatus, CanaryStatus.Builder> table) {
        table.always("phase", StatusParts.PHASE, CanaryStatus::phase, CanaryStatus.Builder::phase)
                .always("canaryWeight", Codecs.WHOLE, CanaryStatus::canaryWeight, CanaryStatus.Builder::canaryWeight)
                .always("failedChecks", Codecs.WHOLE, CanaryStatus::failedChecks, CanaryStatus.Builder::failedChecks)
                .always("iterations", Codecs.WHOLE, CanaryStatus::iterations, CanaryStatus.Builder::iterations)
                .optional(
                        "sessionAffinityCookie",
                        Codecs.TEXT,
                        CanaryStatus::sessionAffinityCookie,
                        CanaryStatus.Builder::sessionAffinityCookie)
                .optional(
                        "primarySessionAffinityCookie",
                        Codecs.TEXT,
                        CanaryStatus::primarySessionAffinityCookie,
                        CanaryStatus.Builder::primarySessionAffinityCookie)
                .optional(
                        "previousSessionAffinityCookie",
                        Codecs.TEXT,
                        CanaryStatus::previousSessionAffinityCookie,
                        CanaryStatus.Builder::previousSessionAffinityCookie)
                .map("trackedConfigs", Codecs.TEXT, CanaryStatus::trackedConfigs, CanaryStatus.Builder::trackedConfigs)
                .optional(
                        "lastAppliedSpec",
                        Codecs.TEXT,
                        CanaryStatus::lastAppliedSpec,
                        CanaryStatus.Builder::lastAppliedSpec)
                .optional(
                        "lastPromotedSpec",
                        Codecs.TEXT,
                        CanaryStatus::lastPromotedSpec,
                        CanaryStatus.Builder::lastPromotedSpec)
                .optional(
                        "lastTransitionTime",
                        Codecs.INSTANT,
                        CanaryStatus::lastTransitionTime,
                        CanaryStatus.Builder::lastTransitionTime)
                .list(
                        "conditions",
                        StatusParts.condition(),
                        CanaryStatus::conditions,
                        CanaryStatus.Builder::conditions);
    }
}
