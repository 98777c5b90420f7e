package app.flagger.testkit;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.EvaluationResult;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Rules that hold over all modules. What the packages of the engine may use is tested in the engine. */
class ArchitectureTest {
    /** Factory methods that take the embedder's own client or registry; each is a decision, so each stands here. */
    private static final Set<String> MAY_NAME_A_THIRD_PARTY = Set.of();

    private static final String[] THIRD_PARTY = {
        "com.fasterxml.",
        "tools.jackson.",
        "com.google.",
        "io.prometheus.",
        "org.apache.",
        "org.yaml.",
        "io.fabric8.",
        "org.slf4j.",
        "org.immutables."
    };

    private static final DescribedPredicate<JavaAccess<?>> REAL_TIME =
            describe("is real time", ArchitectureTest::realTime);

    private static final DescribedPredicate<JavaAccess<?>> UNSTABLE_ORDER =
            describe("gives an order that differs from JVM to JVM", ArchitectureTest::unstableOrder);

    static final ArchRule ONE_CLOCK = noClasses()
            .that(describe(
                    "are not the system clock",
                    type -> !type.getPackageName().startsWith("app.flagger.engine")
                            || !outermost(type).getSimpleName().endsWith("SystemClock")))
            .should()
            .accessTargetWhere(REAL_TIME)
            .because("time is virtual in a simulation: whoever needs it asks the Clock that was injected")
            .allowEmptyShould(true);

    static final ArchRule ONE_TIMER = noClasses()
            .that(describe(
                    "are not the system clock",
                    type -> !type.getPackageName().startsWith("app.flagger.engine")
                            || !outermost(type).getSimpleName().endsWith("SystemClock")))
            .should()
            .dependOnClassesThat(describe(
                    "are timers of the JDK",
                    type -> Set.of(
                                    "java.util.Timer",
                                    "java.util.TimerTask",
                                    "java.util.concurrent.ScheduledExecutorService",
                                    "java.util.concurrent.ScheduledThreadPoolExecutor",
                                    "java.util.concurrent.DelayQueue")
                            .contains(type.getName())))
            .because("there is one timer, and it belongs to the Clock")
            .allowEmptyShould(true);

    static final ArchRule STABLE_ORDER = noClasses()
            .that()
            .resideInAnyPackage(
                    "app.flagger.api..",
                    "app.flagger.engine.decision..",
                    "app.flagger.engine.strategy..",
                    "app.flagger.engine.analysis..",
                    "app.flagger.testkit..")
            .should()
            .accessTargetWhere(UNSTABLE_ORDER)
            .because(
                    "the same seed gives the same bytes in another JVM: use LinkedHashMap, LinkedHashSet, sorted or enum"
                            + " collections")
            .allowEmptyShould(true);

    static final ArchRule API_STANDS_ALONE = classes()
            .that()
            .resideInAPackage("app.flagger.api..")
            .should()
            .onlyDependOnClassesThat(describe(
                    "are of the JDK, JSpecify or app.flagger.api (the annotations of Immutables are gone at run time)",
                    type -> type.getBaseComponentType().isPrimitive()
                            || resideInAnyPackage(
                                            "java..",
                                            "org.jspecify.annotations..",
                                            "org.immutables.value..",
                                            "app.flagger.api..")
                                    .test(type.getBaseComponentType())))
            .because("whoever writes a plug takes over no dependency")
            .allowEmptyShould(true);

    static final ArchRule ENGINE_KNOWS_NO_USER = noClasses()
            .that()
            .resideInAPackage("app.flagger.engine..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "app.flagger.testkit..",
                    "app.flagger.kubernetes..",
                    "app.flagger.samples..",
                    "org.junit..",
                    "org.assertj..",
                    "io.fabric8..")
            .because("arrows run one way: samples, kubernetes and testkit, engine, api")
            .allowEmptyShould(true);

    static final ArchRule TESTKIT_KNOWS_NO_SIBLING = noClasses()
            .that()
            .resideInAPackage("app.flagger.testkit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("app.flagger.kubernetes..", "app.flagger.samples..", "net.jqwik..", "com.tngtech..")
            .because("arrows run one way, and the published testkit brings no engine for properties")
            .allowEmptyShould(true);

    static final ArchRule NO_LOGGING_LIBRARY = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.slf4j..", "org.apache.logging..", "org.apache.commons.logging..", "java.util.logging..")
            .because("what is logged goes to System.Logger, which the embedder binds")
            .allowEmptyShould(true);

    private static final List<ArchRule> RULES = List.of(
            ONE_CLOCK,
            ONE_TIMER,
            STABLE_ORDER,
            API_STANDS_ALONE,
            ENGINE_KNOWS_NO_USER,
            TESTKIT_KNOWS_NO_SIBLING,
            NO_LOGGING_LIBRARY);

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("app.flagger");

    @TestFactory
    Stream<DynamicTest> rules() {
        return RULES.stream().map(rule -> dynamicTest(rule.getDescription(), () -> rule.check(ALL)));
    }

    @Test
    void noThirdPartyTypeInASignature() {
        noThirdParty(Exports.packages()).check(ALL);
    }

    @Test
    void everyModuleIsSeen() {
        assertThat(ALL.contain(app.flagger.api.CanaryKey.class)).isTrue();
        assertThat(ALL.stream().anyMatch(type -> type.getPackageName().startsWith("app.flagger.engine")))
                .isTrue();
        assertThat(Exports.packages()).contains("app.flagger.api", "app.flagger.api.plug");
    }

    @TestFactory
    Stream<DynamicTest> realTimeIsCaught() {
        return Stream.of(
                        ArchitectureFixtures.AsksMillis.class,
                        ArchitectureFixtures.AsksNanosByReference.class,
                        ArchitectureFixtures.AsksInstant.class,
                        ArchitectureFixtures.AsksZonedByReference.class,
                        ArchitectureFixtures.MakesClock.class,
                        ArchitectureFixtures.MakesDate.class,
                        ArchitectureFixtures.Sleeps.class,
                        ArchitectureFixtures.SleepsInUnits.class,
                        ArchitectureFixtures.Parks.class,
                        ArchitectureFixtures.WaitsForTimeout.class,
                        ArchitectureFixtures.CompletesOnTimeout.class,
                        ArchitectureFixtures.SystemClock.class)
                .map(fixture -> caught(ONE_CLOCK, fixture));
    }

    @TestFactory
    Stream<DynamicTest> timersAreCaught() {
        return Stream.of(caught(ONE_TIMER, ArchitectureFixtures.Schedules.class));
    }

    @TestFactory
    Stream<DynamicTest> unstableOrderIsCaught() {
        return Stream.of(
                        ArchitectureFixtures.CopiesMap.class,
                        ArchitectureFixtures.CopiesSetByReference.class,
                        ArchitectureFixtures.MakesMap.class,
                        ArchitectureFixtures.MakesSet.class,
                        ArchitectureFixtures.MakesEntries.class,
                        ArchitectureFixtures.CollectsSet.class,
                        ArchitectureFixtures.CollectsMap.class,
                        ArchitectureFixtures.Groups.class,
                        ArchitectureFixtures.HashesByReference.class,
                        ArchitectureFixtures.Hashes.class)
                .map(fixture -> caught(STABLE_ORDER, fixture));
    }

    @TestFactory
    Stream<DynamicTest> thirdPartiesAreCaught() {
        ArchRule rule = noThirdParty(Set.of("app.flagger.testkit"));
        return Stream.of(
                        ArchitectureFixtures.ReturnsJackson.class,
                        ArchitectureFixtures.TakesListOfJackson.class,
                        ArchitectureFixtures.ShowsJackson.class,
                        ArchitectureFixtures.ThrowsJackson.class,
                        ArchitectureFixtures.ExtendsJackson.class)
                .map(fixture -> caught(rule, fixture));
    }

    @Test
    void aLoggingLibraryIsCaught() throws Throwable {
        caught(NO_LOGGING_LIBRARY, ArchitectureFixtures.Logs.class)
                .getExecutable()
                .execute();
    }

    @Test
    void whatIsAllowedIsNotCaught() {
        JavaClasses allowed = new ClassFileImporter().importClasses(ArchitectureFixtures.Allowed.class);
        List<ArchRule> rules = new ArrayList<>(RULES);
        rules.add(noThirdParty(Set.of("app.flagger.testkit")));
        for (ArchRule rule : rules) {
            EvaluationResult result = rule.evaluate(allowed);
            assertThat(result.hasViolation())
                    .as(result.getFailureReport().toString())
                    .isFalse();
        }
    }

    private static DynamicTest caught(ArchRule rule, Class<?> fixture) {
        return dynamicTest(
                fixture.getSimpleName(),
                () -> assertThat(rule.evaluate(new ClassFileImporter().importClasses(fixture))
                                .hasViolation())
                        .as("caught by: %s", rule.getDescription())
                        .isTrue());
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
    }

    private static List<String> parameters(JavaAccess<?> access) {
        return access.getTarget() instanceof CodeUnitAccessTarget call
                ? call.getRawParameterTypes().stream().map(JavaClass::getName).toList()
                : List.of();
    }

    private static boolean realTime(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getTarget().getName();
        List<String> parameters = parameters(access);
        return switch (owner) {
            case "java.lang.System" -> name.equals("currentTimeMillis") || name.equals("nanoTime");
            case "java.lang.Thread" -> name.equals("sleep") || (name.equals("join") && !parameters.isEmpty());
            case "java.util.concurrent.TimeUnit" ->
                name.equals("sleep") || name.equals("timedJoin") || name.equals("timedWait");
            case "java.util.concurrent.locks.LockSupport" -> name.equals("parkNanos") || name.equals("parkUntil");
            case "java.util.concurrent.CompletableFuture" ->
                name.equals("orTimeout") || name.equals("completeOnTimeout") || name.equals("delayedExecutor");
            case "java.time.Clock" -> name.startsWith("system") || name.startsWith("tick");
            case "java.util.Date", "java.util.GregorianCalendar" ->
                name.equals(JavaConstructor.CONSTRUCTOR_NAME) && parameters.isEmpty();
            case "java.util.Calendar" -> name.equals("getInstance");
            default ->
                (owner.startsWith("java.time.") && name.equals("now") && !parameters.contains("java.time.Clock"))
                        || (name.equals("wait")
                                && !parameters.isEmpty()
                                && parameters.get(0).equals("long"));
        };
    }

    private static boolean unstableOrder(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getTarget().getName();
        int parameters = parameters(access).size();
        return switch (owner) {
            case "java.util.Map" ->
                name.equals("copyOf") || name.equals("ofEntries") || (name.equals("of") && parameters > 2);
            case "java.util.Set" ->
                name.equals("copyOf")
                        || (name.equals("of")
                                && (parameters > 1 || parameters(access).contains("[Ljava.lang.Object;")));
            case "java.util.stream.Collectors" ->
                switch (name) {
                    case "toSet", "toUnmodifiableSet", "toUnmodifiableMap", "groupingByConcurrent", "toConcurrentMap" ->
                        true;
                    case "toMap" -> parameters < 4;
                    case "groupingBy" -> parameters < 3;
                    default -> false;
                };
            case "java.util.HashMap",
                    "java.util.HashSet",
                    "java.util.Hashtable",
                    "java.util.IdentityHashMap",
                    "java.util.WeakHashMap",
                    "java.util.concurrent.ConcurrentHashMap" -> name.equals(JavaConstructor.CONSTRUCTOR_NAME);
            default -> false;
        };
    }

    private static ArchRule noThirdParty(Set<String> exported) {
        return classes()
                .that(describe(
                        "are visible in exported packages",
                        type -> exported.contains(type.getPackageName()) && visible(type)))
                .should(new ArchCondition<JavaClass>("name no third-party type in a signature") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream())
                                .forEach(parent -> names(type, type.getName(), parent, events));
                        type.getTypeParameters().forEach(it -> names(type, type.getName(), it, events));
                        shown(type.getFields())
                                .forEach(it -> names(type, it.getFullName(), ((JavaField) it).getType(), events));
                        shown(type.getCodeUnits()).forEach(it -> codeUnit(type, (JavaCodeUnit) it, events));
                    }
                })
                .because("the class path belongs to the embedder")
                .allowEmptyShould(true);
    }

    private static void codeUnit(JavaClass type, JavaCodeUnit unit, ConditionEvents events) {
        names(type, unit.getFullName(), unit.getReturnType(), events);
        unit.getParameterTypes().forEach(it -> names(type, unit.getFullName(), it, events));
        unit.getTypeParameters().forEach(it -> names(type, unit.getFullName(), it, events));
        unit.getExceptionTypes().forEach(it -> names(type, unit.getFullName(), it, events));
    }

    private static Stream<? extends JavaMember> shown(Set<? extends JavaMember> members) {
        return members.stream()
                .filter(it -> it.getModifiers().contains(JavaModifier.PUBLIC)
                        || it.getModifiers().contains(JavaModifier.PROTECTED))
                .filter(it -> !it.getModifiers().contains(JavaModifier.SYNTHETIC))
                .filter(it -> !MAY_NAME_A_THIRD_PARTY.contains(it.getFullName()));
    }

    private static boolean visible(JavaClass type) {
        Predicate<JavaClass> open = it -> it.getModifiers().contains(JavaModifier.PUBLIC)
                || it.getModifiers().contains(JavaModifier.PROTECTED);
        return open.test(type)
                && type.getEnclosingClass().map(ArchitectureTest::visible).orElse(true);
    }

    private static void names(JavaClass type, String where, JavaType signature, ConditionEvents events) {
        for (JavaClass named : signature.getAllInvolvedRawTypes()) {
            String name = named.getBaseComponentType().getName();
            for (String prefix : THIRD_PARTY) {
                if (name.startsWith(prefix)) {
                    events.add(SimpleConditionEvent.violated(type, where + " names " + name));
                }
            }
        }
    }
}
