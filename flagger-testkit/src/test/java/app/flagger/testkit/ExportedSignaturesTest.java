package app.flagger.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares everything that the modules export with the committed lists in docs/signatures, so that no signature changes unseen.
 * A change that is meant is accepted by {@code mvn verify -Dflagger.signatures=accept}, which rewrites the lists.
 */
class ExportedSignaturesTest {
    private static final boolean ACCEPT = "accept".equals(System.getProperty("flagger.signatures"));

    private static final int MOST_LINES = 60;

    @ParameterizedTest
    @ValueSource(strings = {"app.flagger.api", "app.flagger.engine", "app.flagger.testkit"})
    void areTheCommittedOnes(String module) throws IOException {
        Optional<Exports.Found> found = Exports.module(module);
        assumeTrue(found.isPresent(), module + " has no descriptor yet");
        List<String> now = Signatures.of(found.get());
        Path file = Path.of(System.getProperty("basedir", "."), "..", "docs", "signatures", module + ".txt")
                .normalize();
        if (ACCEPT && !(now.isEmpty() && Files.notExists(file))) {
            Files.createDirectories(file.getParent());
            Files.write(file, now);
            return;
        }
        List<String> committed = Files.exists(file) ? Files.readAllLines(file) : List.of();
        List<String> difference = difference(committed, now);
        if (!difference.isEmpty()) {
            List<String> shown = difference.subList(0, Math.min(difference.size(), MOST_LINES));
            fail(
                    "The exported signatures of %s are not those in docs/signatures/%s.txt (%d lines differ):%n%n%s%n%n"
                            + "If that is meant, run: mvn verify -Dflagger.signatures=accept%n"
                            + "and commit the file together with the change.",
                    module, module, difference.size(), String.join(System.lineSeparator(), shown));
        }
    }

    @Test
    void aDifferenceNamesTypeAndMember() {
        assertThat(difference(
                        List.of("class a.A", "    int a()", "    int b()", "class a.B", "    int a()"),
                        List.of("class a.A", "    int a()", "    long b()", "class a.B", "    int a()", "class a.C")))
                .containsExactly("  class a.A", "-     int b()", "+     long b()", "+ class a.C");
        assertThat(difference(List.of("class a.A"), List.of("class a.A"))).isEmpty();
    }

    @Test
    void everyKindOfSignatureIsListed() {
        assertThat(Signatures.of(SignatureFixtures.class))
                .containsExactly(
                        "public abstract class app.flagger.testkit.SignatureFixtures",
                        "    protected SignatureFixtures(int)",
                        "    protected abstract <T extends java.lang.Comparable<? super T>> T most(java.util.List<? extends T>)"
                                + " throws java.io.IOException",
                        "    public final void inherited(byte[]...)",
                        "    public static final int LIMIT = 7");
        assertThat(Signatures.of(SignatureFixtures.Nullness.class))
                .containsExactly(
                        "public interface app.flagger.testkit.SignatureFixtures$Nullness",
                        "    public abstract @Nullable java.lang.String find(@Nullable java.lang.String,"
                                + " java.util.List<@Nullable java.lang.String>)",
                        "    public default java.lang.String name()");
        assertThat(Signatures.of(SignatureFixtures.Point.class))
                .containsExactly(
                        "public static final record app.flagger.testkit.SignatureFixtures$Point(int x, java.util.Optional<java.lang.String>"
                                + " label) implements app.flagger.testkit.SignatureFixtures$Shape",
                        "    public Point(int, java.util.Optional<java.lang.String>)",
                        "    public final boolean equals(java.lang.Object)",
                        "    public final int hashCode()",
                        "    public final java.lang.String toString()",
                        "    public int x()",
                        "    public java.util.Optional<java.lang.String> label()");
        assertThat(Signatures.of(SignatureFixtures.Shape.class))
                .containsExactly("public sealed interface app.flagger.testkit.SignatureFixtures$Shape permits"
                        + " app.flagger.testkit.SignatureFixtures$Point");
        assertThat(Signatures.of(SignatureFixtures.Colour.class))
                .containsExactly(
                        "public static final enum app.flagger.testkit.SignatureFixtures$Colour { RED, GREEN }",
                        "    public java.lang.String lower()");
    }

    /** Lines that went or came, each block below the type that it belongs to. */
    private static List<String> difference(List<String> committed, List<String> now) {
        Map<String, Set<String>> before = Signatures.byType(committed);
        Map<String, Set<String>> after = Signatures.byType(now);
        Set<String> types = new TreeSet<>(before.keySet());
        types.addAll(after.keySet());
        List<String> lines = new ArrayList<>();
        for (String type : types) {
            Set<String> old = before.getOrDefault(type, Set.of());
            Set<String> fresh = after.getOrDefault(type, Set.of());
            List<String> changed = new ArrayList<>();
            old.stream().filter(it -> !fresh.contains(it)).forEach(it -> changed.add("- " + it));
            fresh.stream().filter(it -> !old.contains(it)).forEach(it -> changed.add("+ " + it));
            boolean stays = before.containsKey(type) && after.containsKey(type);
            if (!stays) {
                lines.add((before.containsKey(type) ? "- " : "+ ") + type);
            } else if (!changed.isEmpty()) {
                lines.add("  " + type);
            }
            lines.addAll(changed);
        }
        return lines;
    }
}
