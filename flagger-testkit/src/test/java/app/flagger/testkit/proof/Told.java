package app.flagger.testkit.proof;

import app.flagger.api.plug.Alert;
import app.flagger.api.plug.HookRequest;
import app.flagger.api.spec.HookType;
import app.flagger.engine.Event;
import app.flagger.testkit.Run;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The outbox ids that were delivered, made comparable: an id names a run, which each engine draws by chance, and a step, which grows
 * with each save, and a crash may cost a save more. So of each id there is the ordinal of its run, and what it told as the
 * how-manieth message of that kind in the run. A repetition with the same id is the same; one with another id is one more.
 *
 * <p>Events bear no id to their listeners; each has its copy for the event hook that every policy here has.
 */
final class Told {
    private static final String INIT = "init";
    private static final String RUN = "run-";

    private final Map<String, Integer> runs = new LinkedHashMap<>();
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private final Map<String, String> codes = new LinkedHashMap<>();
    private final Set<String> ids = new LinkedHashSet<>();
    private final Set<String> told = new TreeSet<>();

    private Told() {}

    static Set<String> of(Run run) {
        Told told = new Told();
        for (Event event : run.events()) {
            told.codes.put(said(event.sentence(), event.at().toEpochMilli()), event.code());
        }
        // First what runs are numbered by: what is told of the beginning of each.
        run.hooks().stream().filter(hook -> hook.type() == HookType.EVENT).forEach(told::event);
        run.hooks().stream()
                .filter(hook ->
                        hook.type() == HookType.POST_ROLLOUT || hook.name().equals(Policy.ROLLED_BACK))
                .forEach(hook -> told.note(hook.idempotencyKey(), "hook " + hook.name() + " " + hook.phase()));
        for (Alert alert : run.alerts()) {
            told.note(alert.id(), "alert " + alert.code());
        }
        return told.told;
    }

    private static String said(String sentence, long millis) {
        return millis + " " + sentence;
    }

    private void event(HookRequest hook) {
        String said = said(
                hook.metadata().get("eventMessage"),
                Long.parseLong(hook.metadata().get("timestamp")));
        note(hook.idempotencyKey(), "event " + codes.getOrDefault(said, "that nobody else was told: " + said));
    }

    private void note(String id, String what) {
        String owner = List.of(id.split("/")).get(2);
        // What is told of troubles with plugs stands in no outbox.
        if ((owner.startsWith(RUN) || owner.equals(INIT)) && ids.add(id)) {
            String whose = owner.equals(INIT) ? INIT : "run " + runs.computeIfAbsent(owner, any -> runs.size() + 1);
            String message = whose + ": " + what;
            told.add(message + " #" + counts.merge(message, 1, Integer::sum));
        }
    }
}
