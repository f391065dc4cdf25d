package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The end of an ordinary user's session, and the beginning of the next. */
class RootlessMigrateIT {
  private static final String STACK =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      volumes: {data: {}}
      pods:
        web:
          image: "localhost/busybox:1"
          networks: none
          volumes: ["data:/data"]
          command: [sh, -c, "trap 'echo told >/data/end; exit' TERM; while :; do sleep 0.1; done"]
        two:
          networks: none
          containers:
            one: {image: "localhost/busybox:1", command: [sleep, "1000"], stopSignal: KILL}
            other: {image: "localhost/busybox:1", command: [sleep, "1000"], stopSignal: KILL}
      """;

  private OrdinaryUser user;

  @BeforeEach
  void logIn() throws Exception {
    user = OrdinaryUser.create();
  }

  @AfterEach
  void remove() throws Exception {
    user.close();
  }

  private int ranges() throws Exception {
    return (int) user.jpod("unshare", "cat", "/proc/self/uid_map").well().out().lines().count();
  }

  private int running() throws Exception {
    return user.jpod("ps", "-o", "json").well().json().size();
  }

  @Test
  void afterwardsTheRangesOfNowHold() throws Exception {
    user.importImage();
    user.write("stack.yaml", STACK.getBytes(StandardCharsets.UTF_8));
    user.jpod("apply", "-f", "stack.yaml").well();
    Process shell = user.beginJpod("unshare", "sleep", "1000");
    Process outside = user.begin(List.of("sleep", "1000"));
    assertThat(ranges()).isEqualTo(2);
    OrdinaryUser.asRoot(List.of("usermod", "--add-subuids", "3000000000-3000000999", user.name()))
        .well();
    assertThat(ranges()).isEqualTo(2);

    Result migrated = user.jpod("system", "migrate").well();

    assertThat(migrated.out().lines()).containsExactlyInAnyOrder("shop-two-0", "shop-web-0");
    assertThat(migrated.err())
        .contains("ended process " + shell.pid() + " sleep\n")
        .contains("'jpod apply' or 'jpod pod start' brings back what was stopped");
    assertThat(migrated.err().lines()).hasSize(2);
    assertThat(shell.waitFor()).isNotZero();
    assertThat(user.processes()).containsExactly(outside.pid());
    assertThat(user.note()).doesNotExist();
    Path end = user.home().resolve(".local/share/jpod/volumes/shop_data/data/end");
    assertThat(end).hasContent("told\n");
    assertThat(ranges()).isEqualTo(3);
    assertThat(running()).isZero();
    for (JsonNode change :
        user.jpod("plan", "-f", "stack.yaml", "-o", "json").well().json().get("changes")) {
      assertThat(change.toString()).contains("stopped by hand");
    }
    user.jpod("apply", "-f", "stack.yaml").well();
    assertThat(running()).isEqualTo(3);
    user.jpod("destroy", "shop", "--volumes").well();
  }

  @Test
  void aSessionThatNobodyCanEnterEndsWithAllThatRunsInIt() throws Exception {
    user.importImage();
    user.write("stack.yaml", STACK.getBytes(StandardCharsets.UTF_8));
    user.jpod("apply", "-f", "stack.yaml").well();
    Process outside = user.begin(List.of("sleep", "1000"));
    while (!Files.readString(Path.of("/proc/" + outside.pid() + "/comm")).equals("sleep\n")) {
      Thread.sleep(10);
    }
    String stat = Files.readString(Path.of("/proc/" + outside.pid() + "/stat"));
    String ticks = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19];
    String[] words = Files.readString(user.note()).split(" ", -1);
    words[1] = Long.toString(outside.pid());
    words[2] = ticks;
    Files.writeString(user.note(), String.join(" ", words));
    assertThat(user.jpod("ps").code()).isNotZero();
    JsonNode found = user.jpod("doctor", "-o", "json").with(1).json().get(0);
    assertThat(found.get("what").asString()).contains("cannot be entered: nsenter: ");
    assertThat(found.get("remedy").asString()).contains("jpod system migrate");

    assertThat(user.jpod("system", "migrate").well().err())
        .contains("nothing could be stopped: nsenter: ", "the session has ended");

    assertThat(user.processes()).containsExactly(outside.pid());
    assertThat(running()).isZero();
    user.jpod("apply", "-f", "stack.yaml").well();
    assertThat(running()).isEqualTo(3);
    user.jpod("destroy", "shop", "--volumes").well();
  }

  @Test
  void containersOfOtherStoresAreEndedWithTheSession() throws Exception {
    user.with("JPOD_ROOT", user.home() + "/other").with("JPOD_RUNROOT", user.run() + "/other");
    user.importImage();
    user.write(
        "stack.yaml",
        """
        apiVersion: jpod.dev/v1
        kind: Stack
        name: shop
        pods:
          web:
            image: "localhost/busybox:1"
            networks: none
            userns: auto
            command: [sleep, "1000"]
        """
            .getBytes(StandardCharsets.UTF_8));
    user.jpod("apply", "-f", "stack.yaml").well();
    user.without("JPOD_ROOT").without("JPOD_RUNROOT");

    assertThat(user.jpod("system", "migrate").well().err())
        .containsPattern("ended process [0-9]+ conmon\n")
        .containsPattern("ended process [0-9]+ sleep\n");

    assertThat(user.processes()).isEmpty();
  }

  @Test
  void aSessionWhoseNoteIsLostEndsAsWell() throws Exception {
    user.jpod("unshare", "true").well();
    Files.delete(user.note());

    user.jpod("system", "migrate").well();

    assertThat(user.processes()).isEmpty();
  }

  @Test
  void whoeverIsInTheSessionCannotEndIt() throws Exception {
    String jpod = Distribution.ofEverybody() + "/bin/jpod";

    assertThat(user.jpod("unshare", jpod, "system", "migrate").refusing(3).err())
        .contains("this shell runs in the session that would end", "leave 'jpod unshare' first");
    assertThat(user.processes()).hasSize(1);
  }
}
