package app.flagger.testkit.contract;

import static app.flagger.testkit.contract.Nodes.test;
import static app.flagger.testkit.contract.Nodes.untried;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.api.CanaryKey;
import app.flagger.api.plug.Resources;
import app.flagger.api.spec.ObjectMetadata;
import app.flagger.api.spec.ResourceRef;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DynamicNode;

/** What holds for each kind of resources. */
final class ResourceLookup<T> {
    private static final int ROUNDS = 50;

    private final ResourcesContract contract;
    private final String kind;
    private final Asked<T> asked;
    private final Function<T, ObjectMetadata> metadata;
    private final Change<T> change;
    private final UnaryOperator<T> changed;

    /** Looks for one. */
    interface Asked<T> {
        Optional<T> find(Resources resources, ResourceRef ref, CanaryKey asker);
    }

    /** Puts another one in its place. */
    interface Change<T> {
        void to(T resource) throws Exception;
    }

    ResourceLookup(
            ResourcesContract contract,
            String kind,
            Asked<T> asked,
            Function<T, ObjectMetadata> metadata,
            Change<T> change,
            UnaryOperator<T> changed) {
        this.contract = contract;
        this.kind = kind;
        this.asked = asked;
        this.metadata = metadata;
        this.change = change;
        this.changed = changed;
    }

    List<DynamicNode> tests(Optional<T> some, Optional<T> namesake, Optional<ObjectMetadata> ofOtherKind)
            throws Exception {
        List<DynamicNode> tests = new ArrayList<>();
        if (some.isEmpty()) {
            tests.add(untried(kind + "s were not looked for: there is none"));
            tests.add(test(
                    "a name that there is not is nothing", () -> requireNothing(Optional.empty(), "x", stranger())));
            return tests;
        }
        T known = some.get();
        tests.addAll(found(known));
        tests.addAll(notFound(known, ofOtherKind));
        tests.add(
                namesake.isPresent()
                        ? test("those of one name in two namespaces are two", () -> apart(known, namesake.get()))
                        : untried(kind + "s of one name in two namespaces were not tried: override "
                                + (kind.startsWith("Metric") ? "templateNamesake()" : "providerNamesake()")));
        tests.add(contract.threads("askers at once each get their own", () -> atOnce(known, namesake)));
        tests.add(
                PlugContract.can(() -> change.to(known))
                        ? test("after a change the changed one is found", () -> change(known))
                        : untried("a change was not tried: override change(" + kind + ")"));
        tests.add(contract.withoutDelay("in an outage it is found as ever", call -> {
            requireFound(Optional.empty(), known, home(known));
            return "(found)";
        }));
        return tests;
    }

    private List<DynamicNode> found(T known) {
        Optional<String> namespace = Optional.of(namespace(known));
        return List.of(
                test(
                        "it is found in the asker's namespace, with every field",
                        () -> requireFound(Optional.empty(), known, home(known))),
                test(
                        "it is found in the asker's namespace if that is named",
                        () -> requireFound(namespace, known, home(known))),
                contract.crossesNamespaces()
                        ? test(
                                "it is found in another namespace if that is named",
                                () -> requireFound(namespace, known, stranger()))
                        : test(
                                "what lies in another namespace is hidden",
                                () -> requireNothing(namespace, name(known), stranger())));
    }

    private List<DynamicNode> notFound(T known, Optional<ObjectMetadata> ofOtherKind) {
        List<DynamicNode> tests = new ArrayList<>();
        tests.add(test(
                "without a namespace it is not looked for in others",
                () -> requireNothing(Optional.empty(), name(known), stranger())));
        tests.add(test(
                "what is not in the namespace that is named is not looked for in the asker's",
                () -> requireNothing(Optional.of(stranger().namespace()), name(known), home(known))));
        for (String other : others(known)) {
            tests.add(test(
                    "nothing is found by the name " + Nodes.shown(other),
                    () -> requireNothing(Optional.empty(), other, home(known))));
        }
        tests.add(test("names of namespace and resource do not run together", () -> {
            String both = namespace(known) + name(known);
            for (int border = 1; border < both.length(); border++) {
                if (border != namespace(known).length()) {
                    CanaryKey asker = new CanaryKey(both.substring(0, border), "asker");
                    requireNothing(Optional.empty(), both.substring(border), asker);
                }
            }
        }));
        ofOtherKind
                .filter(other -> !other.name().equals(name(known)))
                .ifPresent(other -> tests.add(test(
                        "a name of another kind is nothing",
                        () -> requireNothing(Optional.of(other.namespace()), other.name(), home(known)))));
        return tests;
    }

    private void apart(T known, T namesake) throws Exception {
        requireFound(Optional.empty(), known, home(known));
        requireFound(Optional.empty(), namesake, home(namesake));
        if (contract.crossesNamespaces()) {
            requireFound(Optional.of(namespace(namesake)), namesake, home(known));
            requireFound(Optional.of(namespace(known)), known, home(namesake));
        }
    }

    private void atOnce(T known, Optional<T> namesake) throws Exception {
        Resources resources = contract.resources();
        CanaryKey stranger = stranger();
        T other = namesake.orElse(known);
        List<PlugBody> bodies = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int number = i;
            bodies.add(call -> {
                for (int round = 0; round < ROUNDS; round++) {
                    T wanted = (number + round) % 2 == 0 ? known : other;
                    ResourceRef ref = ResourceRef.of(name(wanted));
                    if ((number + round) % 3 == 0) {
                        assertThat(asked.find(resources, ref, stranger).isPresent())
                                .as("whether %s finds %s", stranger, ref.name())
                                .isFalse();
                    } else {
                        requireSame(asked.find(resources, ref, home(wanted)), wanted);
                    }
                }
                return "(each its own)";
            });
        }
        contract.crowd(bodies);
    }

    private void change(T known) throws Exception {
        T next = changed.apply(known);
        change.to(next);
        try {
            requireFound(Optional.empty(), next, home(known));
        } finally {
            change.to(known);
        }
        requireFound(Optional.empty(), known, home(known));
    }

    private void requireFound(Optional<String> namespace, T wanted, CanaryKey asker) throws Exception {
        requireSame(find(namespace, name(wanted), asker), wanted);
    }

    /** Both print without their secrets. */
    private void requireSame(Optional<T> found, T wanted) {
        assertThat(found.isPresent())
                .as("whether the %s %s is found", kind, name(wanted))
                .isTrue();
        assertThat(found.get().equals(wanted))
                .as("whether every field of the %s %s is as it was written", kind, name(wanted))
                .isTrue();
    }

    private void requireNothing(Optional<String> namespace, String name, CanaryKey asker) throws Exception {
        assertThat(find(namespace, name, asker).isPresent())
                .as(
                        "whether %s finds the %s %s%s",
                        asker,
                        kind,
                        Nodes.shown(name),
                        namespace.map(named -> " in " + named).orElse(""))
                .isFalse();
    }

    private Optional<T> find(Optional<String> namespace, String name, CanaryKey asker) throws Exception {
        return asked.find(contract.resources(), new ResourceRef(name, namespace), asker);
    }

    private CanaryKey stranger() throws Exception {
        return contract.stranger();
    }

    private CanaryKey home(T resource) {
        return new CanaryKey(namespace(resource), "asker");
    }

    private String namespace(T resource) {
        return metadata.apply(resource).namespace();
    }

    private String name(T resource) {
        return metadata.apply(resource).name();
    }

    /** Names that are not there, though some look like the one that is. */
    private Set<String> others(T known) {
        String name = name(known);
        Set<String> names = new LinkedHashSet<>(List.of(
                "contract-no-such-resource",
                "*",
                name + " ",
                name + "-",
                namespace(known) + "/" + name,
                "../" + namespace(known) + "/" + name,
                "a\0b",
                "Grüße \"世界\" {{ name }}\n",
                "long".repeat(2_000)));
        if (name.length() > 1) {
            names.add(name.substring(0, name.length() - 1));
        }
        String upper = name.toUpperCase(Locale.ROOT);
        if (!upper.equals(name)) {
            names.add(upper);
        }
        return names;
    }
}
