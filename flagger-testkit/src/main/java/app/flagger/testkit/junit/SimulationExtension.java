package app.flagger.testkit.junit;

import app.flagger.testkit.Simulation;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;

/**
 * Gives test methods a {@link Simulation} of the manifest that {@link RolloutPolicy} names. When a test fails, prints on standard
 * error what it played: of each way in which runs ended the first one, with timeline, seed and the lines that play it again.
 *
 * <p>Comes with {@link RolloutPolicy}; there is no need to name it. Thread-safe.
 */
public final class SimulationExtension implements ParameterResolver, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(SimulationExtension.class);

    /** Made by JUnit. */
    public SimulationExtension() {}

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
        Played played = context.getStore(NAMESPACE).get(Played.class, Played.class);
        boolean failed = context.getExecutionException()
                .filter(cause -> !(cause instanceof TestAbortedException))
                .isPresent();
        if (played != null && failed) {
            String test = context.getRequiredTestClass().getSimpleName() + " > " + context.getDisplayName();
            played.report(test).ifPresent(System.err::println);
        }
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
