package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.apply.Store.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every field of the manifest is given a value, another one, and none again, each in a running pod
 * of its own; what happened to the pods is looked at from outside.
 */
class FieldClassesIT {
  private static final int PHASES = 4;
  private static final String HEAD =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: fields
      volumes: {data: {}}
      configs: {page: {content: "page PHASE"}}
      secrets: {token: {command: [echo, "secret PHASE"]}}
      x-idle: &idle {image: "localhost/busybox:1", command: [sleep, "1000"], stopSignal: KILL}
      pods:
      """;

  private static Store store;
  private static List<SortedMap<String, State>> phases;

  /** A container after an apply; {@code updated} is when the runtime last wrote its state. */
  private record State(Seen seen, FileTime updated, SortedMap<String, String> limits) {}

  static List<FieldCase> fields() throws IOException {
    return FieldCase.all();
  }

  @BeforeAll
  static void editEveryField() throws Exception {
    store = new Store();
    BusyboxImage.importInto(store.layout().root(), "localhost/busybox:2", "2");
    BusyboxImage.importInto(store.layout().root(), "localhost/busybox:two", "2");
    store.write("one.env", "NUMBER=1\n");
    store.write("two.env", "NUMBER=2\n");
    phases = new ArrayList<>();
    for (int phase = 0; phase < PHASES; phase++) {
      String stack = stack(phase);
      store.apply(stack).well();
      phases.add(look());
      store.staysAsItIs(stack);
    }
  }

  @AfterAll
  static void destroyAll() throws Exception {
    try (Store opened = store) {
      opened.destroyAll();
    }
  }

  private static String stack(int phase) throws IOException {
    StringBuilder text = new StringBuilder(HEAD.replace("PHASE", String.valueOf(phase)));
    for (FieldCase field : fields()) {
      text.append("  ").append(field.pod()).append(":\n    <<: *idle\n");
      field.fragment(phase).lines().forEach(line -> text.append("    ").append(line).append('\n'));
    }
    return text.toString();
  }

  private static SortedMap<String, State> look() throws IOException {
    SortedMap<String, State> states = new TreeMap<>();
    for (Map.Entry<String, Seen> entry : store.containers().entrySet()) {
      Seen seen = entry.getValue();
      assertThat(seen.runs()).as(seen.name()).isTrue();
      Path state = store.layout().runtimeState("runc").resolve(seen.id()).resolve("state.json");
      states.put(
          entry.getKey(), new State(seen, Files.getLastModifiedTime(state), Limits.of(seen.id())));
    }
    return states;
  }

  @ParameterizedTest
  @MethodSource("fields")
  void anEditCostsWhatItsClassSays(FieldCase field) {
    String name = "fields-" + field.pod() + "-0";
    for (int phase = 1; phase < PHASES; phase++) {
      State before = phases.get(phase - 1).get(name);
      State after = phases.get(phase).get(name);
      String edit = "'" + field.fragment(phase - 1) + "' -> '" + field.fragment(phase) + "'";
      switch (field.costs().get(phase - 1)) {
        case NOTHING, META -> assertThat(after).as(edit).isEqualTo(before);
        case LIVE -> {
          assertThat(after.seen()).as(edit).isEqualTo(before.seen());
          assertThat(after.limits()).as(edit).isNotEqualTo(before.limits());
        }
        case LIVE_UNSEEN -> assertThat(after.seen()).as(edit).isEqualTo(before.seen());
        case RESTART -> {
          assertThat(after.seen().id()).as(edit).isEqualTo(before.seen().id());
          assertThat(after.seen()).as(edit).isNotEqualTo(before.seen());
        }
        case REPLACE -> assertThat(after.seen().id()).as(edit).isNotEqualTo(before.seen().id());
      }
    }
    assertThat(phases.getLast().get(name).limits())
        .as("limits at the beginning and in the end")
        .isEqualTo(phases.getFirst().get(name).limits());
  }

  @Test
  void replicasComeAndGoAtTheEnd() {
    assertThat(phases.stream().map(FieldClassesIT::replicas)).containsExactly(1L, 3L, 2L, 1L);
    String second = "fields-replicas-1";
    assertThat(phases.get(2).get(second)).isEqualTo(phases.get(1).get(second));
  }

  private static long replicas(SortedMap<String, State> states) {
    return states.keySet().stream().filter(name -> name.startsWith("fields-replicas-")).count();
  }

  @Test
  void theFilesOfRunningContainersHaveTheNewContent() throws Exception {
    assertThat(inContainer("configcontent", "etc/page")).isEqualTo("page 3");
    assertThat(inContainer("secretcontent", "run/secrets/token")).isEqualTo("secret 3\n");
  }

  private static String inContainer(String pod, String file) throws IOException {
    long pid = store.container("fields-" + pod + "-0").pid();
    return Files.readString(Path.of("/proc/" + pid + "/root").resolve(file));
  }
}
