package dev.jpod;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that installs what is missing; apt-get is a stand-in that only says what it saw. */
@NeedsRoot("writing to /usr/sbin, and becoming another user")
class SetUpIT {
  private static final String SET_UP =
      Path.of("integration-tests/set-up").toAbsolutePath().toString();

  /** Runs in a view of the host of its own, in which /usr/sbin can be written to. */
  private static final String OWN_SBIN =
      """
      cd "$1"
      mkdir upper work
      mount -t overlay overlay -o lowerdir=/usr/sbin,upperdir=upper,workdir=work /usr/sbin
      printf 'what was there' > /usr/sbin/policy-rc.d
      PATH=$1/stand-ins:$PATH
      """;

  @TempDir private Path folder;

  @Test
  void whatIsInstalledIsLeftAlone() throws Exception {
    standIn("dpkg-query", "echo install ok installed");
    standIn("apt-get", "echo apt-get was called; exit 1");

    assertThat(script("\"$2\" run")).isEqualTo("set-up: nothing is missing for: run\n");
  }

  @Test
  void servicesDoNotStartWhilePackagesAreInstalled() throws Exception {
    standIn("dpkg-query", "exit 1");
    standIn("apt-get", "sh /usr/sbin/policy-rc.d || echo policy $?");

    String output = script("\"$2\" run; cat /usr/sbin/policy-rc.d");

    assertThat(output).contains("set-up: installing runc conmon").contains("policy 101");
    assertThat(output).endsWith("what was there");
  }

  @Test
  void aFailedInstallationIsLoudAndPutsThePolicyBack() throws Exception {
    standIn("dpkg-query", "exit 1");
    standIn("apt-get", "exit 100");

    String output = script("\"$2\" run || echo ended $?; cat /usr/sbin/policy-rc.d");

    assertThat(output).contains("set-up: 'apt-get update' failed").contains("ended 1");
    assertThat(output).endsWith("what was there");
  }

  @Test
  void withoutRootItSaysSo() throws Exception {
    String output =
        script("setpriv --reuid 65534 --clear-groups sh < \"$2\" 2>&1 || echo ended $?");

    assertThat(output).contains("needs root").contains("sudo").contains("ended 1");
  }

  @Test
  void anUnknownGroupIsRefused() throws Exception {
    assertThat(script("\"$2\" everything || echo ended $?"))
        .contains("'everything'")
        .contains("ended 1");
  }

  private void standIn(String program, String body) throws Exception {
    Path file = Files.createDirectories(folder.resolve("stand-ins")).resolve(program);
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private String script(String commands) throws Exception {
    List<String> shell = List.of("unshare", "--mount", "sh", "-euc", OWN_SBIN + commands);
    List<String> arguments = List.of("sh", folder.toString(), SET_UP);
    return Ended.running(folder, Stream.of(shell, arguments).flatMap(List::stream).toList()).well();
  }
}
