package dev.jpod;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the floor table of ARCHITECTURE.md: an import that it does not allow fails the build. */
class ArchitectureTests {
  /** The rooms of each floor, from the ground up. */
  private static final List<List<String>> FLOORS =
      List.of(
          List.of("model", "json"),
          List.of("manifest", "observed"),
          List.of("diff"),
          List.of("plan"),
          List.of("host"),
          List.of("store", "image", "registry", "podman", "trust", "runtime", "network", "source"),
          List.of("engine", "transfer"),
          List.of("reconcile"),
          List.of("sync", "export", "doctor"),
          List.of("cli"));

  private static final int PURE_FLOORS = 4;

  /** All that the floors of {@link #WORKSHOP} may know of the pure ones. */
  private static final List<String> SHARED_WORDS = List.of("model", "json", "observed");

  private static final Set<Integer> WORKSHOP = Set.of(4, 5);

  private static final Set<String> SHAPELESS_SUFFIXES =
      Set.of("Manager", "Helper", "Helpers", "Util", "Utils", "Impl", "Base");

  private static final JavaClasses JPOD =
      new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("dev.jpod");

  @Test
  void everyPackageStandsOnAFloor() {
    Set<String> found = new TreeSet<>();
    for (JavaClass type : JPOD) {
      found.add(type.getPackageName());
    }
    List<String> rooms =
        FLOORS.stream().flatMap(List::stream).map(ArchitectureTests::room).toList();

    assertThat(found).isNotEmpty().allSatisfy(name -> assertThat(rooms).contains(name));
  }

  @TestFactory
  Stream<DynamicTest> importsGoDownOnly() {
    return JPOD.stream()
        .map(JavaClass::getPackageName)
        .distinct()
        .sorted()
        .map(
            name -> {
              String[] visible = visibleFrom(name);
              return DynamicTest.dynamicTest(
                  name,
                  () ->
                      noClasses()
                          .that()
                          .resideInAPackage(name)
                          .should()
                          .dependOnClassesThat(
                              resideInAPackage("dev.jpod..").and(not(resideInAnyPackage(visible))))
                          .check(JPOD));
            });
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.jpod.(**)").should().beFreeOfCycles().check(JPOD);
  }

  @Test
  void theCoreIsPure() {
    String[] core =
        FLOORS.subList(0, PURE_FLOORS).stream()
            .flatMap(List::stream)
            .map(ArchitectureTests::room)
            .toArray(String[]::new);

    noClasses()
        .that()
        .resideInAnyPackage(core)
        .should()
        .dependOnClassesThat(describe("reach outside the process", OutsideWorld::has))
        .orShould()
        .callMethodWhere(
            describe("ask for time, chance, settings or files", OutsideWorld::isAskedBy))
        .check(JPOD);
  }

  @Test
  void onlyHostStartsProcessesAndCallsTheOperatingSystem() {
    noClasses()
        .that()
        .resideOutsideOfPackage(room("host"))
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName(ProcessBuilder.class.getName())
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("java.lang.foreign..", "jnr..")
        .orShould()
        .callMethod(Runtime.class, "exec", String[].class)
        .check(JPOD);
  }

  /**
   * A virtual thread inside flock or another call of libc keeps its carrier, of which there are as
   * many as processors: two that wait for a lock would stop the third that holds it.
   */
  @Test
  void whatMayWaitInTheKernelHasAThreadOfTheKernel() {
    noClasses().should().callMethod(Thread.class, "ofVirtual").check(JPOD);
  }

  @Test
  void nothingStaticChanges() {
    fields().that().areStatic().should().beFinal().check(JPOD);
  }

  @Test
  void namesSayWhatATypeIs() {
    assertThat(JPOD.stream().map(JavaClass::getSimpleName))
        .noneMatch(name -> name.startsWith("Abstract"))
        .noneMatch(name -> SHAPELESS_SUFFIXES.stream().anyMatch(name::endsWith));
  }

  /** The packages that a package may import: itself and what the floors below show it. */
  private static String[] visibleFrom(String name) {
    List<String> visible = new ArrayList<>(List.of(name));
    int floor = floorOf(name);
    for (int below = 0; below < floor; below++) {
      for (String room : FLOORS.get(below)) {
        boolean core = below < PURE_FLOORS;
        if (!core || !WORKSHOP.contains(floor) || SHARED_WORDS.contains(room)) {
          visible.add(room(room));
        }
      }
    }
    return visible.toArray(String[]::new);
  }

  private static int floorOf(String name) {
    for (int floor = 0; floor < FLOORS.size(); floor++) {
      if (FLOORS.get(floor).stream().map(ArchitectureTests::room).anyMatch(name::equals)) {
        return floor;
      }
    }
    throw new AssertionError("package " + name + " stands on no floor");
  }

  private static String room(String name) {
    return "dev.jpod." + name;
  }
}
