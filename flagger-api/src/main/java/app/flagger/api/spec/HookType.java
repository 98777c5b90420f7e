package app.flagger.api.spec;

import java.util.Arrays;
import java.util.Optional;

/** When a webhook is called. */
public enum HookType {
    /** A gate before a run starts. */
    CONFIRM_ROLLOUT("confirm-rollout"),
    /** Asked until it has passed once, before the canary is exposed. */
    PRE_ROLLOUT("pre-rollout"),
    /** Part of each check. */
    ROLLOUT("rollout"),
    /** A gate before each increase of the weight. */
    CONFIRM_TRAFFIC_INCREASE("confirm-traffic-increase"),
    /** A gate before promotion. */
    CONFIRM_PROMOTION("confirm-promotion"),
    /** Told after a run has ended. */
    POST_ROLLOUT("post-rollout"),
    /** A question before each check whether to roll back, or an action after a rollback. */
    ROLLBACK("rollback"),
    /** Told of every event. */
    EVENT("event");

    private final String wireName;

    HookType(String wireName) {
        this.wireName = wireName;
    }

    /** The name in a manifest. */
    public String wireName() {
        return wireName;
    }

    /** The type of that name; an empty name is {@link #ROLLOUT}. */
    public static Optional<HookType> of(String wireName) {
        if (wireName.isEmpty()) {
            return Optional.of(ROLLOUT);
        }
        return Arrays.stream(values())
                .filter(type -> type.wireName.equals(wireName))
                .findFirst();
    }
}
