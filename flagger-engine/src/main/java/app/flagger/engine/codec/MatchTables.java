package app.flagger.engine.codec;

import app.flagger.api.InvalidResource;
import app.flagger.api.Problem;
import app.flagger.api.spec.HttpMatch;
import app.flagger.api.spec.StringMatch;
import app.flagger.engine.codec.Slots.Slot;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Conditions on requests. */
final class MatchTables {
    static final Codec<HttpMatch> HTTP = http();

    /** As long as meshes accept; the JDK's compiler recurses with the nesting of an expression. */
    private static final int LONGEST_REGEX = 1024;

    private MatchTables() {}

    private static Codec<StringMatch> text() {
        Map<StringMatch.Kind, Slot<String>> slots = new EnumMap<>(StringMatch.Kind.class);
        for (StringMatch.Kind kind : StringMatch.Kind.values()) {
            slots.put(kind, new Slot<>());
        }
        Table<StringMatch, Slots> table = Table.of(Slots::new, given -> one(slots, given));
        slots.forEach((kind, slot) -> table.optional(
                kind.name().toLowerCase(Locale.ROOT),
                Codecs.TEXT,
                match -> match.kind() == kind ? Optional.of(match.value()) : Optional.empty(),
                slot::set));
        return table;
    }

    private static StringMatch one(Map<StringMatch.Kind, Slot<String>> slots, Slots given) {
        var kinds = slots.keySet().stream()
                .filter(kind -> slots.get(kind).find(given).isPresent())
                .toList();
        if (kinds.size() != 1) {
            throw new InvalidResource(
                    "match", new Problem("", "", "must have exactly one of exact, prefix, suffix and regex"));
        }
        String value = slots.get(kinds.get(0)).get(given);
        if (kinds.get(0) == StringMatch.Kind.REGEX && value.length() > LONGEST_REGEX) {
            throw new InvalidResource(
                    "match", new Problem("regex", value, "must have at most " + LONGEST_REGEX + " characters"));
        }
        return new StringMatch(kinds.get(0), value);
    }

    private static Codec<HttpMatch> http() {
        Codec<StringMatch> text = text();
        return Table.of(HttpMatch::builder, HttpMatch.Builder::build)
                .optional("name", Codecs.TEXT, HttpMatch::name, HttpMatch.Builder::name)
                .optional("uri", text, HttpMatch::uri, HttpMatch.Builder::uri)
                .optional("scheme", text, HttpMatch::scheme, HttpMatch.Builder::scheme)
                .optional("method", text, HttpMatch::method, HttpMatch.Builder::method)
                .optional("authority", text, HttpMatch::authority, HttpMatch.Builder::authority)
                .map("headers", text, HttpMatch::headers, HttpMatch.Builder::headers)
                .map("withoutHeaders", text, HttpMatch::withoutHeaders, HttpMatch.Builder::withoutHeaders)
                .map("queryParams", text, HttpMatch::queryParams, HttpMatch.Builder::queryParams)
                .map("sourceLabels", Codecs.TEXT, HttpMatch::sourceLabels, HttpMatch.Builder::sourceLabels)
                .optional(
                        "sourceNamespace", Codecs.TEXT, HttpMatch::sourceNamespace, HttpMatch.Builder::sourceNamespace)
                .list("gateways", Codecs.TEXT, HttpMatch::gateways, HttpMatch.Builder::gateways)
                .whole("port", HttpMatch::port, HttpMatch.Builder::port)
                .flag("ignoreUriCase", HttpMatch::ignoreUriCase, HttpMatch.Builder::ignoreUriCase);
    }
}
