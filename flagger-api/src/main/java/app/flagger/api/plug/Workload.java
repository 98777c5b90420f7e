package app.flagger.api.plug;

import app.flagger.api.Call;
import app.flagger.api.Revision;
import app.flagger.api.Subscription;
import java.util.List;

/**
 * One target: something whose template people change, of which a copy, the primary, serves the users. Found through
 * {@link Workloads}.
 *
 * <p>Every operation is absolute and may be repeated. Thread-safe.
 */
public interface Workload {
    /** What the workload can do. Does no I/O. */
    WorkloadTraits traits();

    /** Makes sure that there is a primary; where there is none, makes it from a pinned revision. Changes no existing one. */
    default void prepare(Revision pinned, Call call) throws Exception {}

    /** Looks at target and primary. */
    WorkloadState observe(Call call) throws Exception;

    /**
     * Keeps these bytes, so that what is analysed can be promoted whatever is pushed later.
     *
     * @param revision the revision that the target has now; {@link app.flagger.api.PlugException.Kind#GONE} if it has another
     * @param alsoKeep revisions that are still needed; others may be dropped
     */
    void pin(Revision revision, List<Revision> alsoKeep, Call call) throws Exception;

    /** Holds or releases the target: while it is held, a push changes the template, not what runs. */
    default void hold(boolean held, Call call) throws Exception {}

    /** Scales the canary up to run the pinned revision, or down to zero. */
    void scaleCanary(boolean up, Revision pinned, Call call) throws Exception;

    /**
     * Orders the primary to run exactly the pinned revision; returns before it is ready. Twice is once.
     *
     * @throws app.flagger.api.PlugException with kind GONE if it cannot be exactly this revision
     */
    void promote(Revision pinned, Call call) throws Exception;

    /** Brings the target up as its owner wrote it, so that it can serve without the primary. */
    default void giveBack(Call call) throws Exception {}

    /** Tells when something changed. Only a hint: a lost one costs one interval. */
    default Subscription watch(Runnable changed) {
        return Subscription.none();
    }
}
