package dev.rejoin.proptests;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.rejoin.CrdtException;
import dev.rejoin.document.EditOrigin;
import dev.rejoin.sequence.AnchorBias;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the module descriptors and the compiler cannot say: which package may use which, where time and randomness
 * enter, and what must not show in public signatures. A package that does not exist yet satisfies its rules.
 */
@AnalyzeClasses(packages = "dev.rejoin", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String KRYO = "com.esotericsoftware..";
    private static final String ECLIPSE_COLLECTIONS = "org.eclipse.collections..";

    private static final ModuleDescriptor CORE = moduleOf(CrdtException.class);
    private static final ModuleDescriptor SEQUENCE = moduleOf(AnchorBias.class);
    private static final ModuleDescriptor MAP = moduleOf(EditOrigin.class);

    /**
     * The public packages of the core, bottom first: each may use its own row and earlier ones. The
     * internal packages are a library for all of them and stand in no row.
     */
    private static final List<Set<String>> CORE_ROWS = List.of(
            Set.of("dev.rejoin"),
            Set.of("dev.rejoin.clock", "dev.rejoin.version", "dev.rejoin.io", "dev.rejoin.json", "dev.rejoin.value"),
            Set.of("dev.rejoin.value.object"),
            Set.of("dev.rejoin.op"),
            Set.of("dev.rejoin.object"),
            Set.of(
                    "dev.rejoin.register",
                    "dev.rejoin.counter",
                    "dev.rejoin.set",
                    "dev.rejoin.log",
                    "dev.rejoin.member"),
            Set.of("dev.rejoin.change", "dev.rejoin.delivery"),
            Set.of("dev.rejoin.replica"),
            Set.of("dev.rejoin.history"),
            Set.of("dev.rejoin.codec"),
            Set.of("dev.rejoin.session"),
            Set.of("dev.rejoin.engine"));

    private static final Pattern CHANGING = Pattern.compile("java\\.lang\\.(StringBuilder|StringBuffer|ThreadLocal)"
            + "|java\\.util\\.(BitSet|Random|Vector|Stack|\\w+(Map|Set|List|Deque|Queue))"
            + "|java\\.util\\.concurrent\\.((atomic|locks)\\..+|\\w+(Map|Set|List|Deque|Queue|Executor|Service))"
            + "|com\\.esotericsoftware\\..+");

    @ArchTest
    static final ArchRule core_usesNoOtherModule = noClasses()
            .that(areIn(CORE))
            .should()
            .dependOnClassesThat(areIn(SEQUENCE).or(areIn(MAP)))
            .because("crdt-core knows nothing of sequences and documents");

    @ArchTest
    static final ArchRule sequence_usesNoDocument = noClasses()
            .that(areIn(SEQUENCE))
            .should()
            .dependOnClassesThat(areIn(MAP))
            .because("crdt-sequence knows nothing of documents");

    @ArchTest
    static final ArchRule engine_usesNoTestKit = noClasses()
            .that(areIn(CORE).or(areIn(SEQUENCE)).or(areIn(MAP)))
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.rejoin.proptests..", "dev.rejoin.bench..", "net.jqwik.."))
            .because("nothing depends on the test kit and the benchmarks");

    @ArchTest
    static final ArchRule corePackages_useNoLaterRow = classes()
            .that(areIn(CORE))
            .should(useNoLaterRow())
            .because("the core is read and tested from the bottom up");

    @ArchTest
    static final ArchRule corePackages_formNoCycle = slices().assignedFrom(publicPackagesOf(CORE))
            .should()
            .beFreeOfCycles()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule types_areStrangers = slices().assignedFrom(
                    packages("dev.rejoin.register", "dev.rejoin.counter", "dev.rejoin.set", "dev.rejoin.log"))
            .should()
            .notDependOnEachOther()
            .allowEmptyShould(true)
            .because("each type can be understood, and left out, without the others");

    @ArchTest
    static final ArchRule time_entersThroughPhysicalClock = noClasses()
            .that(not(isOrIsInside("dev.rejoin.clock.PhysicalClock")))
            .should()
            .accessTargetWhere(target(describe("reads the time of the machine", ArchitectureTest::readsTime)))
            .because("a test must be able to decide what time it is");

    @ArchTest
    static final ArchRule randomness_entersThroughIds = noClasses()
            .that(not(isOrIsInside("dev.rejoin.version.SystemRandom")))
            .should()
            .accessTargetWhere(target(describe("draws unseeded randomness", ArchitectureTest::drawsRandomness)))
            .because("one seed must decide a whole test");

    @ArchTest
    static final ArchRule publicSignatures_showNoForeignType = classes()
            .that(areExported())
            .should(showNoTypeOf(resideInAnyPackage(KRYO, ECLIPSE_COLLECTIONS)))
            .because("applications must not depend on libraries that the engine uses inside");

    @ArchTest
    static final ArchRule kryo_isUsedByTheCodecsOnly = noClasses()
            .that(not(resideInAnyPackage("dev.rejoin.io", "dev.rejoin.value.object")))
            .should()
            .dependOnClassesThat(resideInAPackage(KRYO))
            .because("Kryo trusts its input; the strict readers and the object codec are the only guards");

    @ArchTest
    static final ArchRule services_areNotLookedUp = noClasses()
            .should()
            .dependOnClassesThat(HasName.Predicates.name("java.util.ServiceLoader"))
            .because("what an engine can decode must not depend on the class path");

    @ArchTest
    static final ArchRule engine_reflectsOnNothing = noClasses()
            .that(not(resideInAnyPackage("dev.rejoin.proptests..", "dev.rejoin.bench..")))
            // It reads the records of an application, which says so itself where it is compiled ahead of time.
            .and(not(isOrIsInside("dev.rejoin.record.AnnotatedRecords")))
            // It looks for a library that may be missing; where it is not found, Deflate takes its place.
            .and(not(isOrIsInside("dev.rejoin.codec.Zstandard")))
            .should()
            .accessTargetWhere(
                    target(describe("looks classes, members or files up by name", ArchitectureTest::reflects)))
            .because("an image that is compiled ahead of time, and a shrinker, must need no list of ours");

    @ArchTest
    static final ArchRule staticFields_doNotChange =
            fields().that().areStatic().should(beConstant()).because("documents of one JVM must not share state");

    private static ModuleDescriptor moduleOf(Class<?> member) {
        try {
            Path jar = Path.of(
                    member.getProtectionDomain().getCodeSource().getLocation().toURI());
            return ModuleFinder.of(jar).findAll().iterator().next().descriptor();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static DescribedPredicate<JavaClass> areIn(ModuleDescriptor module) {
        return describe("are in " + module.name(), type -> module.packages().contains(type.getPackageName()));
    }

    private static DescribedPredicate<JavaClass> areExported() {
        Set<String> exported = Stream.of(CORE, SEQUENCE, MAP)
                .flatMap(module -> module.exports().stream())
                .filter(export -> !export.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet());
        return describe(
                "are public in an exported package",
                type -> exported.contains(type.getPackageName()) && isPublicThroughout(type));
    }

    private static boolean isPublicThroughout(JavaClass type) {
        return isVisible(type.getModifiers())
                && type.getEnclosingClass()
                        .map(ArchitectureTest::isPublicThroughout)
                        .orElse(true);
    }

    private static boolean isVisible(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static DescribedPredicate<JavaClass> isOrIsInside(String className) {
        return describe(
                "is " + className,
                type -> type.getName().equals(className) || type.getName().startsWith(className + "$"));
    }

    private static boolean readsTime(AccessTarget target) {
        String owner = target.getOwner().getName();
        String name = target.getName();
        return switch (owner) {
            case "java.lang.System" -> name.equals("currentTimeMillis") || name.equals("nanoTime");
            case "java.time.Clock" -> name.startsWith("system") || name.startsWith("tick");
            case "java.util.Date" -> isConstructorWithoutArguments(target);
            default -> owner.startsWith("java.time.") && name.equals("now");
        };
    }

    private static boolean drawsRandomness(AccessTarget target) {
        String owner = target.getOwner().getName();
        String name = target.getName();
        return switch (owner) {
            case "java.lang.Math", "java.lang.StrictMath" -> name.equals("random");
            case "java.util.UUID" -> name.equals("randomUUID");
            case "java.util.Random", "java.util.SplittableRandom" -> isConstructorWithoutArguments(target);
            case "java.util.random.RandomGenerator" -> name.equals("getDefault") || name.equals("of");
            case "java.util.random.RandomGeneratorFactory" -> true;
            case "java.util.Collections" -> name.equals("shuffle") && parameterCount(target) == 1;
            default ->
                owner.equals("java.security.SecureRandom") || owner.equals("java.util.concurrent.ThreadLocalRandom");
        };
    }

    private static boolean isConstructorWithoutArguments(AccessTarget target) {
        return target.getName().equals("<init>") && parameterCount(target) == 0;
    }

    private static int parameterCount(AccessTarget target) {
        return target instanceof AccessTarget.CodeUnitAccessTarget codeUnit
                ? codeUnit.getRawParameterTypes().size()
                : -1;
    }

    private static int rowOf(String packageName) {
        for (int row = 0; row < CORE_ROWS.size(); row++) {
            if (CORE_ROWS.get(row).contains(packageName)) {
                return row;
            }
        }
        return -1;
    }

    private static final Pattern REFLECTION = Pattern.compile(
            "java\\.lang\\.reflect\\..*|java\\.lang\\.Class\\.(forName|newInstance|get(Declared)?(Method|Field|Constructor)s?"
                    + "|getResource.*|getRecordComponents)|java\\.lang\\.ClassLoader\\..*|java\\.io\\.Object(In|Out)putStream\\..*"
                    + "|java\\.util\\.ResourceBundle\\..*|sun\\..*");

    /** Handles of own fields that are looked up in a static initialiser are constants for every compiler, so not meant. */
    private static boolean reflects(AccessTarget target) {
        return REFLECTION
                .matcher(target.getOwner().getName() + "." + target.getName())
                .matches();
    }

    private static ArchCondition<JavaClass> useNoLaterRow() {
        return new ArchCondition<>("use no package of a later row") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                int row = rowOf(type.getPackageName());
                type.getDirectDependenciesFromSelf().stream()
                        .filter(dependency ->
                                row >= 0 && rowOf(dependency.getTargetClass().getPackageName()) > row)
                        .forEach(dependency ->
                                events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription())));
            }
        };
    }

    private static ArchCondition<JavaClass> showNoTypeOf(DescribedPredicate<JavaClass> foreign) {
        return new ArchCondition<>("show no class that does " + foreign.getDescription()) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                List<JavaClass> shown = new ArrayList<>();
                type.getSuperclass().ifPresent(parent -> shown.addAll(parent.getAllInvolvedRawTypes()));
                type.getInterfaces().forEach(parent -> shown.addAll(parent.getAllInvolvedRawTypes()));
                type.getTypeParameters().forEach(parameter -> shown.addAll(parameter.getAllInvolvedRawTypes()));
                report(type, type.getName(), shown, events);
                type.getMembers().stream()
                        .filter(member -> isVisible(member.getModifiers()))
                        .forEach(member -> report(type, member.getFullName(), typesOf(member), events));
            }

            private void report(JavaClass type, String where, List<JavaClass> shown, ConditionEvents events) {
                shown.stream()
                        .filter(foreign)
                        .distinct()
                        .forEach(shownType -> events.add(
                                SimpleConditionEvent.violated(type, where + " shows " + shownType.getName())));
            }
        };
    }

    private static List<JavaClass> typesOf(JavaMember member) {
        return List.copyOf(member.getAllInvolvedRawTypes());
    }

    private static ArchCondition<JavaField> beConstant() {
        return new ArchCondition<>("be final and of a type that does not change") {
            @Override
            public void check(JavaField field, ConditionEvents events) {
                Set<JavaModifier> modifiers = field.getModifiers();
                boolean compilerMade = modifiers.contains(JavaModifier.SYNTHETIC);
                boolean constant = modifiers.contains(JavaModifier.FINAL) && !changes(field.getRawType());
                // Tables that are filled once may be arrays, if nobody else can reach them.
                boolean reachable = field.getRawType().isArray() && !modifiers.contains(JavaModifier.PRIVATE);
                if (!compilerMade && (!constant || reachable)) {
                    events.add(SimpleConditionEvent.violated(field, field.getFullName() + " can change"));
                }
            }
        };
    }

    /** Whether the type says by itself that it can change; a read-only {@code Map} or {@code List} is trusted. */
    private static boolean changes(JavaClass type) {
        String name = type.getName();
        return CHANGING.matcher(name).matches()
                || (name.startsWith("org.eclipse.collections.") && !name.contains("Immutable"));
    }

    private static SliceAssignment publicPackagesOf(ModuleDescriptor module) {
        Predicate<String> isPublic = name -> !List.of(name.split("\\.")).contains("internal");
        return packages(module.packages().stream().filter(isPublic).toArray(String[]::new));
    }

    private static SliceAssignment packages(String... names) {
        Set<String> chosen = Set.of(names);
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                String name = type.getPackageName();
                return chosen.contains(name) ? SliceIdentifier.of(name) : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "the packages " + chosen;
            }
        };
    }
}
