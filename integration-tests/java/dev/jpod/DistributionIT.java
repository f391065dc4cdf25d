package dev.jpod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.host.Posix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged distribution, started in every way in which people start a program. */
class DistributionIT {
  private static final Path HOME = Path.of(System.getProperty("jpod.home"));

  @TempDir private Path folder;

  @Test
  void startsFromAnotherFolder() throws Exception {
    assertThat(run(folder, jpod(), "version")).startsWith("jpod ");
  }

  @Test
  void startsFromARelativePathAndThroughTheSearchPath() throws Exception {
    assertThat(run(HOME, "bin/jpod", "version")).startsWith("jpod ");
    assertThat(run(HOME.resolve("bin"), "./jpod", "version")).startsWith("jpod ");
    assertThat(run(HOME.resolve("bin"), "sh", "jpod", "version")).startsWith("jpod ");
    assertThat(run(HOME, "env", "PATH=bin:/usr/bin:/bin", "jpod", "version")).startsWith("jpod ");
  }

  @Test
  void startsThroughAChainOfLinks() throws Exception {
    Path near = Files.createDirectory(folder.resolve("near"));
    Files.createSymbolicLink(near.resolve("jpod-1"), copyOfTheDistribution().resolve("bin/jpod"));
    Files.createSymbolicLink(near.resolve("jpod"), Path.of("jpod-1"));
    Files.createSymbolicLink(folder.resolve("jpod"), Path.of("near/jpod"));

    assertThat(run(Path.of("/"), folder.resolve("jpod").toString(), "version")).startsWith("jpod ");
    assertThat(run(folder, "./jpod", "version")).startsWith("jpod ");
  }

  @Test
  void startsAfterACopyToAFolderWithASpaceAndStillUsesItsCache() throws Exception {
    Path copy = copyOfTheDistribution();
    Path options = copy.resolve("lib/jvm.options");
    Files.writeString(options, Files.readString(options) + "-XX:AOTMode=on\n-Xlog:class+load\n");

    String log = run(folder, copy.resolve("bin/jpod").toString(), "version");

    assertThat(log).contains("dev.jpod.cli.Main source: shared objects file");
    assertThat(log).contains("picocli.CommandLine source: shared objects file");
  }

  @Test
  void startsWithoutItsCacheToo() throws Exception {
    Path copy = copyOfTheDistribution();
    Files.delete(copy.resolve("lib/jpod.aot"));

    assertThat(run(folder, copy.resolve("bin/jpod").toString(), "version")).startsWith("jpod ");
  }

  @Test
  void runsOnAHostWithoutJava() throws Exception {
    String hideJavaThenRun =
        """
        mount -t tmpfs none /usr/lib/jvm
        if command -v java; then exit 1; fi
        exec "$1" version
        """;

    String[] onlyTheSearchPath = {"env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"};
    String[] ownMounts = {"unshare", "--mount", "sh", "-ec", hideJavaThenRun, "sh", jpod()};
    String version =
        run(
            folder,
            Stream.of(onlyTheSearchPath, ownMounts).flatMap(Stream::of).toArray(String[]::new));

    assertThat(version).startsWith("jpod ");
  }

  @Test
  void bringsTheNativeLibraryThatSignalsAreSentWith() throws Exception {
    String classPath = HOME.resolve("lib/jpod.jar") + ":" + System.getProperty("java.class.path");

    String user =
        run(
            folder,
            HOME.resolve("runtime/bin/java").toString(),
            "-Djffi.boot.library.path=" + HOME.resolve("lib/native"),
            "@" + HOME.resolve("lib/jvm.options"),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classPath,
            EffectiveUser.class.getName());

    assertThat(user).isEqualTo("0");
  }

  /** Asks the operating system through jnr-posix, on the packaged runtime. */
  static final class EffectiveUser {
    private EffectiveUser() {}

    public static void main(String[] args) {
      System.out.print(Posix.ofHost().effectiveUser());
    }
  }

  @Test
  void passesArgumentsOnUnchangedWhateverTheLocale() throws Exception {
    String answer =
        Ended.running(folder, List.of("env", "LC_ALL=C", jpod(), "no such command \u00fc $HOME *"))
            .badly();

    assertThat(answer).contains("no such command \u00fc $HOME *");
  }

  private Path copyOfTheDistribution() throws Exception {
    Path copy = folder.resolve("a copy");
    run(folder, "cp", "-r", HOME.toString(), copy.toString());
    return copy;
  }

  private static String jpod() {
    return HOME.resolve("bin/jpod").toString();
  }

  private static String run(Path workingFolder, String... argv) throws Exception {
    return Ended.running(workingFolder, List.of(argv)).well();
  }
}
