package app.flagger.engine.runtime;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Watches over outstanding questions: what wakes the canary meanwhile makes it look, and if what the questions rest on has
 * changed they are cut off. A hint that changes nothing cuts off nothing, so that many hints cannot keep a check from ending.
 * Confined to the mailbox.
 */
final class Interruption {
    private final CanaryMemory memory;
    private CompletableFuture<Boolean> looking = CompletableFuture.completedFuture(true);
    private boolean hinted;
    private @Nullable Cut cut;
    private @Nullable Basis basis;

    Interruption(CanaryMemory memory) {
        this.memory = memory;
    }

    /** The world is about to be observed: hints so far are taken care of. */
    void observing() {
        hinted = false;
        cut = null;
        basis = null;
    }

    /** Questions are about to be asked. */
    void asking(Cut round, Basis restsOn) {
        cut = round;
        basis = restsOn;
        if (hinted) {
            look();
        }
    }

    /** Ends when nobody looks any more: calls for one canary do not overlap. */
    CompletableFuture<Boolean> quiet() {
        cut = null;
        return looking;
    }

    /** Whether there was a hint since the world was last observed. */
    boolean unseen() {
        return hinted;
    }

    /** A hint. */
    void woken() {
        hinted = true;
        if (cut != null && looking.isDone()) {
            look();
        }
    }

    /** Something has changed for certain. */
    void cut() {
        hinted = true;
        if (cut != null) {
            cut.now();
        }
    }

    private void look() {
        hinted = false;
        looking = memory.lane().after(Observer.observe(memory.lane(), memory.managed()), (world, failure) -> {
            if (world != null && cut != null && basis != null && basis.gone(Basis.of(memory, world))) {
                cut.now();
            }
            if (hinted && cut != null && !cut.isDone()) {
                look();
            }
            return CompletableFuture.completedFuture(true);
        });
    }
}
