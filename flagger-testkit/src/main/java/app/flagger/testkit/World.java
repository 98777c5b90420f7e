package app.flagger.testkit;

import app.flagger.api.Command;
import app.flagger.api.Revision;
import app.flagger.api.plug.Split;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.Webhook;
import app.flagger.engine.Rollout;
import app.flagger.testkit.world.Mode;
import app.flagger.testkit.world.RecordedAlerts;
import app.flagger.testkit.world.RecordedHooks;
import app.flagger.testkit.world.Request;
import app.flagger.testkit.world.Role;
import app.flagger.testkit.world.SettableMetrics;
import app.flagger.testkit.world.SimulatedMesh;
import app.flagger.testkit.world.SimulatedWorkload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** The world of one run, while it lasts: what {@link Simulation#at} may change. Only the testkit implements it; one thread. */
public interface World {
    /** Somebody changes the target's template. */
    default void push(String revision) {
        workload().push(new Revision(revision));
    }

    /** Somebody sends a command. */
    default void send(Command.Kind kind) {
        send(new Command(kind, "test-" + kind + "-" + now(), "test", "said so"));
    }

    /** Somebody sends a command. */
    default void send(Command command) {
        rollout().send(command);
    }

    /**
     * From now on a hook answers with this HTTP status: 200 to 202 mean yes. Of a gate in Java it replaces what the gate says.
     *
     * @param name the hook's name in the canary
     * @param status 100–599
     * @throws IllegalArgumentException if the canary, as it is now, has no hook of that name
     */
    default void hook(String name, int status) {
        List<String> names = canary().spec().analysis().webhooks().stream()
                .map(Webhook::name)
                .toList();
        if (!names.contains(name)) {
            throw new IllegalArgumentException(canary().key() + " has no hook " + name
                    + (names.isEmpty() ? ", nor any other" : ", only " + String.join(", ", names)));
        }
        hooks().status(name, status);
    }

    /**
     * From now on a metric has this value, whatever the mesh saw.
     *
     * @throws IllegalArgumentException if the canary has no such metric now
     */
    default void metric(String name, double value) {
        metrics().set(name, value);
    }

    /** From now on the replicas of a version report this. */
    default void mode(Role role, Mode mode) {
        workload().mode(role, mode);
    }

    /** All replicas of a version crash. */
    default void crash(Role role) {
        workload().crash(role);
    }

    /**
     * From now on so many plain requests come in a second, from the same 1,000 clients; those of {@link Simulation#requests} and of
     * load tests stay. Fewer of them at night, say.
     *
     * @throws app.flagger.api.InvalidResource if the number is negative
     */
    default void requestsPerSecond(double perSecond) {
        mesh().requestsPerSecond(canary().key(), Request.plain(), perSecond);
    }

    /** Somebody else writes into the route. */
    default void foreignRoute(Split split, String writer) {
        mesh().foreignWrite(canary().key(), split, writer);
        rollout().wake();
    }

    /** Somebody edits the canary. */
    void edit(UnaryOperator<Canary> change);

    /**
     * Somebody deletes a canary that is to be reverted: target and route are given back, and the engine drives it no more. An
     * engine that is started meanwhile goes on with it.
     */
    void giveBack();

    /** The engine dies as if its process were killed; world and store go on. */
    void killEngine();

    /** A new engine starts from the store. */
    void restartEngine();

    /** The whole engine stands still for a while, as a process that gets no time; then it goes on where it was. */
    void pauseEngine(Duration time);

    /** The wall clock is set forward or back; intervals and deadlines do not notice. */
    void jumpClock(Duration by);

    /** From now on no call of this plug has an effect or an answer: TrafficRouter, Workload and so on. */
    void cutOff(Class<?> plug);

    /** The plug can be reached again. */
    void reconnect(Class<?> plug);

    /** The canary as it is now. */
    Canary canary();

    /** The rollout. */
    Rollout rollout();

    /** The mesh. */
    SimulatedMesh mesh();

    /** The target. */
    SimulatedWorkload workload();

    /** The metric source. */
    SettableMetrics metrics();

    /** The hooks, gates in Java included. */
    RecordedHooks hooks();

    /** The notifier. */
    RecordedAlerts alerts();

    /** The time. */
    Instant now();
}
