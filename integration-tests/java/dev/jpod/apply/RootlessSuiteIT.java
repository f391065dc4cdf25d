package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.host.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Root's own tests, as they are, run by an ordinary user in his namespaces. What of root's tests is
 * not here needs what an ordinary user has not; the README lists it.
 */
class RootlessSuiteIT {
  private static OrdinaryUser user;
  private static DelegatedCgroups cgroups;
  private static Path folder;
  private static String classes;

  @BeforeAll
  static void create() throws IOException, InterruptedException {
    folder = Files.createTempDirectory("jpod-it-");
    classes = OpenClasses.copyTo(folder);
    user = OrdinaryUser.create();
    cgroups = DelegatedCgroups.to(user);
    user.with("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    user.run("mkdir", "tmp").well();
  }

  @AfterAll
  static void remove() throws IOException, InterruptedException {
    try (OrdinaryUser _ = user;
        DelegatedCgroups _ = cgroups) {
      FileTree.delete(folder);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apply.ApplyIT",
        "apply.DriftIT",
        "apply.NetworksIT",
        "apply.PodsIT",
        "engine.ExecIT",
        "engine.LifecycleIT"
      })
  void passesWithoutRoot(String name) throws Exception {
    Result result =
        user.jpod(
            "unshare",
            System.getProperty("java.home") + "/bin/java",
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.io.tmpdir=" + user.home().resolve("tmp"),
            "-Djpod.user=" + user.id(),
            "-Djpod.run=" + user.run() + "/jpod",
            "-Djpod.home=" + Distribution.ofEverybody(),
            "-Dbasedir=" + Path.of("").toAbsolutePath(),
            "-cp",
            classes,
            OneTestClass.class.getName(),
            "dev.jpod." + name);

    assertThat(result.code()).as("%s%s", result.out(), result.err()).isZero();
  }
}
