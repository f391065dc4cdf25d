package dev.jpod.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.model.Instance.EnvEntry;
import dev.jpod.model.JpodException;
import dev.jpod.runtime.ConmonCommand.Terminal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ExecProcessTests {
  private final SampleContainer container = new SampleContainer();

  @Test
  void itIsTheContainersOwnProcessButForItsArguments() {
    container.noNewPrivileges = true;
    container.env.put("A", EnvEntry.open("1"));
    ObjectNode config = container.config();
    String before = config.toString();

    ObjectNode process = ExecProcess.of(config, request(null, null, Map.of()));

    ObjectNode expected = (ObjectNode) config.required("process").deepCopy();
    expected.putArray("args").add("ls").add("-l");
    assertThat(process).isEqualTo(expected);
    assertThat(config).hasToString(before);
  }

  @Test
  void environmentFolderAndTerminalCanBeOthers() {
    container.env.put("A", EnvEntry.open("1"));
    ObjectNode process =
        ExecProcess.of(
            container.config(),
            new ExecRequest(
                List.of("sh"), Map.of("A", "2", "B", "3"), "/tmp", null, null, Terminal.PTY));

    assertThat(process.required("env").toString()).contains("A=2", "B=3").doesNotContain("A=1");
    assertThat(process.required("cwd").stringValue()).isEqualTo("/tmp");
    assertThat(process.required("terminal").booleanValue()).isTrue();
  }

  @Test
  void anotherUserLosesWhatOnlyRootMayDo() {
    ContainerUser user = new ContainerUser(33, 44, List.of(5L), "/var/www");

    ObjectNode process = ExecProcess.of(container.config(), request(user, null, Map.of()));

    assertThat(process.required("user"))
        .hasToString("{\"uid\":33,\"gid\":44,\"umask\":18,\"additionalGids\":[5]}");
    assertThat(process.at("/capabilities/effective")).isEmpty();
    assertThat(process.at("/capabilities/bounding")).hasSize(11);
    assertThat(process.required("env").toString()).contains("HOME=/var/www");
  }

  @Test
  void rootOfAContainerOfAnotherUserGetsTheBoundingSet() {
    container.user = new ContainerUser(33, 33, List.of(), "/");

    ObjectNode process =
        ExecProcess.of(container.config(), request(ContainerUser.ROOT, null, Map.of()));

    assertThat(process.at("/capabilities/effective")).hasSize(11);
    assertThat(process.at("/capabilities").has("ambient")).isFalse();
  }

  @Test
  void capabilitiesCanBeGivenForThisOneRun() {
    ObjectNode process =
        ExecProcess.of(container.config(), request(null, Set.of("CAP_SYS_ADMIN"), Map.of()));

    assertThat(process.required("capabilities"))
        .hasToString(
            "{\"bounding\":[\"CAP_SYS_ADMIN\"],\"effective\":[\"CAP_SYS_ADMIN\"],"
                + "\"permitted\":[\"CAP_SYS_ADMIN\"]}");
  }

  @Test
  void nothingToRunIsRefused() {
    ObjectNode config = container.config();
    ExecRequest request = new ExecRequest(List.of(), Map.of(), null, null, null, Terminal.NONE);

    assertThatThrownBy(() -> ExecProcess.of(config, request)).isInstanceOf(JpodException.class);
  }

  private static ExecRequest request(
      @Nullable ContainerUser user, @Nullable Set<String> capabilities, Map<String, String> env) {
    return new ExecRequest(List.of("ls", "-l"), env, null, user, capabilities, Terminal.NONE);
  }
}
