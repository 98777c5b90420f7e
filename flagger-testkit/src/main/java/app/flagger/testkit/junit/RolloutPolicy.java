package app.flagger.testkit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The policy that a test class or method tests. Test methods, and methods before and after each test, may take a {@link
 * app.flagger.testkit.Simulation} of it as parameter:
 *
 * <pre>{@code
 * @RolloutPolicy("canary.yaml")
 * class CheckoutPolicyTest {
 *     @Test
 *     void aSlowReleaseIsRolledBack(Simulation simulation) {
 *         assertThat(simulation.canary(latency(p50(20), p99(900))).run()).rolledBack();
 *     }
 * }
 * }</pre>
 *
 * <p>The one at a method wins over that at its class, that over the one at the class around it. May also stand at an annotation
 * of one's own.
 */
@Documented
@Inherited
@ExtendWith(SimulationExtension.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface RolloutPolicy {
    /**
     * The manifest: a resource of the class path, beside the test class or from the root, or else a file, from the folder in which
     * tests run. MetricTemplates and AlertProviders in it are given to the engine. Any name of a provider, kind or scheme is
     * legal in it.
     */
    String value();

    /** The name of the canary, where the manifest has more than one. */
    String canary() default "";

    /** Where randomness begins. */
    long seed() default 1;
}
