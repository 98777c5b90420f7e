package app.flagger.testkit.world;

import app.flagger.api.Call;
import app.flagger.api.Problems;
import app.flagger.api.plug.HookAnswer;
import app.flagger.api.plug.HookCaller;
import app.flagger.api.plug.HookRequest;
import app.flagger.api.spec.HookType;
import app.flagger.api.status.Phase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Answers hooks with a settable HTTP status and keeps every call. A hook is found by its name in the canary; hooks of one name
 * answer alike. As over HTTP, 200 to 202 mean yes. One that was never set says yes with 200, but a rollback hook that is asked
 * says no with 404, since its yes would roll back. One thread.
 */
public final class RecordedHooks implements HookCaller {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final Map<String, Integer> statuses = new LinkedHashMap<>();
    private final List<HookRequest> calls = new ArrayList<>();

    /** No hook was set. */
    public RecordedHooks() {}

    /**
     * From now on a hook answers with this status.
     *
     * @param name the hook's name in the canary
     * @param status 100–599
     * @throws app.flagger.api.InvalidResource if the status is outside its range
     */
    public RecordedHooks status(String name, int status) {
        Problems problems = new Problems();
        problems.require(status >= 100 && status <= 599, "status", status, "must be between 100 and 599");
        problems.throwIfAny("hook " + name);
        statuses.put(name, status);
        return this;
    }

    /** The names of the hooks that were told what to answer, in order. */
    public Set<String> said() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(statuses.keySet()));
    }

    @Override
    public HookAnswer call(HookRequest hook, Call call) {
        calls.add(hook);
        int status = statuses.getOrDefault(hook.name(), usual(hook));
        return new HookAnswer(yes(status), status >= 500, "HTTP " + status);
    }

    /** The same gate with its calls kept; what a hook was told to answer replaces what the gate says. */
    public Predicate<HookRequest> gate(Predicate<? super HookRequest> gate) {
        return hook -> {
            calls.add(hook);
            return Optional.ofNullable(statuses.get(hook.name()))
                    .map(RecordedHooks::yes)
                    .orElseGet(() -> gate.test(hook));
        };
    }

    /** The calls, in order, those of gates and repetitions included; grows. */
    public List<HookRequest> calls() {
        return Collections.unmodifiableList(calls);
    }

    /** A rollback hook is asked while a run goes on; one that acts is called once the run has failed. */
    private static int usual(HookRequest hook) {
        boolean asked = hook.type() == HookType.ROLLBACK && !hook.phase().equals(Phase.FAILED.wireName());
        return asked ? NOT_FOUND : OK;
    }

    private static boolean yes(int status) {
        return status >= OK && status <= 202;
    }
}
