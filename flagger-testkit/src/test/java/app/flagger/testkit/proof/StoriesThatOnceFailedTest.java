package app.flagger.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.Severity;
import app.flagger.api.spec.HookMode;
import app.flagger.api.spec.HookType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Counterexamples that chance has found, made smaller; each broke a promise or did not end. */
class StoriesThatOnceFailedTest {
    private static final Design DRAWN = new DrawnPolicy(
            new DrawnPolicy.Exposing("istio", List.of(), 3, 1, 0, 0, 0, false, false),
            new DrawnPolicy.Pace(60, 1, 0, 600, 100, 100, 1, false),
            List.of(),
            List.of(Severity.WARN),
            List.of());

    private static final Design MIRRORED = new DrawnPolicy(
            new DrawnPolicy.Exposing("istio", List.of(), 0, 0, 0, 30, 0, false, false),
            new DrawnPolicy.Pace(60, 1, 0, 600, 100, 100, 1, false),
            List.of(),
            List.of(),
            List.of());

    @BeforeAll
    static void quiet() {
        Quiet.please();
    }

    static Stream<Story> stories() {
        return Stream.of(
                // an hour after the clock was set back by one it was taken for the time at which the split had come
                // into force
                new Story(
                        Policy.CANARY,
                        1,
                        100,
                        0,
                        0,
                        List.of(at(1, Happening.CANARY_RECOVERS), at(1, Happening.PAUSE), at(1, Happening.CLOCK_BACK)),
                        List.of()),
                // a tick was judged by what the next one saw, which was still under way
                new Story(
                        Policy.CANARY,
                        1,
                        100,
                        0,
                        4,
                        List.of(at(1, Happening.PRIMARY_STARTS)),
                        List.of(new Story.Trouble(7, 13, 4))),
                // a tick saw a split in force four seconds after it had begun, and counted from its beginning
                new Story(
                        Policy.AB,
                        54,
                        100,
                        5,
                        0,
                        List.of(
                                at(0, Happening.PUSH),
                                at(0, Happening.PUSH),
                                at(0, Happening.PROMOTION_STICKS),
                                at(18, Happening.CANARY_DEGRADES),
                                at(23, Happening.CANARY_RECOVERS)),
                        List.of(new Story.Trouble(1, 4, 4), new Story.Trouble(6, 7, 8))),
                // messages that there was no room for counted as lost
                new Story(
                        new DrawnPolicy(
                                new DrawnPolicy.Exposing("istio", List.of(), 3, 0, 0, 0, 0, false, false),
                                new DrawnPolicy.Pace(10, 1, 0, 600, 100, 100, 1, false),
                                List.of(
                                        new DrawnPolicy.Hook(
                                                HookType.CONFIRM_TRAFFIC_INCREASE, HookMode.ASK, -1, 0, false),
                                        new DrawnPolicy.Hook(HookType.EVENT, HookMode.ASK, -1, 2, false)),
                                List.of(),
                                List.of()),
                        1876,
                        100,
                        0,
                        3,
                        List.of(at(107, Happening.OTHER_STRATEGY), at(113, Happening.NO_HOOKS)),
                        List.of()),
                // a tick that was overtaken by a save was judged as if it had come to its end
                new Story(
                        Policy.CANARY,
                        3,
                        100,
                        0,
                        4,
                        List.of(
                                at(0, Happening.PRIMARY_DEGRADES),
                                at(0, Happening.PUSH),
                                at(0, Happening.PUSH),
                                at(0, Happening.PAUSE),
                                at(0, Happening.FOREIGN_RAISE),
                                at(0, Happening.NO_ROUTER)),
                        List.of(new Story.Trouble(3, 4, 1), new Story.Trouble(1, 3, 1), new Story.Trouble(1, 6, 2))),
                // a check at a lower limit did not count for the raise after it
                new Story(
                        Policy.CANARY,
                        1,
                        100,
                        0,
                        0,
                        List.of(at(2, Happening.LOWER_THE_LIMIT), at(2, Happening.OTHER_STEPS)),
                        List.of(new Story.Trouble(0, 1, 1), new Story.Trouble(1, 1, 2))),
                // a store said that the status it had just saved was gone
                new Story(
                        Policy.CANARY,
                        3,
                        100,
                        0,
                        0,
                        List.of(at(1, Happening.DELETE)),
                        List.of(new Story.Trouble(16, 5, 3), new Story.Trouble(8, 3, 2))),
                // a write of the route was not answered, and another engine took over in the same instant
                new Story(
                        Policy.CANARY,
                        17,
                        100,
                        5,
                        4,
                        List.of(at(0, Happening.NO_STORE)),
                        List.of(new Story.Trouble(1, 3, 1), new Story.Trouble(1, 1, 4))),
                // a person raised the weight while the order to scale down was on its way
                new Story(
                        Policy.CANARY,
                        1598,
                        100,
                        0,
                        4,
                        List.of(at(1, Happening.REVERT), at(1, Happening.FOREIGN_RAISE)),
                        List.of(new Story.Trouble(6, 2, 2))),
                // a tick stood still before it saw a split in force, and its save was not answered
                new Story(
                        MIRRORED,
                        13,
                        100,
                        90,
                        0,
                        List.of(at(0, Happening.KILL)),
                        List.of(new Story.Trouble(1, 19, 6), new Story.Trouble(1, 3, 4), new Story.Trouble(7, 2, 2))),
                // a tick that was told of twice counted as two in which the weight was above the limit
                new Story(
                        Policy.CANARY,
                        1,
                        100,
                        0,
                        0,
                        List.of(
                                at(1, Happening.NO_HOOKS),
                                at(1, Happening.PUSH),
                                at(1, Happening.FOREIGN_RAISE),
                                at(1, Happening.FOREIGN_RAISE)),
                        List.of()),
                // the time of a primary counted from before it could be made
                new Story(
                        Policy.CANARY,
                        35,
                        100,
                        0,
                        0,
                        List.of(),
                        List.of(new Story.Trouble(21, 21, 1), new Story.Trouble(5, 2, 1))),
                // an engine took over before a split came into force, and saw it only after that
                new Story(
                        MIRRORED,
                        10,
                        100,
                        5,
                        0,
                        List.of(),
                        List.of(new Story.Trouble(0, 6, 4), new Story.Trouble(2, 8, 9))),
                // a person wrote into the route between a tick's own write and its last look
                new Story(
                        Policy.SKIP,
                        6,
                        100,
                        0,
                        0,
                        List.of(
                                at(0, Happening.PROMOTION_STICKS),
                                at(1, Happening.CANARY_RECOVERS),
                                at(1, Happening.FOREIGN_RAISE)),
                        List.of(new Story.Trouble(7, 2, 2))),
                // a person's share for a primary that then had no replica
                story(Policy.BLUE_GREEN, 5, at(25, Happening.FOREIGN_LOWER), at(498, Happening.PRIMARY_STARTS)),
                story(Policy.SKIP, 5, at(15, Happening.FOREIGN_LOWER), at(603, Happening.PRIMARY_STARTS)),
                // a person sent traffic to an idle target while the primary had no replica
                story(
                        Policy.BLUE_GREEN_WITH_MIRROR,
                        1,
                        at(357, Happening.PUSH_ANOTHER),
                        at(1444, Happening.PRIMARY_STARTS),
                        at(3295, Happening.FOREIGN_RAISE)),
                // a restoration that was stuck stayed in the status for ever
                story(
                        Policy.SKIP,
                        5,
                        at(1, Happening.PRIMARY_DEGRADES),
                        at(79, Happening.RESTART),
                        at(153, Happening.PAUSE),
                        at(259, Happening.CANARY_CRASHES),
                        at(499, Happening.PRIMARY_STICKS)),
                // a tick failed before it had noted that the data plane did not follow yet
                new Story(
                        Policy.AB,
                        1,
                        100,
                        5,
                        0,
                        List.of(at(0, Happening.REPLACE)),
                        List.of(new Story.Trouble(2, 2, 1))),
                // the clock was set forward in the very tick that wrote a split, before another engine took over
                new Story(
                        Policy.CANARY,
                        2,
                        100,
                        0,
                        0,
                        List.of(at(0, Happening.CANARY_RECOVERS), at(30, Happening.SUSPEND)),
                        List.of(new Story.Trouble(9, 1, 4))),
                // the clock was set forward in the tick in which metrics were asked, and what they said was as old as
                // that
                new Story(
                        Policy.CANARY,
                        145,
                        70,
                        0,
                        0,
                        List.of(),
                        List.of(new Story.Trouble(0, 1, 1), new Story.Trouble(9, 1, 2))),
                // a query landed, and was answered, when nobody waited for it any more
                new Story(
                        Policy.KUBERNETES,
                        1455,
                        70,
                        0,
                        4,
                        List.of(),
                        List.of(new Story.Trouble(3, 1, 7), new Story.Trouble(7, 5, 4))),
                // somebody raised the route while the tick that had written it was about to look at it
                new Story(
                        DRAWN,
                        35,
                        100,
                        90,
                        0,
                        List.of(at(9, Happening.FOREIGN_RAISE)),
                        List.of(
                                new Story.Trouble(12, 17, 12),
                                new Story.Trouble(6, 12, 8),
                                new Story.Trouble(17, 4, 9))),
                // a message of the tick before came back while a tick was moving traffic away
                new Story(
                        Policy.CANARY,
                        4,
                        100,
                        0,
                        0,
                        List.of(at(0, Happening.PUSH_ANOTHER), at(30, Happening.CANARY_STARTS)),
                        List.of(new Story.Trouble(2, 3, 5))),
                // an abort when a revision without analysis served already, and its canary was on its way down
                new Story(
                        Policy.SKIP,
                        1,
                        100,
                        90,
                        4,
                        List.of(at(92, Happening.PUSH), at(182, Happening.ABORT)),
                        List.of(new Story.Trouble(0, 6, 2))),
                // the engine stood still between a write and its look at it, while the data plane followed
                new Story(
                        Policy.AB,
                        26401,
                        100,
                        90,
                        4,
                        List.of(at(24, Happening.ABORT), at(349, Happening.OTHER_STRATEGY)),
                        List.of(new Story.Trouble(11, 9, 4), new Story.Trouble(7, 5, 4))));
    }

    @ParameterizedTest
    @MethodSource("stories")
    void breaksNoPromiseAndEnds(Story story) {
        assertThat(story.play().ended()).isTrue();
    }

    private static Story.Event at(int second, Happening what) {
        return new Story.Event(second, what);
    }

    private static Story story(Policy policy, int abilities, Story.Event... events) {
        return new Story(policy, 1, 100, 5, abilities, List.of(events), List.of());
    }
}
