package app.flagger.engine.decision;

import app.flagger.api.spec.Canary;
import app.flagger.api.spec.Webhook;
import app.flagger.api.status.CanaryStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills the placeholders in the metadata of a webhook: weights, names, phase and iteration. Pure. */
public final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([A-Za-z]+)\\s*}}");

    private Placeholders() {}

    /** The metadata with what is known filled in; unknown placeholders stay as they are. */
    public static Map<String, String> fill(Canary canary, CanaryStatus status, Webhook hook) {
        Map<String, String> known = new LinkedHashMap<>();
        known.put("canaryWeight", String.valueOf(status.canaryWeight()));
        known.put("primaryWeight", String.valueOf(100 - status.canaryWeight()));
        known.put("name", canary.key().name());
        known.put("namespace", canary.key().namespace());
        known.put("target", canary.spec().targetRef().name());
        known.put("phase", status.phase().wireName());
        known.put("iteration", String.valueOf(status.iterations()));
        Map<String, String> filled = new LinkedHashMap<>();
        hook.metadata().forEach((name, value) -> filled.put(name, replace(value, known)));
        return filled;
    }

    private static String replace(String text, Map<String, String> known) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        return matcher.replaceAll(found -> Matcher.quoteReplacement(known.getOrDefault(found.group(1), found.group())));
    }
}
