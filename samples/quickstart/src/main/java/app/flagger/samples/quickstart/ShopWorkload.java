package app.flagger.samples.quickstart;

import app.flagger.api.Call;
import app.flagger.api.PlugException;
import app.flagger.api.Revision;
import app.flagger.api.Subscription;
import app.flagger.api.plug.Workload;
import app.flagger.api.plug.WorkloadAbility;
import app.flagger.api.plug.WorkloadState;
import app.flagger.api.plug.WorkloadTraits;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The service as Flagger sees it: a template that people change with {@link #push}, servers that run it (the canary), and a copy
 * that serves the users (the primary). Thread-safe.
 */
final class ShopWorkload implements Workload {
    private final Map<Revision, Release> pinned = new LinkedHashMap<>();
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private final Fleet primary;
    private final Fleet canary;
    private Release template;
    private boolean held;

    /** A service that runs already, and does not know of Flagger yet. */
    ShopWorkload(Release first, Duration startTime, ScheduledExecutorService boot, Executor threads)
            throws IOException {
        template = first;
        primary = new Fleet(boot, threads, startTime, this::changed);
        canary = new Fleet(boot, threads, startTime, this::changed);
        canary.runNow(first);
    }

    /** What a deployment does: from now on the service shall run this version. */
    void push(Release release) {
        synchronized (this) {
            template = release;
            if (canary.revision().isPresent() && !held) {
                canary.run(release);
            }
        }
        changed();
    }

    Fleet fleet(Arm arm) {
        return arm == Arm.PRIMARY ? primary : canary;
    }

    void stop() {
        primary.stop();
        canary.stop();
    }

    @Override
    public WorkloadTraits traits() {
        return WorkloadTraits.of(WorkloadAbility.HOLD, WorkloadAbility.UPDATE_KEEPS_A_REPLICA, WorkloadAbility.SCALE);
    }

    @Override
    public synchronized void prepare(Revision revision, Call call) throws PlugException {
        if (primary.revision().isEmpty()) {
            primary.run(release(revision));
        }
    }

    @Override
    public synchronized WorkloadState observe(Call call) {
        return new WorkloadState(
                template.revision(), canary.revision(), primary.revision(), canary.report(), primary.report(), held);
    }

    @Override
    public synchronized void pin(Revision revision, List<Revision> alsoKeep, Call call) throws PlugException {
        if (template.revision().equals(revision)) {
            pinned.put(revision, template);
        }
        release(revision);
        pinned.keySet().removeIf(kept -> !kept.equals(revision) && !alsoKeep.contains(kept));
    }

    @Override
    public synchronized void hold(boolean hold, Call call) {
        held = hold;
        if (!held && canary.revision().isPresent()) {
            canary.run(template);
        }
    }

    @Override
    public synchronized void scaleCanary(boolean up, Revision revision, Call call) throws PlugException {
        if (up) {
            canary.run(release(revision));
        } else {
            canary.stop();
        }
    }

    @Override
    public synchronized void promote(Revision revision, Call call) throws PlugException {
        primary.run(release(revision));
    }

    @Override
    public synchronized void giveBack(Call call) {
        held = false;
        canary.run(template);
    }

    @Override
    public Subscription watch(Runnable watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    private void changed() {
        watchers.forEach(Runnable::run);
    }

    private Release release(Revision revision) throws PlugException {
        return Optional.ofNullable(pinned.get(revision))
                .orElseThrow(() -> new PlugException(
                        PlugException.Kind.GONE, "version " + revision + " was never kept, or not any more"));
    }
}
