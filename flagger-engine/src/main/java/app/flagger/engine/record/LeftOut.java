package app.flagger.engine.record;

import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.ObjectMetadata;
import app.flagger.api.spec.ServiceSpec;
import app.flagger.api.spec.Webhook;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a record leaves out because it may be a secret, and no decision depends on it: addresses of hooks and the values of their
 * metadata, annotations that are not about rollouts, headers that a route sets.
 */
final class LeftOut {
    private static final String OURS = "flagger.app/";
    private static final String MARK = "left-out";

    private LeftOut() {}

    static Canary of(Canary canary) {
        Analysis analysis = canary.spec().analysis();
        List<Webhook> hooks = analysis.webhooks().stream().map(LeftOut::hook).toList();
        Optional<ServiceSpec> service = canary.spec()
                .service()
                .map(spec -> spec.toBuilder().headers(Optional.empty()).build());
        return canary.toBuilder()
                .metadata(metadata(canary.metadata()))
                .spec(canary.spec().toBuilder()
                        .service(service)
                        .analysis(analysis.toBuilder().webhooks(hooks).build())
                        .build())
                .build();
    }

    private static Webhook hook(Webhook hook) {
        return hook.toBuilder()
                .url(hook.scheme() + ":" + MARK)
                .metadata(values(hook.metadata()))
                .build();
    }

    /** Which names there are decides whether a hook asks or acts. */
    static Map<String, String> values(Map<String, String> metadata) {
        Map<String, String> left = new LinkedHashMap<>(metadata);
        left.replaceAll((name, value) -> MARK);
        return left;
    }

    private static ObjectMetadata metadata(ObjectMetadata metadata) {
        Map<String, String> annotations = new LinkedHashMap<>(metadata.annotations());
        annotations.keySet().removeIf(name -> !name.startsWith(OURS));
        return metadata.toBuilder().annotations(annotations).build();
    }

    /** A recorded decision, also one of an earlier version that left less out. */
    static JsonNode decision(JsonNode recorded) {
        JsonNode copy = recorded.deepCopy();
        for (JsonNode question : copy.path("questions")) {
            if (question.path("metadata") instanceof ObjectNode metadata) {
                metadata.properties().forEach(entry -> metadata.put(entry.getKey(), MARK));
            }
        }
        return copy;
    }
}
