package app.flagger.testkit;

import app.flagger.api.Command;
import app.flagger.api.plug.Split;
import app.flagger.testkit.world.Mode;
import app.flagger.testkit.world.Role;
import java.math.BigDecimal;
import java.util.Locale;

/** Says in the timeline what a test does to the world. */
abstract class ToldWorld implements World {
    abstract Narrator narrator();

    @Override
    public final void push(String revision) {
        narrator().push(revision);
        World.super.push(revision);
    }

    @Override
    public final void send(Command command) {
        narrator().world("command " + command.kind().toString().toLowerCase(Locale.ROOT) + " by " + command.who());
        World.super.send(command);
    }

    @Override
    public final void hook(String name, int status) {
        narrator().world("hook " + name + " answers " + status + " from now on");
        World.super.hook(name, status);
    }

    @Override
    public final void metric(String name, double value) {
        narrator().world("metric " + name + " is " + value + " from now on");
        World.super.metric(name, value);
    }

    @Override
    public final void mode(Role role, Mode mode) {
        narrator().world("replicas of the " + words(role) + " report " + words(mode) + " from now on");
        World.super.mode(role, mode);
    }

    @Override
    public final void crash(Role role) {
        narrator().world("all replicas of the " + words(role) + " crash");
        World.super.crash(role);
    }

    @Override
    public final void requestsPerSecond(double perSecond) {
        World.super.requestsPerSecond(perSecond);
        narrator()
                .world(BigDecimal.valueOf(perSecond).stripTrailingZeros().toPlainString()
                        + " plain requests come in a second from now on");
    }

    /** Told once it is written, so that the line shows the weights that it speaks of, and before the engine sees it. */
    @Override
    public final void foreignRoute(Split split, String writer) {
        mesh().foreignWrite(canary().key(), split, writer);
        narrator().world(writer + " writes " + Timeline.Entry.route(split) + " into the route");
        rollout().wake();
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
