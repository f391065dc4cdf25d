package dev.jpod.apply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.NeedsRoot;
import dev.jpod.host.FileTree;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Root's own tests, as they are, run by an ordinary user in his namespaces, one class after the
 * other in one JVM. What of root's tests is not here needs what an ordinary user has not; the
 * README lists it.
 */
class RootlessSuiteIT {
  private static OrdinaryUser user;
  private static DelegatedCgroups cgroups;
  private static Path folder;
  private static Process tests;
  private static BufferedReader said;

  static Stream<String> names() {
    return SuiteClasses.asked().stream();
  }

  @BeforeAll
  static void begin() throws IOException, InterruptedException {
    folder = Files.createTempDirectory("jpod-it-");
    String classes = OpenClasses.copyTo(folder);
    Path examples = Path.of("examples").toAbsolutePath();
    OrdinaryUser.asRoot(List.of("cp", "-r", examples.toString(), folder.toString())).well();
    user = OrdinaryUser.create();
    cgroups = DelegatedCgroups.to(user);
    user.with("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    user.with("LANG", "C.UTF-8");
    user.run("mkdir", "tmp").well();
    List<String> argv =
        new ArrayList<>(
            List.of(
                "unshare",
                "sh",
                "-c",
                "cd \"$1\" && shift && exec \"$@\" 2>&1",
                "sh",
                folder.toString(),
                System.getProperty("java.home") + "/bin/java",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + user.home().resolve("tmp"),
                "-Djpod.user=" + user.id(),
                "-Djpod.run=" + user.run() + "/jpod",
                "-Djpod.home=" + Distribution.ofEverybody(),
                "-cp",
                classes,
                TestClasses.class.getName()));
    names().map(name -> "dev.jpod." + name).forEach(argv::add);
    tests = user.beginJpod(argv.toArray(String[]::new));
    said = new BufferedReader(new InputStreamReader(tests.getInputStream(), UTF_8));
  }

  @AfterAll
  static void remove() throws IOException, InterruptedException {
    try (OrdinaryUser _ = user;
        DelegatedCgroups _ = cgroups) {
      if (tests != null) {
        tests.destroyForcibly().waitFor();
      }
      FileTree.delete(folder);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void passesWithoutRoot(String name) throws IOException {
    assertThat(outcome()).as(name).isEqualTo(TestClasses.PASSED);
  }

  @Test
  void everyClassIsNamedOrNeedsRoot() throws Exception {
    Path tests = Path.of("integration-tests/java/dev/jpod");
    Set<String> unknown = new TreeSet<>();
    try (Stream<Path> files = Files.walk(tests)) {
      files
          .map(file -> tests.relativize(file).toString().replace('/', '.'))
          .filter(file -> file.endsWith("IT.java") && !file.contains(".Rootless"))
          .map(file -> file.substring(0, file.length() - ".java".length()))
          .forEach(unknown::add);
    }
    SuiteClasses.all().forEach(unknown::remove);
    for (String name : List.copyOf(unknown)) {
      if (Class.forName("dev.jpod." + name).isAnnotationPresent(NeedsRoot.class)) {
        unknown.remove(name);
      }
    }

    assertThat(unknown).isEmpty();
  }

  /** How the next class went; else what its tests said. */
  private static String outcome() throws IOException {
    List<String> told = new ArrayList<>();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.equals(TestClasses.PASSED)) {
        System.out.println(told.getLast());
        return line;
      }
      if (line.equals(TestClasses.FAILED)) {
        return String.join("\n", told);
      }
      told.add(line);
    }
    told.add("and the program of the tests ended: ");
    return String.join("\n", told) + new String(tests.getErrorStream().readAllBytes(), UTF_8);
  }
}
