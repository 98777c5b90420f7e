package app.flagger.testkit;

import static app.flagger.testkit.FlaggerAssertions.assertThat;
import static app.flagger.testkit.Units.hours;
import static app.flagger.testkit.Units.minutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.flagger.api.InvalidResource;
import app.flagger.api.plug.HookAnswer;
import app.flagger.api.plug.HookRequest;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.HookType;
import app.flagger.api.spec.Webhook;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a run's hooks are called, what they answer, and that all of them are seen. */
class HooksTest {
    private static final Webhook ROLLBACK =
            hook("rollback gate", HookType.ROLLBACK, "http://hooks.test/rollback/check");
    private static final Webhook CONFIRM =
            hook("confirm", HookType.CONFIRM_PROMOTION, "http://hooks.test/gate/approve");
    private static final Webhook HOLD = hook("hold", HookType.CONFIRM_ROLLOUT, "http://hooks.test/gates/1");
    private static final Webhook GATE = hook("office", HookType.CONFIRM_ROLLOUT, "gate:office-hours");

    private static Webhook hook(String name, HookType type, String url) {
        return Webhook.builder().name(name).type(type).url(url).build();
    }

    /** One step, and an hour between checks, so that a closed gate is not asked too often. */
    private static Simulation hooked(Webhook... hooks) {
        return Simulation.of(Canaries.of(
                it -> it.interval(hours(1)).stepWeight(50).maxWeight(50).webhooks(List.of(hooks))));
    }

    @Nested
    class Names {
        @Test
        void aHookIsToldByTheNameThatItHasInTheManifest() {
            Simulation simulation = hooked(ROLLBACK, CONFIRM).requestsPerSecond(1);

            assertThat(simulation
                            .at(Duration.ZERO, world -> world.hook("confirm", 403))
                            .run())
                    .didNotEnd()
                    .asked("confirm");
            assertThat(simulation
                            .at(Duration.ZERO, world -> world.hook("rollback gate", 200))
                            .run())
                    .sawNoRequest()
                    .neverMeasured("request-success-rate", "request-duration")
                    .rolledBackBecause("rollback-hook")
                    .asked("rollback gate");
        }

        @Test
        void aHookWhoseAnswerWasSaidCountsAsReachedByThatName() {
            Run run = hooked(CONFIRM)
                    .at(Duration.ofDays(1), world -> world.hook("confirm", 403))
                    .run();

            assertThat(run).promoted().asked("confirm");
        }

        @Test
        void anAnswerForAHookThatTheCanaryDoesNotHaveIsRefusedWithTheNamesOfThoseThatItHas() {
            Simulation simulation = hooked(ROLLBACK, CONFIRM).at(Duration.ZERO, world -> world.hook("approve", 403));

            assertThatThrownBy(simulation::run)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("shop/web has no hook approve, only rollback gate, confirm");
            assertThatThrownBy(() -> hooked().at(Duration.ZERO, world -> world.hook("gate", 403))
                            .run())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("shop/web has no hook gate, nor any other");
        }

        @Test
        void theCanaryThatIsAskedForItsHooksIsTheOneOfThatTime() {
            Webhook late = hook("late", HookType.CONFIRM_PROMOTION, "http://hooks.test/a");
            Simulation edited = hooked(CONFIRM)
                    .requestsPerSecond(1)
                    .at(Duration.ofSeconds(10), world -> world.edit(webhooks(late)));

            assertThat(edited.at(Duration.ofSeconds(11), world -> world.hook("late", 403))
                            .run())
                    .didNotEnd()
                    .asked("late");
            assertThatThrownBy(() -> edited.at(Duration.ofSeconds(11), world -> world.hook("confirm", 403))
                            .run())
                    .hasMessage("shop/web has no hook confirm, only late");
            assertThatThrownBy(() -> edited.at(Duration.ofSeconds(9), world -> world.hook("late", 403))
                            .run())
                    .hasMessage("shop/web has no hook late, only confirm");
        }

        private UnaryOperator<Canary> webhooks(Webhook... hooks) {
            return canary -> canary.toBuilder()
                    .spec(canary.spec().toBuilder()
                            .analysis(canary.spec().analysis().toBuilder()
                                    .webhooks(List.of(hooks))
                                    .build())
                            .build())
                    .build();
        }
    }

    @Nested
    class AtTimeZero {
        @Test
        void aGateBeforeTheStartCanBeClosed() {
            Run run = hooked(HOLD)
                    .at(Duration.ZERO, world -> world.hook("hold", 403))
                    .at(hours(5), world -> world.hook("hold", 200))
                    .run();

            assertThat(run).promoted().asked("hold").published("rollout-gate-closed");
            assertThat(run.took()).isGreaterThan(hours(5));
        }
    }

    @Nested
    class Gates {
        @Test
        void aGateIsSeenLikeEveryOtherHook() {
            Run run = hooked(GATE, CONFIRM)
                    .engine(engine -> engine.gate("office-hours", hook -> true))
                    .run();

            assertThat(run).promoted().asked("office").asked("confirm");
            assertThat(run.hooks()).extracting(HookRequest::name).containsSubsequence("office", "confirm");
            assertThatThrownBy(() -> assertThat(run).neverAsked("office"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("expected no call of hook office, but it was called");
        }

        @Test
        void aGateAnswersForItselfUntilItsAnswerIsSaid() {
            Simulation closed =
                    hooked(GATE).requestsPerSecond(1).engine(engine -> engine.gate("office-hours", hook -> false));

            assertThat(closed.run())
                    .sawNoRequest()
                    .neverMeasured("request-success-rate", "request-duration")
                    .didNotEnd()
                    .asked("office");
            assertThat(closed.at(Duration.ZERO, world -> world.hook("office", 200))
                            .run())
                    .promoted()
                    .asked("office");
        }

        @Test
        void anOpenGateIsClosedByAnAnswer() {
            Simulation open = hooked(GATE).engine(engine -> engine.gate("office-hours", hook -> true));

            Run run = open.at(Duration.ZERO, world -> world.hook("office", 403))
                    .at(hours(2), world -> world.hook("office", 200))
                    .run();

            assertThat(run).promoted().asked("office");
            assertThat(run.took()).isGreaterThan(hours(2));
        }

        @Test
        void aGateOfAnEngineThatWasStartedAnewIsSeenToo() {
            Run run = hooked(GATE)
                    .engine(engine -> engine.gate("office-hours", hook -> true))
                    .at(Duration.ZERO, World::killEngine)
                    .at(minutes(1), World::restartEngine)
                    .run();

            assertThat(run).promoted().asked("office");
        }

        @Test
        void aGateThatTheModuleLacksIsRefusedAsInProduction() {
            assertThatThrownBy(() -> hooked(GATE).run())
                    .isInstanceOf(InvalidResource.class)
                    .hasMessageContaining("gate nothing is registered");
        }

        @Test
        void aCallerOfTheModuleForAllGatesIsReplacedLikeEveryCaller() {
            Run run = hooked(GATE)
                    .engine(engine -> engine.hooks("gate", (hook, call) -> HookAnswer.no("closed")))
                    .run();

            assertThat(run).promoted().asked("office");
        }
    }

    @Nested
    class AnswersThatNobodySaid {
        @Test
        void aRollbackHookThatIsAskedSaysNo() {
            assertThat(hooked(ROLLBACK).run()).promoted().asked("rollback gate");
        }

        @Test
        void everyOtherHookSaysYes() {
            for (HookType type : HookType.values()) {
                if (type != HookType.ROLLBACK) {
                    assertThat(hooked(hook("any", type, "http://hooks.test/any"))
                                    .run())
                            .promoted()
                            .asked("any");
                }
            }
        }
    }
}
