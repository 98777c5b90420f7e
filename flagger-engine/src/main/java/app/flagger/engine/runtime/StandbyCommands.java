package app.flagger.engine.runtime;

import app.flagger.api.Command;
import app.flagger.api.plug.CanaryStore;
import app.flagger.api.status.CanaryStatus;
import app.flagger.engine.codec.StatusJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Hands commands on to the engine that drives the canary: they are added to its status, under the same optimistic concurrency as
 * every write, and it acts on them.
 */
final class StandbyCommands {
    private final Core core;
    private final CanaryMemory memory;

    StandbyCommands(Core core, CanaryMemory memory) {
        this.core = core;
        this.memory = memory;
    }

    CompletableFuture<Boolean> record() {
        if (memory.commands().unrecorded().isEmpty()) {
            return CompletableFuture.completedFuture(true);
        }
        Lane lane = memory.lane();
        CanaryStore store = core.plugs().store();
        return lane.then(lane.read(store, "CanaryStore.load", call -> store.load(lane.key(), call)), found -> {
            Optional<String> before = found.map(CanaryStore.Stored::json);
            CanaryStatus status = before.map(StatusJson::read).orElseGet(CanaryStatus::initial);
            memory.commands().loaded(status);
            List<Command> all = new ArrayList<>(status.commands());
            all.addAll(memory.commands().unrecorded());
            if (all.size() == status.commands().size()) {
                return CompletableFuture.completedFuture(true);
            }
            CanaryStatus next = status.toBuilder().commands(all).build();
            String json = StatusJson.write(next, before);
            String operation =
                    lane.key() + "/commands/" + all.get(all.size() - 1).id();
            CompletableFuture<CanaryStore.Stored> saving = lane.ask(
                            store,
                            "CanaryStore.save",
                            operation,
                            1,
                            core.plugs().limits().callDeadline(),
                            call -> store.save(lane.key(), json, found.map(CanaryStore.Stored::version), call))
                    .result();
            return lane.then(saving, stored -> {
                memory.commands().saved(next);
                return CompletableFuture.completedFuture(true);
            });
        });
    }
}
