package app.flagger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs a contract suite without an engine and keeps what came of each test, by its name. */
final class Suite {
    private final Map<String, Throwable> failed = new LinkedHashMap<>();
    private final Set<String> passed = new LinkedHashSet<>();
    private final Set<String> unproved = new LinkedHashSet<>();

    private Suite() {}

    static Suite run(Object contract) {
        Suite suite = new Suite();
        for (Method factory : factories(contract.getClass())) {
            suite.runFactory(factory, contract);
        }
        return suite;
    }

    /** A test that a broken plug is caught by the test of that name, and a good one is not. */
    static DynamicTest caught(String flaw, String by, Object contractOfBroken) {
        return dynamicTest(flaw, () -> {
            Suite suite = run(contractOfBroken);
            assertThat(suite.failed.keySet())
                    .as(
                            "the tests that catch a plug that %s; passed: %s; not proved: %s",
                            flaw, suite.passed, suite.unproved)
                    .contains(by);
        });
    }

    /** Fails unless all tests passed that were tried. */
    Suite requirePassed() {
        assertThat(failed).as(failures()).isEmpty();
        assertThat(passed).isNotEmpty();
        return this;
    }

    /** All failures with their messages. */
    String failures() {
        return failed.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining("\n"));
    }

    /** All failures as a report shows them, with what caused them. */
    String traces() {
        StringWriter traces = new StringWriter();
        failed.forEach((name, failure) -> {
            traces.append(name).append('\n');
            failure.printStackTrace(new PrintWriter(traces));
        });
        return traces.toString();
    }

    /** What the report says was not proved. */
    Set<String> unproved() {
        return unproved;
    }

    private void runFactory(Method factory, Object contract) {
        try {
            factory.setAccessible(true);
            for (Object node : (Iterable<?>) factory.invoke(contract)) {
                runNode((DynamicNode) node);
            }
        } catch (InvocationTargetException broken) {
            failed.put(factory.getName(), broken.getCause());
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void runNode(DynamicNode node) {
        if (node instanceof DynamicContainer group) {
            group.getChildren().forEach(this::runNode);
            return;
        }
        try {
            ((DynamicTest) node).getExecutable().execute();
            if (node.getDisplayName().startsWith(Nodes.NOT_PROVED)) {
                unproved.add(node.getDisplayName().substring(Nodes.NOT_PROVED.length()));
            } else {
                passed.add(node.getDisplayName());
            }
        } catch (Throwable failure) {
            failed.put(node.getDisplayName(), failure);
        }
    }

    private static List<Method> factories(Class<?> type) {
        List<Method> factories = new ArrayList<>();
        for (Class<?> each = type; each != Object.class; each = each.getSuperclass()) {
            for (Method method : each.getDeclaredMethods()) {
                if (method.isAnnotationPresent(TestFactory.class)) {
                    factories.add(method);
                }
            }
        }
        factories.sort((one, other) -> one.getName().compareTo(other.getName()));
        return factories;
    }
}
