package app.flagger.engine.codec;

import app.flagger.api.Command;
import app.flagger.api.Reason;
import app.flagger.api.Revision;
import app.flagger.api.Settings;
import app.flagger.api.Severity;
import app.flagger.api.status.Check;
import app.flagger.api.status.Condition;
import app.flagger.api.status.Displaced;
import app.flagger.api.status.Ending;
import app.flagger.api.status.Finding;
import app.flagger.api.status.ForeignRoute;
import app.flagger.api.status.OutboxEntry;
import app.flagger.api.status.Phase;
import app.flagger.api.status.PrimaryStatus;
import app.flagger.api.status.Restoring;
import app.flagger.api.status.RunStatus;
import app.flagger.api.status.Waiting;
import app.flagger.api.strategy.Judgement.Verdict;
import app.flagger.engine.codec.Slots.Slot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The parts of a status. */
final class StatusParts {
    private static final String NONE = "-";
    static final Codec<Revision> REVISION = Codecs.mapped(Codecs.TEXT, Revision::new, Revision::id);
    static final Codec<Phase> PHASE = Codecs.choice(Phase.class, Phase::wireName);
    private static final Codec<Verdict> VERDICT = Codecs.choice(Verdict.class, Enum::name);
    private static final Codec<Double> ANY_NUMBER = new AnyNumber();
    private static final Codec<Reason> REASON = reason();
    static final Codec<Command> COMMAND = command();
    private static final Reason NO_REASON = Reason.of(NONE);

    private StatusParts() {}

    static Codec<Condition> condition() {
        return Table.of(Condition::builder, Condition.Builder::build)
                .required("type", Codecs.TEXT, Condition::type, Condition.Builder::type, NONE)
                .required("status", Codecs.TEXT, Condition::status, Condition.Builder::status, NONE)
                .required("reason", Codecs.TEXT, Condition::reason, Condition.Builder::reason, NONE)
                .usually("", "message", Codecs.TEXT, Condition::message, Condition.Builder::message)
                .optional(
                        "lastUpdateTime", Codecs.INSTANT, Condition::lastUpdateTime, Condition.Builder::lastUpdateTime)
                .optional(
                        "lastTransitionTime",
                        Codecs.INSTANT,
                        Condition::lastTransitionTime,
                        Condition.Builder::lastTransitionTime)
                .identifiedBy(Condition::type);
    }

    static Codec<RunStatus> run() {
        return Table.of(RunStatus::builder, RunStatus.Builder::build)
                .required("id", Codecs.TEXT, RunStatus::id, RunStatus.Builder::id, NONE)
                .required("revision", REVISION, RunStatus::revision, RunStatus.Builder::revision, new Revision(NONE))
                .required(
                        "startedAt", Codecs.INSTANT, RunStatus::startedAt, RunStatus.Builder::startedAt, Instant.EPOCH)
                .required("strategy", Codecs.TEXT, RunStatus::strategy, RunStatus.Builder::strategy, NONE)
                .usually("", "basis", Codecs.TEXT, RunStatus::basis, RunStatus.Builder::basis)
                .flag("pinned", RunStatus::pinned, RunStatus.Builder::pinned)
                .flag("preRolloutPassed", RunStatus::preRolloutPassed, RunStatus.Builder::preRolloutPassed)
                .flag("promotionConfirmed", RunStatus::promotionConfirmed, RunStatus.Builder::promotionConfirmed)
                .flag("skip", RunStatus::skip, RunStatus.Builder::skip)
                .flag("exposed", RunStatus::exposed, RunStatus.Builder::exposed)
                .usually(0, "highestWeight", Codecs.WHOLE, RunStatus::highestWeight, RunStatus.Builder::highestWeight)
                .usually(0, "passed", Codecs.WHOLE, RunStatus::passed, RunStatus.Builder::passed)
                .usually(0, "passedHere", Codecs.WHOLE, RunStatus::passedHere, RunStatus.Builder::passedHere)
                .usually(0, "inconclusive", Codecs.WHOLE, RunStatus::inconclusive, RunStatus.Builder::inconclusive)
                .optional("here", Codecs.INSTANT, RunStatus::here, RunStatus.Builder::here)
                .optional("readySince", Codecs.INSTANT, RunStatus::readySince, RunStatus.Builder::readySince)
                .usually(
                        Settings.none(),
                        "strategyState",
                        Codecs.SETTINGS,
                        RunStatus::strategyState,
                        RunStatus.Builder::strategyState)
                .map("judgeStates", Codecs.SETTINGS, RunStatus::judgeStates, RunStatus.Builder::judgeStates)
                .optional("result", REASON, RunStatus::result, RunStatus.Builder::result)
                .optional("endedAt", Codecs.INSTANT, RunStatus::endedAt, RunStatus.Builder::endedAt)
                .identifiedBy(RunStatus::id);
    }

    static Codec<PrimaryStatus> primary() {
        return Table.of(PrimaryStatus::builder, PrimaryStatus.Builder::build)
                .required("wanted", REVISION, PrimaryStatus::wanted, PrimaryStatus.Builder::wanted, new Revision(NONE))
                .optional("lastGood", REVISION, PrimaryStatus::lastGood, PrimaryStatus.Builder::lastGood)
                .optional("run", Codecs.TEXT, PrimaryStatus::run, PrimaryStatus.Builder::run);
    }

    private static Codec<Reason> reason() {
        Slot<String> rule = new Slot<>();
        Slot<Map<String, String>> facts = new Slot<>();
        return Table.<Reason, Slots>of(
                        Slots::new,
                        s -> new Reason(rule.get(s), new TreeMap<>(facts.find(s).orElse(Map.of()))))
                .required("rule", Codecs.TEXT, Reason::rule, rule::set, NONE)
                .map("facts", Codecs.TEXT, Reason::facts, facts::set);
    }

    private static Codec<Command> command() {
        Slot<Command.Kind> kind = new Slot<>();
        Slot<String> id = new Slot<>();
        Slot<String> who = new Slot<>();
        Slot<String> why = new Slot<>();
        return Table.<Command, Slots>of(Slots::new, s -> new Command(kind.get(s), id.get(s), who.get(s), why.get(s)))
                .required(
                        "kind",
                        Codecs.choice(Command.Kind.class, Enum::name),
                        Command::kind,
                        kind::set,
                        Command.Kind.PAUSE)
                .required("id", Codecs.TEXT, Command::id, id::set, NONE)
                .required("who", Codecs.TEXT, Command::who, who::set, NONE)
                .required("why", Codecs.TEXT, Command::why, why::set, NONE)
                .identifiedBy(Command::id);
    }

    static Codec<Check> check() {
        Slot<Instant> at = new Slot<>();
        Slot<Integer> canaryWeight = new Slot<>();
        Slot<Verdict> verdict = new Slot<>();
        Slot<List<Finding>> findings = new Slot<>();
        return Table.<Check, Slots>of(
                        Slots::new,
                        s -> new Check(
                                at.get(s),
                                canaryWeight.find(s).orElse(0),
                                verdict.get(s),
                                findings.find(s).orElse(List.of())))
                .required("at", Codecs.INSTANT, Check::at, at::set, Instant.EPOCH)
                .usually(0, "canaryWeight", Codecs.WHOLE, Check::canaryWeight, canaryWeight::set)
                .required("verdict", VERDICT, Check::verdict, verdict::set, Verdict.FAIL)
                .list("findings", finding(), Check::findings, findings::set)
                .identifiedBy(check -> check.at().toString());
    }

    private static Codec<Finding> finding() {
        Slot<String> source = new Slot<>();
        Slot<Verdict> verdict = new Slot<>();
        Slot<String> outcome = new Slot<>();
        Slot<Map<String, Double>> numbers = new Slot<>();
        Slot<String> because = new Slot<>();
        return Table.<Finding, Slots>of(
                        Slots::new,
                        s -> new Finding(
                                source.get(s),
                                verdict.get(s),
                                outcome.get(s),
                                new TreeMap<>(numbers.find(s).orElse(Map.of())),
                                because.find(s).orElse("")))
                .required("source", Codecs.TEXT, Finding::source, source::set, NONE)
                .required("verdict", VERDICT, Finding::verdict, verdict::set, Verdict.FAIL)
                .required("outcome", Codecs.TEXT, Finding::outcome, outcome::set, NONE)
                .map("numbers", ANY_NUMBER, Finding::numbers, numbers::set)
                .usually("", "because", Codecs.TEXT, Finding::because, because::set)
                .identifiedBy(Finding::source);
    }

    static Codec<Ending> ending() {
        Slot<Ending.Kind> kind = new Slot<>();
        Slot<Reason> reason = new Slot<>();
        return Table.<Ending, Slots>of(Slots::new, s -> new Ending(kind.get(s), reason.get(s)))
                .required(
                        "kind",
                        Codecs.choice(Ending.Kind.class, Enum::name),
                        Ending::kind,
                        kind::set,
                        Ending.Kind.ROLLBACK)
                .required("reason", REASON, Ending::reason, reason::set, NO_REASON);
    }

    static Codec<Restoring> restoring() {
        Slot<Reason> reason = new Slot<>();
        Slot<Instant> since = new Slot<>();
        Slot<Boolean> alerted = new Slot<>();
        return Table.<Restoring, Slots>of(
                        Slots::new,
                        s -> new Restoring(
                                reason.get(s), since.get(s), alerted.find(s).orElse(false)))
                .required("reason", REASON, Restoring::reason, reason::set, NO_REASON)
                .required("since", Codecs.INSTANT, Restoring::since, since::set, Instant.EPOCH)
                .flag("alerted", Restoring::alerted, alerted::set);
    }

    static Codec<Waiting> waiting() {
        Slot<Revision> revision = new Slot<>();
        Slot<Phase> before = new Slot<>();
        return Table.<Waiting, Slots>of(Slots::new, s -> new Waiting(revision.get(s), before.get(s)))
                .required("revision", REVISION, Waiting::revision, revision::set, new Revision(NONE))
                .required("before", PHASE, Waiting::before, before::set, Phase.INITIALIZED);
    }

    static Codec<Displaced> displaced() {
        Slot<Boolean> canary = new Slot<>();
        return Table.<Displaced, Slots>of(
                        Slots::new, s -> new Displaced(canary.find(s).orElse(false)))
                .always("canary", Codecs.FLAG, Displaced::canary, canary::set);
    }

    static Codec<ForeignRoute> foreignRoute() {
        Slot<String> writer = new Slot<>();
        Slot<Integer> weight = new Slot<>();
        Slot<Integer> intervals = new Slot<>();
        return Table.<ForeignRoute, Slots>of(
                        Slots::new,
                        s -> new ForeignRoute(
                                writer.get(s),
                                weight.find(s).orElse(0),
                                intervals.find(s).orElse(0)))
                .required("writer", Codecs.TEXT, ForeignRoute::writer, writer::set, NONE)
                .usually(0, "weight", Codecs.WHOLE, ForeignRoute::weight, weight::set)
                .usually(0, "intervals", Codecs.WHOLE, ForeignRoute::intervals, intervals::set);
    }

    static Codec<OutboxEntry> outboxEntry() {
        return Table.of(OutboxEntry::builder, OutboxEntry.Builder::build)
                .required("id", Codecs.TEXT, OutboxEntry::id, OutboxEntry.Builder::id, NONE)
                .required(
                        "kind",
                        Codecs.choice(OutboxEntry.Kind.class, Enum::name),
                        OutboxEntry::kind,
                        OutboxEntry.Builder::kind,
                        OutboxEntry.Kind.EVENT)
                .usually("", "receiver", Codecs.TEXT, OutboxEntry::receiver, OutboxEntry.Builder::receiver)
                .required("code", Codecs.TEXT, OutboxEntry::code, OutboxEntry.Builder::code, NONE)
                .usually(
                        Severity.INFO,
                        "severity",
                        Codecs.choice(Severity.class, Enum::name),
                        OutboxEntry::severity,
                        OutboxEntry.Builder::severity)
                .required("reason", REASON, OutboxEntry::reason, OutboxEntry.Builder::reason, NO_REASON)
                .required("phase", PHASE, OutboxEntry::phase, OutboxEntry.Builder::phase, Phase.NONE)
                .required("at", Codecs.INSTANT, OutboxEntry::at, OutboxEntry.Builder::at, Instant.EPOCH)
                .usually(0, "attempts", Codecs.WHOLE, OutboxEntry::attempts, OutboxEntry.Builder::attempts)
                .identifiedBy(OutboxEntry::id);
    }

    /** A judge may have computed infinity or nothing at all; JSON has no number for that, so it is written as a text. */
    private static final class AnyNumber implements Codec<Double> {
        private static final List<String> TEXTS = List.of("NaN", "Infinity", "-Infinity");

        @Override
        public Optional<Double> read(Node node, Place at, Reading reading) {
            boolean text =
                    node instanceof Scalar scalar && scalar.kind() == Scalar.Kind.TEXT && TEXTS.contains(scalar.text());
            return text ? Optional.of(Double.valueOf(((Scalar) node).text())) : Codecs.NUMBER.read(node, at, reading);
        }

        @Override
        public Node write(Double number) {
            return Double.isFinite(number) ? Codecs.NUMBER.write(number) : Scalar.text(number.toString());
        }
    }
}
