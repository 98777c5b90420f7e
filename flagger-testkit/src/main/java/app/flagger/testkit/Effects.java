package app.flagger.testkit;

import app.flagger.api.PlugException;
import java.io.IOException;
import java.time.Duration;

/** The faults there are. */
final class Effects {
    private Effects() {}

    static Effect error(PlugException.Kind kind) {
        return new Effect("error(PlugException.Kind." + kind + ")", fails(kind));
    }

    static Effect conflict() {
        return new Effect("conflict()", fails(PlugException.Kind.CONFLICT));
    }

    private static Effect.Strike fails(PlugException.Kind kind) {
        return (call, site) -> {
            if (call.begin()) {
                call.throwInstead(new PlugException(kind, "a fault was injected"));
                site.answer(call);
            }
        };
    }

    static Effect timeout() {
        return new Effect("timeout()", (call, site) -> {
            if (call.begin()) {
                call.call().onCancel(() -> call.throwInstead(new InterruptedException("told to give up")));
            }
        });
    }

    static Effect hang() {
        return new Effect("hang()", (call, site) -> call.begin());
    }

    static Effect lostAnswer() {
        return new Effect("lostAnswer()", (call, site) -> {
            if (call.begin()) {
                call.effect();
                call.throwInstead(new IOException("the answer was lost"));
                site.answer(call);
            }
        });
    }

    static Effect slow(Duration time) {
        return new Effect("slow(" + java(time) + ")", (call, site) -> {
            if (call.begin()) {
                site.laterIfAlive(time, () -> {
                    call.effect();
                    site.answer(call);
                });
            }
        });
    }

    static Effect lateEffect(Duration time) {
        return new Effect("lateEffect(" + java(time) + ")", (call, site) -> {
            if (call.begin()) {
                site.later(time, () -> {
                    call.lateEffect();
                    site.landed(call);
                    site.answer(call);
                });
            }
        });
    }

    static Effect stale() {
        return new Effect("stale()", (call, site) -> {
            if (call.begin()) {
                call.effect();
                if (!call.write()) {
                    site.older(call);
                }
                site.answer(call);
            }
        });
    }

    static Effect crash() {
        return new Effect("crash()", (call, site) -> site.crash());
    }

    static Effect crashWithLateEffect(Duration time) {
        return new Effect("crashWithLateEffect(" + java(time) + ")", (call, site) -> {
            if (call.begin()) {
                site.later(time, () -> {
                    call.lateEffect();
                    site.landed(call);
                });
            }
            site.crash();
        });
    }

    static Effect pause(Duration time) {
        return new Effect("pause(" + java(time) + ")", (call, site) -> {
            site.pause(time);
            site.go(call);
        });
    }

    static Effect clockJump(Duration by) {
        return new Effect("clockJump(" + java(by) + ")", (call, site) -> {
            site.jump(by);
            site.go(call);
        });
    }

    /** Exactly, so that a replay is one. */
    private static String java(Duration time) {
        int nanos = time.getNano();
        if (nanos == 0) {
            return "Duration.ofSeconds(" + time.toSeconds() + ")";
        }
        return nanos % 1_000_000 == 0
                ? "Duration.ofMillis(" + time.toMillis() + ")"
                : "Duration.ofSeconds(" + time.getSeconds() + ", " + nanos + ")";
    }
}
