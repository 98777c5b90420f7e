package app.flagger.testkit.world;

import app.flagger.api.Call;
import app.flagger.api.Problems;
import app.flagger.api.plug.HookAnswer;
import app.flagger.api.plug.HookCaller;
import app.flagger.api.plug.HookRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Answers hooks with a settable HTTP status and keeps every call. A hook is found by the last part of its URL's path; one that
 * was never set answers 200. As over HTTP, 200 to 202 mean yes.
 */
public final class RecordedHooks implements HookCaller {
    private static final int OK = 200;

    private final Map<String, Integer> statuses = new LinkedHashMap<>();
    private final List<HookRequest> calls = new ArrayList<>();

    /** Every hook answers 200. */
    public RecordedHooks() {}

    /** From now on a hook answers with this status, 100–599. */
    public RecordedHooks status(String name, int status) {
        Problems problems = new Problems();
        problems.require(status >= 100 && status <= 599, "status", status, "must be between 100 and 599");
        problems.throwIfAny("hook " + name);
        statuses.put(name, status);
        return this;
    }

    /** The hooks that were told what to answer, in order. */
    public Set<String> said() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(statuses.keySet()));
    }

    @Override
    public HookAnswer call(HookRequest hook, Call call) {
        calls.add(hook);
        int status = statuses.getOrDefault(nameOf(hook), OK);
        return new HookAnswer(status >= OK && status <= 202, status >= 500, "HTTP " + status);
    }

    /** The calls, in order, repetitions included; grows. */
    public List<HookRequest> calls() {
        return Collections.unmodifiableList(calls);
    }

    /** The name under which a hook is found here: the last part of its URL's path. */
    public static String nameOf(HookRequest hook) {
        return hook.url().substring(hook.url().lastIndexOf('/') + 1);
    }
}
