package app.flagger.engine.runtime;

import app.flagger.api.CanaryKey;
import app.flagger.api.plug.WorkloadState;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Everything that is known of one canary between two ticks. Confined to the mailbox. */
final class CanaryMemory {
    private static final Duration LONG_TICK = Duration.ofSeconds(1);

    private final Lane lane;
    private final Grants grants;
    private final StatusKeeper keeper;
    private final Teller teller;
    private final Troubles troubles;
    private final Results results;
    private final PendingCommands commands = new PendingCommands();
    private final Stopwatch checks = new Stopwatch();
    private final Stopwatch splits = new Stopwatch();
    private final Doubt route = new Doubt();
    private final Doubt canaryUp = new Doubt();
    private Managed managed;
    private Optional<String> halted = Optional.empty();
    private boolean givingBack;
    private boolean closing;
    private Optional<CanaryKey> duplicateOf = Optional.empty();
    private Optional<WorkloadState> workload = Optional.empty();

    CanaryMemory(
            Managed managed,
            Lane lane,
            Grants grants,
            StatusKeeper keeper,
            Teller teller,
            Troubles troubles,
            Results results) {
        this.managed = managed;
        this.lane = lane;
        this.grants = grants;
        this.keeper = keeper;
        this.teller = teller;
        this.troubles = troubles;
        this.results = results;
    }

    Lane lane() {
        return lane;
    }

    Grants grants() {
        return grants;
    }

    StatusKeeper keeper() {
        return keeper;
    }

    Teller teller() {
        return teller;
    }

    Troubles troubles() {
        return troubles;
    }

    Results results() {
        return results;
    }

    PendingCommands commands() {
        return commands;
    }

    /** How long before that time the last check of a status was, by the clock that never jumps; nothing if another engine made it. */
    Optional<Duration> sinceCheck(CanaryStatus status, long nanos) {
        return checks.since(status.lastCheckAt(), nanos);
    }

    /** The same of the moment from which the split of a status counts. */
    Optional<Duration> sinceHere(CanaryStatus status, long nanos) {
        return splits.since(here(status), nanos);
    }

    /** The split was seen in force, in a tick that began then. */
    void seenInForce(long began) {
        long at = seenAt(began);
        if (at > began) {
            splits.restart(at);
        }
    }

    /** When a tick that began then has seen what it rests on: what is so at the end of a long one need not have been so at its beginning. */
    private long seenAt(long began) {
        return tookLong(began) ? lane.nanos() : began;
    }

    /** Whether it makes a difference whether something was so when a tick began then, or is so now. */
    boolean tookLong(long began) {
        return lane.nanos() - began > LONG_TICK.toNanos();
    }

    /** Takes over a status that was loaded. */
    void loaded(CanaryStatus status) {
        teller.take(status);
        commands.loaded(status);
        results.loaded(status);
    }

    /**
     * Takes over a status that was saved.
     *
     * @param now the time of the tick that saved it
     * @param nanos the same by the clock that never jumps
     */
    void saved(CanaryStatus before, CanaryStatus next, Instant now, long nanos) {
        checks.saved(next.lastCheckAt(), now, nanos);
        splits.saved(here(next), now, seenAt(nanos));
        teller.take(next);
        commands.saved(next);
        results.saved(before, next);
    }

    private static Optional<Instant> here(CanaryStatus status) {
        return status.run().flatMap(RunStatus::here);
    }

    Managed managed() {
        return managed;
    }

    /** Another spec, which is valid. */
    void manage(Managed other) {
        managed = other;
        halted = Optional.empty();
    }

    /** Why the newest spec cannot be used. */
    Optional<String> halted() {
        return halted;
    }

    void halt(String why) {
        halted = Optional.of(why);
    }

    /** Whether the route was written, or may have been, since a tick last saw it and came to its end. */
    Doubt route() {
        return route;
    }

    /** Whether a write that scales the canary up has come back late since then. */
    Doubt canaryUp() {
        return canaryUp;
    }

    /** Whether such a write may have landed after a later one, or may do so at any time. */
    boolean canaryInDoubt() {
        return canaryUp.isThere() || lane.mayScaleUp(managed.workload());
    }

    boolean givingBack() {
        return givingBack;
    }

    void giveBack() {
        givingBack = true;
    }

    /** Whether the engine is being closed: what is under way ends, nothing new begins. */
    boolean closing() {
        return closing;
    }

    void close() {
        closing = true;
    }

    /** The older canary that drives what this one names. */
    Optional<CanaryKey> duplicateOf() {
        return duplicateOf;
    }

    void duplicateOf(Optional<CanaryKey> older) {
        duplicateOf = older;
    }

    /** What the workload last reported. */
    Optional<WorkloadState> workload() {
        return workload;
    }

    void saw(WorkloadState state) {
        if (workload.isEmpty() || !workload.get().equals(state)) {
            workload = Optional.of(state);
        }
    }

    /** What messages are made from. */
    Delivering.Context context() {
        return new Delivering.Context(managed.canary(), keeper.status(), managed.shifts());
    }
}
