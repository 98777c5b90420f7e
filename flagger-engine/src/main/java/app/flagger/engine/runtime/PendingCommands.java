package app.flagger.engine.runtime;

import app.flagger.api.Command;
import app.flagger.api.status.CanaryStatus;
import app.flagger.engine.Receipt;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Commands that are not in the status yet, and who waits for their receipts. Confined to the mailbox. */
final class PendingCommands {
    private record Pending(Command command, boolean repeated, CompletableFuture<Receipt> receipt) {}

    private final List<Pending> pending = new ArrayList<>();

    void add(Command command, CompletableFuture<Receipt> receipt) {
        boolean repeated =
                pending.stream().anyMatch(other -> other.command().id().equals(command.id()));
        pending.add(new Pending(command, repeated, receipt));
    }

    boolean isEmpty() {
        return pending.isEmpty();
    }

    /** Each command once. */
    List<Command> unrecorded() {
        return pending.stream()
                .filter(each -> !each.repeated())
                .map(Pending::command)
                .toList();
    }

    /** Hands out receipts for what stands in a status that was just loaded: somebody recorded it before. */
    void loaded(CanaryStatus status) {
        settle(status, true);
    }

    /** Hands out receipts for what stands in a status that was just saved. */
    void saved(CanaryStatus status) {
        settle(status, false);
    }

    private void settle(CanaryStatus status, boolean before) {
        for (Iterator<Pending> each = pending.iterator(); each.hasNext(); ) {
            Pending one = each.next();
            if (holds(status, one.command().id())) {
                each.remove();
                one.receipt().complete(new Receipt(one.command().id(), before || one.repeated()));
            }
        }
    }

    /** Whether a command was recorded, carried out or not. */
    static boolean holds(CanaryStatus status, String id) {
        return status.commands().stream().anyMatch(command -> command.id().equals(id))
                || status.doneCommands().contains(id)
                || status.paused().filter(command -> command.id().equals(id)).isPresent();
    }

    /** Nobody will record them any more. */
    void fail(RuntimeException why) {
        pending.forEach(each -> each.receipt().completeExceptionally(why));
        pending.clear();
    }
}
