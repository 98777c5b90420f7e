package app.flagger.api.plug;

import app.flagger.api.Problems;

/**
 * The replicas of one version.
 *
 * @param wanted how many there shall be
 * @param updated how many are of the version's own template
 * @param available how many can serve, of this template or of the one before
 * @param settled whether the platform has taken notice of the last change and no replica of an older template is left
 * @param stuck the platform's verdict that it will not get any further by itself
 * @param detail a sentence for people on what is waited for; may be empty
 */
public record Replicas(int wanted, int updated, int available, boolean settled, boolean stuck, String detail) {
    /** @throws app.flagger.api.InvalidResource if a count is negative */
    public Replicas {
        Problems problems = new Problems();
        problems.require(wanted >= 0, "wanted", wanted, "must not be negative");
        problems.require(updated >= 0, "updated", updated, "must not be negative");
        problems.require(available >= 0, "available", available, "must not be negative");
        problems.throwIfAny("replicas");
    }

    /** None wanted, none there. */
    public static Replicas none() {
        return new Replicas(0, 0, 0, true, false, "");
    }

    /** All that are wanted are there and can serve. */
    public static Replicas allReady(int count) {
        return new Replicas(count, count, count, true, false, "");
    }

    /** So many are wanted, so many of them can serve. */
    public static Replicas of(int wanted, int available) {
        String detail = available < wanted ? available + " of " + wanted + " replicas are available" : "";
        return new Replicas(wanted, wanted, available, true, false, detail);
    }

    /** The same replicas, with the platform's verdict that they are stuck. */
    public Replicas stuck(String why) {
        return new Replicas(wanted, updated, available, settled, true, why);
    }

    /** Whether the version is ready: settled, updated, and enough replicas available, at least one. */
    public boolean ready(int thresholdPercent) {
        int least = Math.max(1, (int) ((long) updated * thresholdPercent / 100));
        return settled && !stuck && wanted > 0 && updated >= wanted && available >= least;
    }

    /** Whether any replica can serve. */
    public boolean any() {
        return available > 0;
    }
}
