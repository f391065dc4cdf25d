package dev.jpod.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.JpodException;
import dev.jpod.runtime.ConmonCommand.Stdin;
import dev.jpod.runtime.ConmonCommand.Terminal;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConmonCommandTests {
  private static final RuntimeCommands RUNC =
      new RuntimeCommands("/usr/sbin/runc", "/run/jpod/runtime/runc");

  @Test
  void creatingNamesEverythingThatConmonNeeds() {
    assertThat(String.join(" ", create("/s/ctr.log", Terminal.NONE, Stdin.CLOSED, 0).arguments()))
        .isEqualTo(
            "/usr/bin/conmon --api-version 1 --cid 0f --cuuid 0f --name shop-web-0"
                + " --runtime /usr/sbin/runc --runtime-arg --root"
                + " --runtime-arg /run/jpod/runtime/runc"
                + " --bundle /s --container-pidfile /r/pid --exit-dir /r/exit"
                + " --log-path k8s-file:/s/ctr.log --log-level error --full-attach"
                + " --conmon-pidfile /r/conmon.pid --persist-dir /s/persist"
                + " --exit-command /bin/sh --exit-command-arg /x.sh --exit-command-arg exited");
  }

  @Test
  void streamsAndTheLogsSizeAreAddedWhereAskedFor() {
    assertThat(create("/s/l", Terminal.PTY, Stdin.KEPT_OPEN, 1 << 20).arguments())
        .contains("--terminal", "--stdin", "--leave-stdin-open")
        .containsSequence("--log-size-max", "1048576");
    assertThat(create("/s/l", Terminal.NONE, Stdin.UNTIL_DETACH, 0).arguments())
        .contains("--stdin")
        .doesNotContain("--terminal", "--leave-stdin-open", "--log-size-max");
  }

  @Test
  void aLogPathWithAColonIsRefused() {
    assertThatThrownBy(() -> create("/a:b/log", Terminal.NONE, Stdin.CLOSED, 0).arguments())
        .isInstanceOf(JpodException.class)
        .hasMessageContaining("'/a:b/log'");
  }

  @Test
  void aLineBreakIsRefusedEverywhere() {
    assertThatThrownBy(() -> create("/a\nb/log", Terminal.NONE, Stdin.CLOSED, 0).arguments())
        .isInstanceOf(JpodException.class)
        .hasMessageContaining("a?b");
    assertThatThrownBy(() -> new RuntimeCommands("/usr/sbin/runc", "/a\nb").state("0f"))
        .isInstanceOf(JpodException.class);
  }

  @Test
  void theEnvironmentIsSmallAndWhole() {
    assertThat(ConmonCommand.environment(3, null))
        .containsOnlyKeys("PATH", "HOME", "_OCI_SYNCPIPE");
    assertThat(ConmonCommand.environment(3, 4))
        .containsEntry("_OCI_SYNCPIPE", "3")
        .containsEntry("_OCI_STARTPIPE", "4");
  }

  @Test
  void theRuntimesVerbs() {
    assertThat(
            List.of(
                    RUNC.start("0f"),
                    RUNC.state("0f"),
                    RUNC.kill("0f", "SIGTERM"),
                    RUNC.killAll("0f", "9"),
                    RUNC.delete("0f"),
                    RUNC.forceDelete("0f"),
                    RUNC.update("0f"),
                    RUNC.pause("0f"),
                    RUNC.resume("0f"),
                    RUNC.exec("0f", "/p.json"))
                .stream()
                .map(argv -> String.join(" ", argv.subList(3, argv.size()))))
        .containsExactly(
            "start 0f",
            "state 0f",
            "kill 0f SIGTERM",
            "kill --all 0f 9",
            "delete 0f",
            "delete --force 0f",
            "update -r - 0f",
            "pause 0f",
            "resume 0f",
            "exec --process /p.json 0f");
    assertThat(RUNC.start("0f").subList(0, 3))
        .containsExactly("/usr/sbin/runc", "--root", "/run/jpod/runtime/runc");
  }

  private static ConmonCommand create(String log, Terminal terminal, Stdin stdin, long size) {
    return new ConmonCommand(
        "/usr/bin/conmon",
        RUNC,
        "0f",
        "shop-web-0",
        "/s",
        "/r/pid",
        "/r/conmon.pid",
        "/r/exit",
        "/s/persist",
        log,
        size,
        terminal,
        stdin,
        List.of("/bin/sh", "/x.sh", "exited"));
  }
}
