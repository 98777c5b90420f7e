package app.flagger.engine.runtime;

import app.flagger.api.Call;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What plugs were asked to do, in order, and what shall go wrong. */
final class Journal {
    interface Fault {
        void happen(Call call) throws Exception;
    }

    private final List<String> writes = new ArrayList<>();
    private final List<String> operations = new ArrayList<>();
    private final Map<String, Integer> reads = new LinkedHashMap<>();
    private final Map<String, List<Fault>> faults = new LinkedHashMap<>();

    /** The next call whose text begins so fails. */
    synchronized void next(String call, Fault fault) {
        faults.computeIfAbsent(call, any -> new ArrayList<>()).add(fault);
    }

    void write(String text, Call call) throws Exception {
        fail(text, call);
        note(text, call.operation());
    }

    synchronized void note(String text, String operation) {
        writes.add(text);
        operations.add(operation);
    }

    void read(String text, Call call) throws Exception {
        synchronized (this) {
            reads.merge(text, 1, Integer::sum);
        }
        fail(text, call);
    }

    private void fail(String text, Call call) throws Exception {
        Fault fault = null;
        synchronized (this) {
            for (Map.Entry<String, List<Fault>> entry : faults.entrySet()) {
                if (text.startsWith(entry.getKey()) && !entry.getValue().isEmpty()) {
                    fault = entry.getValue().remove(0);
                    break;
                }
            }
        }
        if (fault != null) {
            fault.happen(call);
        }
    }

    synchronized List<String> writes() {
        return List.copyOf(writes);
    }

    synchronized List<String> operations() {
        return List.copyOf(operations);
    }

    synchronized int reads(String text) {
        return reads.getOrDefault(text, 0);
    }

    synchronized void clear() {
        writes.clear();
        operations.clear();
        reads.clear();
    }
}
