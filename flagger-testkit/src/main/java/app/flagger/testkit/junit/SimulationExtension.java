package app.flagger.testkit.junit;

import app.flagger.testkit.Simulation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;

/**
 * Gives test methods a {@link Simulation} of the manifest that {@link RolloutPolicy} names, and likewise methods before and after
 * each test, and constructors of classes that have an instance for each test. When a test fails, also one that a {@code
 * TestFactory} made, prints on standard error what it played: of each way in which runs ended the first one, with timeline, seed
 * and the lines that play it again. Of the tests of a factory, each has what was played since the one before it.
 *
 * <p>Comes with {@link RolloutPolicy}; there is no need to name it. Thread-safe.
 */
public final class SimulationExtension implements ParameterResolver, AfterEachCallback, InvocationInterceptor {
    private static final Namespace NAMESPACE = Namespace.create(SimulationExtension.class);

    /** Made by JUnit. */
    public SimulationExtension() {}

    /** What a constructor plays belongs to the test that its instance is for. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Simulation.class
                && context.getTestMethod().isPresent();
    }

    /** @throws ParameterResolutionException if there is no such manifest, it is not legal, or has not one such canary */
    @Override
    public Simulation resolveParameter(ParameterContext parameter, ExtensionContext context) {
        RolloutPolicy policy = policy(context);
        Played played = new Played(policy);
        ExtensionContext.Store store = context.getStore(NAMESPACE);
        Played before = store.get(Played.class, Played.class);
        if (before == null) {
            store.put(Played.class, played);
        } else {
            played = before;
        }
        return PolicyFile.simulation(policy, context.getRequiredTestClass()).onRun(played::add);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        context.getExecutionException().ifPresent(cause -> printed(context, cause));
    }

    @Override
    public void interceptDynamicTest(
            Invocation<@Nullable Void> invocation, DynamicTestInvocationContext test, ExtensionContext context)
            throws Throwable {
        try {
            invocation.proceed();
        } catch (Throwable cause) {
            printed(context, cause);
            throw cause;
        } finally {
            Optional.ofNullable(played(context)).ifPresent(Played::forget);
        }
    }

    private static void printed(ExtensionContext context, Throwable cause) {
        Played played = played(context);
        if (played != null && !(cause instanceof TestAbortedException)) {
            String test = testClass(context) + " > " + context.getDisplayName();
            played.report(test).ifPresent(System.err::println);
        }
    }

    /** A test that a factory made has none of its own. */
    private static String testClass(ExtensionContext context) {
        return context.getTestClass()
                .map(Class::getSimpleName)
                .or(() -> context.getParent().map(SimulationExtension::testClass))
                .orElse("");
    }

    private static @Nullable Played played(ExtensionContext context) {
        return context.getStore(NAMESPACE).get(Played.class, Played.class);
    }

    private static RolloutPolicy policy(ExtensionContext context) {
        Optional<ExtensionContext> at = Optional.of(context);
        while (at.isPresent()) {
            Optional<RolloutPolicy> policy =
                    AnnotationSupport.findAnnotation(at.get().getElement(), RolloutPolicy.class);
            if (policy.isPresent()) {
                return policy.get();
            }
            at = at.get().getParent();
        }
        throw new ParameterResolutionException(
                "a Simulation needs @RolloutPolicy(\"canary.yaml\") at the test or its class");
    }
}
