package app.flagger.testkit.contract;

import static app.flagger.testkit.contract.Nodes.test;
import static app.flagger.testkit.contract.Nodes.untried;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import app.flagger.api.CanaryKey;
import app.flagger.api.Secret;
import app.flagger.api.Secrets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * What every {@link Secrets} must do: give a secret to those whom it is for, nothing to anybody else, and never tell a value in a
 * text. No failure of this suite tells one either.
 */
public abstract class SecretsContract extends PlugContract {
    private static final int ROUNDS = 50;

    /** For subclasses. */
    protected SecretsContract() {}

    /**
     * A secret that is there.
     *
     * @param asker who may see it
     * @param name its name in the asker's namespace
     * @param entries what it holds, in any order; values that end in a line end, are empty, or look like Base64 prove most
     */
    public record Kept(CanaryKey asker, String name, Map<String, String> entries) {
        /** An ordered copy. */
        public Kept {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        /** Without the values. */
        @Override
        public String toString() {
            return name + " for " + asker;
        }
    }

    /** What finds secrets; may be the same each time. */
    protected abstract Secrets lookup() throws Exception;

    /** A secret that it finds; nothing only if it knows none at all. */
    protected abstract Optional<Kept> kept() throws Exception;

    /** A secret of the same name in another namespace, with other values. */
    protected Optional<Kept> namesake() throws Exception {
        return Optional.empty();
    }

    /** A secret that is in the asker's namespace, but not for its eyes. */
    protected Optional<Kept> hidden() throws Exception {
        return Optional.empty();
    }

    /** A canary in whose namespace there is no secret of the name of {@link #kept()}. */
    protected CanaryKey stranger() throws Exception {
        return new CanaryKey("contract-strangers", "stranger");
    }

    /** Gives the secret {@link #kept()} these entries instead, and returns when the next one who asks must get them. */
    protected void change(Map<String, String> entries) throws Exception {
        throw new UnsupportedOperationException("change(Map) is not overridden");
    }

    @TestFactory
    @DisplayName("finds")
    final List<DynamicNode> finds() throws Exception {
        if (kept().isEmpty()) {
            return List.of(untried("no secret was looked for: kept() has none"));
        }
        Kept kept = kept().get();
        List<DynamicNode> tests = new ArrayList<>();
        tests.add(test("a secret has every entry, letter by letter", () -> requireFound(kept)));
        tests.add(test("a secret is the same each time", () -> {
            Secret first = find(kept);
            for (int i = 0; i < 3; i++) {
                assertThat(find(kept).equals(first)).as("the same secret").isTrue();
            }
        }));
        tests.add(threads("askers at once each get their own", this::atOnce));
        tests.add(
                PlugContract.can(() -> change(kept.entries()))
                        ? test("after a change the new entries are found, and what was handed out stays", this::changed)
                        : untried("a change was not tried: override change(Map)"));
        tests.add(withoutDelay("in an outage what was found before is found, or nothing", call -> {
            Optional<Secret> found = lookup().find(kept.asker(), kept.name());
            found.ifPresent(secret -> requireEntries(secret, kept));
            return found;
        }));
        return tests;
    }

    @TestFactory
    @DisplayName("tells apart")
    final List<DynamicNode> tellsApart() throws Exception {
        List<DynamicNode> tests = new ArrayList<>();
        CanaryKey asker = kept().map(Kept::asker).orElse(stranger());
        String known = kept().map(Kept::name).orElse("known");
        for (String name : others(known, asker)) {
            tests.add(test("nothing is found by the name " + Nodes.shown(name), () -> requireNothing(asker, name)));
        }
        tests.add(test("a namespace without a secret of that name has none", () -> requireNothing(stranger(), known)));
        tests.add(test("names of namespace and secret do not run together", () -> {
            for (Map.Entry<CanaryKey, String> shifted : shifted(asker, known)) {
                requireNothing(shifted.getKey(), shifted.getValue());
            }
        }));
        tests.add(namesake()
                .map(other -> test("secrets of one name in two namespaces are two", () -> {
                    requireFound(other);
                    requireFound(kept().orElseThrow());
                    requireNothing(asker, "../" + other.asker().namespace() + "/" + other.name());
                    requireNothing(asker, other.asker().namespace() + "/" + other.name());
                }))
                .orElseGet(() -> untried("secrets of one name in two namespaces were not tried: override namesake()")));
        tests.add(hidden().map(secret -> test(
                        "what an asker may not see is like what is not there",
                        () -> requireNothing(secret.asker(), secret.name())))
                .orElseGet(() -> untried("what an asker may not see was not tried: override hidden()")));
        return tests;
    }

    @TestFactory
    @DisplayName("tells nothing")
    final List<DynamicNode> tellsNothing() {
        return List.of(test("its texts name no value", () -> {
            Secrets lookup = lookup();
            for (Kept kept : all()) {
                Optional<Secret> found = lookup.find(kept.asker(), kept.name());
                requireNoValue(String.valueOf(found));
            }
            requireNoValue(String.valueOf(lookup));
            requireSecrecy(lookup);
        }));
    }

    private void atOnce() throws Exception {
        Secrets lookup = lookup();
        Kept kept = kept().orElseThrow();
        Optional<Kept> other = namesake();
        CanaryKey stranger = stranger();
        List<PlugBody> bodies = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int number = i;
            bodies.add(call -> {
                for (int round = 0; round < ROUNDS; round++) {
                    switch ((number + round) % 4) {
                        case 0 -> requireEntries(found(lookup, kept), kept);
                        case 1 -> requireNothing(lookup, stranger, kept.name());
                        case 2 -> requireNothing(lookup, kept.asker(), "contract-unknown-" + number);
                        default -> requireEntries(found(lookup, other.orElse(kept)), other.orElse(kept));
                    }
                }
                return "(each its own)";
            });
        }
        crowd(bodies);
    }

    private void changed() throws Exception {
        Kept before = kept().orElseThrow();
        Map<String, String> entries = new LinkedHashMap<>(before.entries());
        entries.replaceAll((entry, value) -> "contract-changed-" + number());
        entries.put("contract-added", "added");
        Kept after = new Kept(before.asker(), before.name(), entries);
        Secret handedOut = find(before);
        change(entries);
        try {
            requireFound(after);
            requireEntries(handedOut, before);
        } finally {
            change(before.entries());
        }
        requireFound(before);
    }

    private void requireFound(Kept kept) throws Exception {
        requireEntries(find(kept), kept);
    }

    private Secret find(Kept kept) throws Exception {
        return found(lookup(), kept);
    }

    private static Secret found(Secrets lookup, Kept kept) {
        return lookup.find(kept.asker(), kept.name())
                .orElseThrow(() -> new AssertionError("the secret " + kept + " was not found"));
    }

    /** The failures name entries and never values. */
    private static void requireEntries(Secret secret, Kept kept) {
        kept.entries().forEach((entry, value) -> {
            if (!secret.reveal(entry).equals(Optional.of(value))) {
                fail(
                        "the entry %s of the secret %s is %s",
                        entry,
                        kept,
                        secret.reveal(entry)
                                .map(other ->
                                        "another one, of " + other.length() + " letters instead of " + value.length())
                                .orElse("missing"));
            }
        });
    }

    private void requireNothing(CanaryKey asker, String name) throws Exception {
        requireNothing(lookup(), asker, name);
    }

    private static void requireNothing(Secrets lookup, CanaryKey asker, String name) {
        assertThat(lookup.find(asker, name).isPresent())
                .as("whether %s finds the secret %s", asker, Nodes.shown(name))
                .isFalse();
    }

    private void requireNoValue(String text) throws Exception {
        for (Kept kept : all()) {
            kept.entries().forEach((entry, value) -> {
                if (!value.isBlank() && text.contains(value.strip())) {
                    fail("a text names the entry %s of the secret %s", entry, kept);
                }
            });
        }
    }

    private List<Kept> all() throws Exception {
        List<Kept> all = new ArrayList<>();
        kept().ifPresent(all::add);
        namesake().ifPresent(all::add);
        hidden().ifPresent(all::add);
        return all;
    }

    /** Names that are not there, though some look like one that is. */
    private static Set<String> others(String known, CanaryKey asker) {
        Set<String> names = new LinkedHashSet<>(List.of(
                "contract-no-such-secret",
                "",
                ".",
                "..",
                "*",
                known + "*",
                known + " ",
                known + "-",
                "./" + known,
                "../" + asker.namespace() + "/" + known,
                asker.namespace() + "/" + known,
                "/etc/passwd",
                "a\0b",
                "Grüße \"世界\" {{ name }}\n",
                "long".repeat(2_000)));
        if (known.length() > 1) {
            names.add(known.substring(0, known.length() - 1));
        }
        if (!known.equals(known.toUpperCase(Locale.ROOT))) {
            names.add(known.toUpperCase(Locale.ROOT));
        }
        return names;
    }

    /** The same letters, with the border between namespace and name moved by one. */
    private static List<Map.Entry<CanaryKey, String>> shifted(CanaryKey asker, String name) {
        List<Map.Entry<CanaryKey, String>> shifted = new ArrayList<>();
        String namespace = asker.namespace();
        int last = namespace.length() - 1;
        if (last > 0) {
            CanaryKey shorter = new CanaryKey(namespace.substring(0, last), asker.name());
            shifted.add(Map.entry(shorter, namespace.substring(last) + name));
        }
        if (name.length() > 1) {
            shifted.add(Map.entry(new CanaryKey(namespace + name.charAt(0), asker.name()), name.substring(1)));
        }
        return shifted;
    }
}
