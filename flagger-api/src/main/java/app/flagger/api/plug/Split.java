package app.flagger.api.plug;

import app.flagger.api.InvalidResource;
import app.flagger.api.Problems;
import java.util.Optional;

/**
 * How requests are shared out. The primary gets what the canary does not, so the weights always add up to 100.
 *
 * @param canaryPercent share of the canary, 0–100; with {@code matchedOnly} the share of the matched requests
 * @param mirrorPercent share of the requests that is copied to the canary, whose answers are thrown away, 0–100
 * @param matchedOnly whether only requests that match {@code analysis.match} go to the canary
 * @param stickyCookie the cookie, {@code name=value}, that keeps a client with the canary
 */
public record Split(int canaryPercent, int mirrorPercent, boolean matchedOnly, Optional<String> stickyCookie) {
    /** @throws InvalidResource if a share is outside 0–100 */
    public Split {
        if (canaryPercent < 0 || canaryPercent > 100 || mirrorPercent < 0 || mirrorPercent > 100) {
            throw refused(canaryPercent, mirrorPercent);
        }
    }

    private static InvalidResource refused(int canaryPercent, int mirrorPercent) {
        Problems problems = new Problems();
        String range = "must be between 0 and 100";
        problems.require(canaryPercent >= 0 && canaryPercent <= 100, "canaryPercent", canaryPercent, range);
        problems.require(mirrorPercent >= 0 && mirrorPercent <= 100, "mirrorPercent", mirrorPercent, range);
        return new InvalidResource("split", problems.list());
    }

    /** Everything to the primary, nothing mirrored. */
    public static Split allToPrimary() {
        return canary(0);
    }

    /** A share for the canary, nothing mirrored. */
    public static Split canary(int percent) {
        return new Split(percent, 0, false, Optional.empty());
    }

    /** Everything to the primary, a share of it copied to the canary. */
    public static Split mirror(int percent) {
        return new Split(0, percent, false, Optional.empty());
    }

    /** All matched requests to the canary. */
    public static Split matched() {
        return new Split(100, 0, true, Optional.empty());
    }

    /** The same split with a sticky cookie. */
    public Split sticky(Optional<String> cookie) {
        return new Split(canaryPercent, mirrorPercent, matchedOnly, cookie);
    }

    /** The share of the primary, 0–100. */
    public int primaryPercent() {
        return 100 - canaryPercent;
    }

    /** Whether the canary sees any request, served or mirrored. */
    public boolean exposes() {
        return canaryPercent > 0 || mirrorPercent > 0;
    }
}
