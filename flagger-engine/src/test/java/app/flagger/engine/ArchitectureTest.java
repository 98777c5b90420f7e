package app.flagger.engine;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import app.flagger.engine.decision.ImpureFixtures;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Which package of the engine may use what. The rules over all modules are in the testkit. */
class ArchitectureTest {
    private static final String[] PURE = {
        "app.flagger.engine.decision..", "app.flagger.engine.strategy..", "app.flagger.engine.analysis.."
    };

    private static final DescribedPredicate<JavaClass> WORLDLY = resideInAnyPackage(
                    "java.io..",
                    "java.net..",
                    "java.nio.file..",
                    "java.nio.channels..",
                    "java.sql..",
                    "java.util.concurrent..",
                    "java.util.random..",
                    "java.lang.ref..",
                    "java.lang.reflect..",
                    "java.lang.foreign..")
            .or(named(
                    "java.lang.Thread",
                    "java.lang.ThreadGroup",
                    "java.lang.ThreadLocal",
                    "java.lang.Process",
                    "java.lang.ProcessBuilder",
                    "java.lang.Runtime",
                    "java.util.Random",
                    "java.util.SplittableRandom",
                    "java.util.Timer",
                    "java.util.TimerTask",
                    "java.security.SecureRandom"))
            .as("I/O, threads, concurrency, reflection or randomness");

    private static final DescribedPredicate<JavaAccess<?>> IMPURE =
            describe("asks the machine, not its arguments", ArchitectureTest::impure);

    static final ArchRule PURE_TYPES = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat(WORLDLY)
            .because("a decision is replayed from its recorded situation, byte for byte")
            .allowEmptyShould(true);

    static final ArchRule PURE_CALLS = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .accessTargetWhere(IMPURE)
            .because(
                    "the only clock of a decision is the `now` of its situation, and nothing else may differ from machine to"
                            + " machine")
            .allowEmptyShould(true);

    static final ArchRule ONE_NOW = noClasses()
            .that(describe(
                    "are of the decision, but neither its facts nor its situation",
                    type -> type.getPackageName().equals("app.flagger.engine.decision")
                            && !Set.of("Facts", "Situation", "ImmutableSituation")
                                    .contains(outermost(type).getSimpleName())))
            .should()
            .accessTargetWhere(describe(
                    "is the time of a situation",
                    access -> access.getTargetOwner().getSimpleName().equals("Situation")
                            && Set.of("now", "sinceCheck", "sinceHere")
                                    .contains(access.getTarget().getName())))
            .because("a decision knows from its facts whether it depends on the time")
            .allowEmptyShould(true);

    static final ArchRule DECISION_NEEDS_ONLY_API = classes()
            .that()
            .resideInAPackage("app.flagger.engine.decision..")
            .should()
            .onlyDependOnClassesThat(jdkApiOr("app.flagger.engine.decision.."))
            .because("what one must read in order to trust a rollout is small and stands alone")
            .allowEmptyShould(true);

    static final ArchRule STRATEGIES_NEED_ONLY_API = classes()
            .that()
            .resideInAPackage("app.flagger.engine.strategy..")
            .should()
            .onlyDependOnClassesThat(jdkApiOr("app.flagger.engine.strategy.."))
            .because("the stock strategies are written on the public interface and see nothing more")
            .allowEmptyShould(true);

    static final ArchRule JUDGES_NEED_ONLY_API = classes()
            .that()
            .resideInAPackage("app.flagger.engine.analysis..")
            .should()
            .onlyDependOnClassesThat(jdkApiOr("app.flagger.engine.analysis.."))
            .because("the stock judges are written on the public interface and see nothing more")
            .allowEmptyShould(true);

    static final ArchRule CONFIG_IS_A_LEAF = noClasses()
            .that()
            .resideInAPackage("app.flagger.engine.config..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "app.flagger.engine.runtime..",
                    "app.flagger.engine.provider..",
                    "app.flagger.engine.notify..",
                    "app.flagger.engine.hook..",
                    "app.flagger.engine.telemetry..")
            .because("a manifest can be read without an engine")
            .allowEmptyShould(true);

    static final ArchRule PLUGS_DO_NOT_DRIVE = noClasses()
            .that()
            .resideInAnyPackage(
                    "app.flagger.engine.provider..",
                    "app.flagger.engine.notify..",
                    "app.flagger.engine.hook..",
                    "app.flagger.engine.telemetry..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "app.flagger.engine.runtime..",
                    "app.flagger.engine.decision..",
                    "app.flagger.engine.strategy..",
                    "app.flagger.engine.analysis..")
            .because("plugs that are shipped are written like the plugs of an embedder")
            .allowEmptyShould(true);

    static final List<ArchRule> RULES = List.of(
            PURE_TYPES,
            PURE_CALLS,
            ONE_NOW,
            DECISION_NEEDS_ONLY_API,
            STRATEGIES_NEED_ONLY_API,
            JUDGES_NEED_ONLY_API,
            CONFIG_IS_A_LEAF,
            PLUGS_DO_NOT_DRIVE);

    private static final JavaClasses ENGINE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("app.flagger.engine");

    @TestFactory
    Stream<DynamicTest> rules() {
        return RULES.stream().map(rule -> dynamicTest(rule.getDescription(), () -> rule.check(ENGINE)));
    }

    @Test
    void theEngineIsSeen() {
        assertThat(ENGINE.contain("app.flagger.engine.decision.package-info")
                        || ENGINE.stream().anyMatch(c -> c.getPackageName().startsWith("app.flagger.engine.decision")))
                .isTrue();
    }

    @TestFactory
    Stream<DynamicTest> impureTypesAreCaught() {
        return Stream.of(
                        ImpureFixtures.ReadsFile.class,
                        ImpureFixtures.OpensSocket.class,
                        ImpureFixtures.StartsThread.class,
                        ImpureFixtures.HoldsLock.class,
                        ImpureFixtures.RollsDice.class)
                .map(fixture -> dynamicTest(fixture.getSimpleName(), () -> caught(PURE_TYPES, fixture)));
    }

    @TestFactory
    Stream<DynamicTest> impureCallsAreCaught() {
        return Stream.of(
                        ImpureFixtures.AsksMillis.class,
                        ImpureFixtures.AsksNanosByReference.class,
                        ImpureFixtures.AsksInstant.class,
                        ImpureFixtures.AsksInstantByReference.class,
                        ImpureFixtures.MakesClock.class,
                        ImpureFixtures.MakesUuid.class,
                        ImpureFixtures.UsesMathRandom.class,
                        ImpureFixtures.Prints.class,
                        ImpureFixtures.ReadsEnvironment.class,
                        ImpureFixtures.FormatsByLocale.class,
                        ImpureFixtures.HashesIdentity.class,
                        ImpureFixtures.RunsParallel.class)
                .map(fixture -> dynamicTest(fixture.getSimpleName(), () -> caught(PURE_CALLS, fixture)));
    }

    @Test
    void aDependencyBackIntoTheEngineIsCaught() {
        caught(DECISION_NEEDS_ONLY_API, ImpureFixtures.KnowsTheEngine.class);
    }

    @Test
    void aThirdPartyTypeInADecisionIsCaught() {
        caught(DECISION_NEEDS_ONLY_API, ImpureFixtures.KnowsJackson.class);
    }

    @Test
    void whatIsAllowedIsNotCaught() {
        JavaClasses allowed = new ClassFileImporter().importClasses(ImpureFixtures.Pure.class);
        for (ArchRule rule : RULES) {
            EvaluationResult result = rule.evaluate(allowed);
            assertThat(result.hasViolation())
                    .as(result.getFailureReport().toString())
                    .isFalse();
        }
    }

    @Test
    void aLookAtTheTimePastTheFactsIsCaught() {
        caught(ONE_NOW, ImpureFixtures.LooksAtTheTime.class);
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
    }

    private static void caught(ArchRule rule, Class<?> fixture) {
        EvaluationResult result = rule.evaluate(new ClassFileImporter().importClasses(fixture));
        assertThat(result.hasViolation())
                .as("%s is caught by: %s", fixture, rule.getDescription())
                .isTrue();
    }

    private static DescribedPredicate<JavaClass> jdkApiOr(String own) {
        DescribedPredicate<JavaClass> allowed = resideInAnyPackage(
                "java..", "app.flagger.api..", "org.jspecify.annotations..", "org.immutables.value..", own);
        return describe(
                "are of the JDK, of app.flagger.api or of " + own,
                type -> type.getBaseComponentType().isPrimitive() || allowed.test(type.getBaseComponentType()));
    }

    private static DescribedPredicate<JavaClass> named(String... names) {
        Set<String> all = Set.of(names);
        return describe("are one of " + Arrays.toString(names), type -> all.contains(type.getName()));
    }

    private static boolean impure(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getTarget().getName();
        List<String> parameters = access.getTarget() instanceof CodeUnitAccessTarget call
                ? call.getRawParameterTypes().stream().map(JavaClass::getName).toList()
                : List.of();
        return switch (owner) {
            case "java.lang.System" -> !Set.of("arraycopy", "lineSeparator").contains(name);
            case "java.time.Clock" -> name.startsWith("system") || name.startsWith("tick");
            case "java.time.ZoneId", "java.util.TimeZone" -> name.equals("systemDefault") || name.equals("getDefault");
            case "java.util.Date", "java.util.GregorianCalendar" ->
                name.equals(JavaConstructor.CONSTRUCTOR_NAME) && parameters.isEmpty();
            case "java.util.Calendar" -> name.equals("getInstance");
            case "java.util.UUID" -> name.equals("randomUUID");
            case "java.lang.Math", "java.lang.StrictMath" -> name.equals("random");
            case "java.util.Locale" -> name.equals("getDefault");
            case "java.nio.charset.Charset" -> name.equals("defaultCharset");
            case "java.util.Collections" -> name.equals("shuffle");
            case "java.lang.String" ->
                name.equals("formatted")
                        || (name.equals("format") && !parameters.get(0).equals("java.util.Locale"))
                        || (Set.of("toUpperCase", "toLowerCase", "getBytes").contains(name) && parameters.isEmpty());
            case "java.lang.Object" -> Set.of("wait", "notify", "notifyAll").contains(name);
            default ->
                name.equals("parallel")
                        || name.equals("parallelStream")
                        || name.equals("printStackTrace")
                        || (owner.startsWith("java.time.")
                                && name.equals("now")
                                && !parameters.contains("java.time.Clock"));
        };
    }
}
