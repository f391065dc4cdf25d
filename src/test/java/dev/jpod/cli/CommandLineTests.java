package dev.jpod.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTests {
  @TempDir private Path folder;

  private Shell shell;

  @BeforeEach
  void newShell() {
    shell = new Shell(folder);
  }

  @Test
  void nothingAtAllIsWrongUsageAndShowsTheOverview() {
    Shell.Result result = shell.run();

    assertThat(result.code()).isEqualTo(64);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("Usage: jpod [OPTIONS] COMMAND");
  }

  @Test
  void anUnknownCommandIsAnsweredWithTheNearestOne() {
    assertThat(shell.run("vresion"))
        .isEqualTo(
            new Shell.Result(
                64,
                "",
                "jpod: there is no command 'vresion'\nhint: did you mean 'jpod version'?\n"));
    assertThat(shell.run("image", "inport").err()).contains("did you mean 'jpod image import'?");
    assertThat(shell.run("qqqqq").err()).contains("hint: 'jpod help' lists the commands");
  }

  @ParameterizedTest
  @ValueSource(strings = {"volume export", "volume stats", "diff", "login", "image build", "qq"})
  void aCommandThatIsHardlyAlikeIsNotProposed(String words) {
    assertThat(shell.run(words.split(" ")).err()).doesNotContain("did you mean");
  }

  @Test
  void aCommandOfOtherToolsIsAnsweredWithWhatToDo() {
    assertThat(shell.run("run", "busybox"))
        .isEqualTo(
            new Shell.Result(
                64,
                "",
                """
                jpod: jpod has no 'run' yet
                hint: containers come from a stack file: see 'jpod apply --help'
                """));
    assertThat(shell.run("container", "run").err()).startsWith("jpod: jpod has no 'container run'");
    assertThat(shell.run("system", "info").err()).contains("jpod calls it 'jpod info'");
    assertThat(shell.run("manifest", "inspect", "x").err()).contains("'jpod image inspect IMAGE'");
    assertThat(shell.run("image", "tree", "x").err()).contains("'jpod image history IMAGE'");
    assertThat(shell.run("image", "nonsense").err())
        .contains("hint: 'jpod help image' lists the commands");
  }

  @Test
  void commandsOfContainersMayBeCalledAsAGroup() {
    assertThat(shell.run("container", "ls", "--help")).isEqualTo(shell.run("ps", "--help"));
    assertThat(shell.run("container", "stop", "--help")).isEqualTo(shell.run("stop", "--help"));
    assertThat(shell.run("container").out()).contains("inspect").doesNotContain("volume ls");
    assertThat(shell.run("container", "apply").code()).isEqualTo(64);
  }

  @Test
  void podsAndNetworksAreFamilies() {
    assertThat(shell.run("pod").out()).contains("pod stats").doesNotContain("network ls");
    assertThat(shell.run("network").out()).contains("network reload").doesNotContain("pod ls");
    assertThat(shell.run("pod", "ps", "--help")).isEqualTo(shell.run("pod", "ls", "--help"));
    assertThat(shell.run("network", "list", "-h")).isEqualTo(shell.run("network", "ls", "-h"));
    assertThat(shell.run("volume", "remove", "-h")).isEqualTo(shell.run("volume", "rm", "-h"));
    assertThat(shell.run("network", "ps").code()).isEqualTo(64);
    assertThat(shell.run("pod", "pause").err()).contains("'jpod pause' does it to one container");
    assertThat(shell.run("pod", "create").err())
        .contains("hint: containers come from a stack file");
    assertThat(shell.run("network", "inspekt").err())
        .contains("did you mean 'jpod network inspect'?");
  }

  @Test
  void networksThatCannotBeAreWrongUsage() {
    assertThat(shell.run("network", "create", "--subnet", "10.1.0.5/24", "lan"))
        .isEqualTo(
            new Shell.Result(
                64,
                "",
                """
                jpod: '10.1.0.5/24' has bits set after the first 24
                hint: write 10.1.0.0/24
                """));
    assertThat(shell.run("network", "create", "-d", "overlay", "lan").code()).isEqualTo(64);
    assertThat(shell.run("network", "create", "--mtu", "70000", "lan").code()).isEqualTo(64);
    assertThat(shell.run("network", "prune").code()).isEqualTo(3);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aManifestWithoutItsOptionIsAnsweredWithTheOption() {
    assertThat(shell.run("validate", "bad.yaml").err())
        .isEqualTo(
            """
            jpod: 'jpod validate' takes no argument 'bad.yaml'
            hint: a manifest is named with -f: 'jpod validate -f bad.yaml'
            """);
  }

  @Test
  void anUnknownOptionIsSaidBeforeAMissingArgument() {
    assertThat(shell.run("stop", "--all").err())
        .startsWith("jpod: 'jpod stop' has no option '--all'\n");
    assertThat(shell.run("rm", "-a").err()).startsWith("jpod: 'jpod rm' has no option '-a'\n");
    assertThat(shell.run("rm", "-fv").err()).startsWith("jpod: 'jpod rm' needs CONTAINER\n");
  }

  @Test
  void anUnknownOptionIsAnsweredWithTheNearestOne() {
    assertThat(shell.run("images", "--ouptut=json").err())
        .isEqualTo(
            """
            jpod: 'jpod images' has no option '--ouptut'
            hint: did you mean --output? 'jpod images --help' explains the command
            """);
    assertThat(shell.run("images", "--ouptut=json").code()).isEqualTo(64);
    assertThat(shell.run("--rooot", "/tmp", "images").code()).isEqualTo(64);
  }

  @Test
  void inspectSaysWhereOtherThingsAreShown() {
    assertThat(shell.run("inspect", "--type", "image", "x").err()).contains("jpod image inspect");
    assertThat(shell.run("image", "inspect", "-f", "{{.Id}}", "x").err()).contains("'-o json'");
    assertThat(shell.run("inspect", "web:1").err())
        .isEqualTo(
            """
            jpod: there is no container 'web:1'
            hint: 'jpod ps --all' lists the containers; 'jpod image inspect' shows images
            """);
  }

  @Test
  void verbsOfContainersAnswerEveryFailureOfTheirOwnWith125() {
    assertThat(shell.run("exec", "--nonsense").code()).isEqualTo(125);
    assertThat(shell.run("exec", "web").code()).isEqualTo(125);
    assertThat(shell.run("stop").code()).isEqualTo(125);
    assertThat(shell.run("ps", "--output", "xml").code()).isEqualTo(125);
  }

  @Test
  void aLongOptionIsAnsweredWithALongOne() {
    assertThat(shell.run("ps", "--al").err()).contains("hint: did you mean --all? ");
    assertThat(shell.run("ps", "-b").err()).doesNotContain("did you mean --");
  }

  @Test
  void missingAndSuperfluousArgumentsAreNamed() {
    assertThat(shell.run("tag", "a").err()).startsWith("jpod: 'jpod tag' needs NAME\n");
    assertThat(shell.run("tag", "a", "b", "c").err())
        .startsWith("jpod: 'jpod tag' takes no argument 'c'\n");
    assertThat(shell.run("kill", "--signal").err()).contains("--signal");
  }

  @Test
  void commonOptionsStandBeforeOrAfterTheCommandAndTheLatterWins() {
    assertThat(shell.run("--output", "json", "images").code()).isEqualTo(64);
    assertThat(shell.run("--color", "never", "images", "--color", "always").out())
        .contains("\u001b[");
    assertThat(shell.run("--color", "always", "images").out()).contains("\u001b[");
    assertThat(shell.run("--color", "sometimes", "images").err())
        .isEqualTo("jpod: 'sometimes' does not fit --color\nhint: give auto, always or never\n");
  }

  @Test
  void withoutANamespaceWhatNeedsAStoreIsRefusedBeforeAnythingIsMade() {
    shell.withoutRoot();

    for (String[] line :
        new String[][] {{"import", "-"}, {"apply"}, {"volume", "create", "data"}, {"info"}}) {
      assertThat(shell.run(line))
          .as(line[0])
          .isEqualTo(
              new Shell.Result(
                  3,
                  "",
                  """
                  jpod: the user namespace of the user 54321 cannot be entered: unshare failed
                  hint: 'jpod system migrate' ends what is left of the session, so that a new one \
                  can begin; as root jpod needs no user namespace
                  """));
    }
    assertThat(shell.run("ps").code()).isEqualTo(125);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void withoutANamespaceTheRestWorks() throws IOException {
    shell.withoutRoot();
    Files.writeString(
        folder.resolve("stack.yaml"),
        """
        apiVersion: jpod.dev/v1
        kind: Stack
        name: shop
        pods:
          web: {image: busybox, networks: host}
        """);

    assertThat(shell.run("validate").code()).isZero();
    assertThat(shell.run("version").code()).isZero();
    assertThat(shell.run("help", "apply").code()).isZero();
    assertThat(shell.run("apply", "--help").code()).isZero();
    assertThat(shell.run("completion", "bash").code()).isZero();
  }

  @Test
  void anEmptyRootIsNotTheWorkingFolder() {
    assertThat(shell.run("--root=", "images").code()).isEqualTo(64);
  }

  @Test
  void theArgumentsOfAnotherProgramAreNotReadAsOptions() {
    assertThat(shell.run("exec", "web", "ls", "--color", "sometimes", "--nonsense").err())
        .doesNotContain("option")
        .doesNotContain("--color");
  }

  @Test
  void anAtSignIsNoFileOfArguments() {
    assertThat(shell.run("tag", "@/etc/hostname", "b").err()).contains("@/etc/hostname");
  }

  @Test
  void versionIsAlsoAnOption() {
    assertThat(shell.run("--version")).isEqualTo(shell.run("version"));
    assertThat(shell.run("version").out()).startsWith("jpod ");
  }
}
