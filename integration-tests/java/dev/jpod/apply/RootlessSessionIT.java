package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The namespaces of an ordinary user: made, kept, lost and found again. */
class RootlessSessionIT {
  private OrdinaryUser user;

  @BeforeEach
  void logIn() throws Exception {
    user = OrdinaryUser.create();
  }

  @AfterEach
  void remove() throws Exception {
    user.close();
  }

  private String namespaces() throws Exception {
    return user.jpod("unshare", "readlink", "/proc/self/ns/user", "/proc/self/ns/mnt").well().out();
  }

  /** The process that keeps the namespaces. */
  private long pause() throws IOException {
    return Long.parseLong(Files.readString(user.note()).split(" ", -1)[1]);
  }

  /** A program that has entered the namespaces. */
  private Process sleeper() throws Exception {
    Process process = user.beginJpod("unshare", "sleep", "1000");
    Path name = Path.of("/proc/" + process.pid() + "/comm");
    while (!Files.readString(name).equals("sleep\n")) {
      Thread.sleep(10);
    }
    return process;
  }

  private void killPause() throws Exception {
    long pid = pause();
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    while (Files.exists(Path.of("/proc/" + pid + "/ns/mnt"))) {
      Thread.sleep(1);
    }
  }

  @Test
  void helpAndVersionNeedNoNamespace() throws Exception {
    user.jpod("version").well();
    user.jpod("help", "apply").well();

    assertThat(user.processes()).isEmpty();
    assertThat(user.home().resolve(".local")).doesNotExist();
  }

  @Test
  void everyCommandWorksInTheSameNamespacesInWhichTheUserIsRoot() throws Exception {
    String first = namespaces();

    assertThat(namespaces()).isEqualTo(first);
    assertThat(user.jpod("unshare", "id", "-u").well().out()).isEqualTo("0\n");
    assertThat(user.jpod("unshare", "cat", "/proc/self/uid_map").well().out().lines())
        .hasSize(2)
        .first()
        .asString()
        .matches(" *0 +" + user.id() + " +1");
    JsonNode info = user.jpod("info", "-o", "json").well().json();
    assertThat(info.get("user").asInt()).isEqualTo(user.id());
    assertThat(info.get("root").asString()).isEqualTo(user.home() + "/.local/share/jpod");
    assertThat(info.get("runroot").asString()).isEqualTo(user.run() + "/jpod/store");
  }

  @Test
  void whatRunsInTheNamespacesFindsTheUsersOwnStore() throws Exception {
    user.importImage();

    String jpod = Distribution.ofEverybody() + "/bin/jpod";
    assertThat(user.jpod("unshare", jpod, "images", "--quiet").well().out())
        .isNotEmpty()
        .isEqualTo(user.jpod("images", "--quiet").well().out());
    Path blobs = user.home().resolve(".local/share/jpod");
    assertThat(Files.getAttribute(blobs, "unix:uid")).isEqualTo(user.id());
  }

  @Test
  void whoHasAnotherHomeInThereIsInTheSameSession() throws Exception {
    String store = user.home() + "/.local/share/jpod";
    String jpod = Distribution.ofEverybody() + "/bin/jpod";

    Result info =
        user.jpod("unshare", "env", "HOME=/", jpod, "info", "-o", "json", "--root", store);

    assertThat(info.well().json().get("runroot").asString()).isEqualTo(user.run() + "/jpod/store");
  }

  @Test
  void manyFirstCommandsAtOnceMakeOneNamespace() throws Exception {
    List<Process> begun = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      begun.add(user.beginJpod("unshare", "readlink", "/proc/self/ns/user"));
    }
    List<String> seen = new ArrayList<>();
    for (Process process : begun) {
      seen.add(Result.of(process).well().out());
    }

    assertThat(seen).containsOnly(seen.getFirst());
    assertThat(user.processes()).containsExactly(pause());
  }

  @Test
  void aPauseProcessThatWasKilledWithNothingElseThereIsReplaced() throws Exception {
    namespaces();
    long first = pause();
    killPause();

    namespaces();
    assertThat(pause()).isNotEqualTo(first);
    assertThat(user.processes()).containsExactly(pause());
  }

  @Test
  void whatIsLeftInTheNamespacesGivesThemBack() throws Exception {
    Process left = sleeper();
    String first = namespaces();
    killPause();

    assertThat(namespaces()).isEqualTo(first);
    assertThat(left.isAlive()).isTrue();
    assertThat(user.processes()).contains(pause(), left.pid());
  }

  @Test
  void aNumberThatIsAnotherProcesssNowIsNotTakenForThePauseProcess() throws Exception {
    namespaces();
    killPause();
    Process other = user.begin(List.of("sleep", "1000"));
    String note = Files.readString(user.note());
    Files.writeString(user.note(), note.replaceFirst(" [0-9]+ ", " " + other.pid() + " "));

    assertThat(user.jpod("unshare", "id", "-u").well().out()).isEqualTo("0\n");
    assertThat(pause()).isNotEqualTo(other.pid());
  }

  @Test
  void aNoteThatIsLostOrWrongIsWrittenAgain() throws Exception {
    String first = namespaces();
    String note = Files.readString(user.note());
    for (String wrong :
        List.of(
            "",
            "words",
            note.substring(0, 60),
            note.replaceFirst(" .*", " 1 2 3 4 " + user.run() + "/jpod"))) {
      Files.writeString(user.note(), wrong);
      assertThat(namespaces()).as(wrong).isEqualTo(first);
    }
    Files.delete(user.note());
    assertThat(namespaces()).isEqualTo(first);
    Files.delete(user.note());
    OrdinaryUser.asRoot(List.of("mkfifo", "-m", "666", user.note().toString())).well();
    assertThat(namespaces()).isEqualTo(first);
    assertThat(user.processes()).containsExactly(pause());
  }

  @Test
  void aFolderInThePlaceOfTheNoteIsAFailureThatLeavesNoProcess() throws Exception {
    Files.createDirectories(user.note());
    OrdinaryUser.asRoot(List.of("chown", "-R", user.name(), user.home().toString())).well();

    assertThat(user.jpod("ps").refusing(125).err())
        .contains("'" + user.note() + "' cannot be written");
    assertThat(user.processes()).isEmpty();
  }

  @Test
  void aHomeBehindALinkAndWithBlanksIsFoundAgain() throws Exception {
    Path home = Files.createDirectory(user.home().resolve("a home"));
    Path link = Files.createSymbolicLink(user.home().resolve("a link"), home);
    OrdinaryUser.asRoot(List.of("chown", user.name(), home.toString())).well();
    user.with("HOME", link.toString());
    Process left = sleeper();
    String first = namespaces();
    for (long pid : user.processes()) {
      if (pid != left.pid()) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      }
    }

    assertThat(namespaces()).isEqualTo(first);
    assertThat(left.isAlive()).isTrue();
  }

  @Test
  void aFolderThatMayNotBeReadOrIsGoneIsNoObstacle() throws Exception {
    String jpod = Distribution.ofEverybody() + "/bin/jpod";
    Path closed = Files.createDirectory(user.home().resolve("closed"));
    OrdinaryUser.asRoot(List.of("chmod", "711", closed.toString())).well();
    String enter = "cd " + closed + " && " + jpod;

    assertThat(user.run("sh", "-c", enter + " unshare pwd").well().out()).isEqualTo(closed + "\n");
    user.run("sh", "-c", enter + " ps").well();
    user.run("sh", "-c", "mkdir gone && cd gone && rmdir ../gone && " + jpod + " ps").well();
  }

  @Test
  void relativeFoldersOfTheEnvironmentAreNotTaken() throws Exception {
    String first = namespaces();
    user.with("HOME", "here").with("XDG_RUNTIME_DIR", "run");

    assertThat(namespaces()).isEqualTo(first);
    assertThat(user.home().resolve("here")).doesNotExist();
  }

  @Test
  void containersDoNotSufferFromTheCallersUmaskAndTheHistoryKnowsHisName() throws Exception {
    user.with("USER", user.name());
    user.run("mkdir", "bare").well();
    String jpod = "umask 077; cd bare; jpod=" + Distribution.ofEverybody() + "/bin/jpod; ";
    user.write("bare/image.tar", BusyboxImage.tar("1"));
    user.write(
        "bare/stack.yaml",
        """
        apiVersion: jpod.dev/v1
        kind: Stack
        name: shop
        pods:
          once:
            image: %s
            networks: none
            user: "1000"
            command: [sh, -c, "umask; cat /etc/hosts"]
        """
            .formatted(BusyboxImage.NAME)
            .getBytes(StandardCharsets.UTF_8));

    user.run("sh", "-c", jpod + "$jpod import image.tar " + BusyboxImage.NAME).well();
    user.run("sh", "-c", jpod + "$jpod apply -f stack.yaml").well();
    assertThat(user.run("sh", "-c", jpod + "$jpod unshare sh -c umask").well().out())
        .isEqualTo("0077\n");
    assertThat(user.jpod("history", "shop").well().out()).contains(" " + user.name() + " ");
    user.jpod("destroy", "shop").well();
  }

  @Test
  void filesThatTheUserNamesHaveTheRightsThatHisUmaskLeavesAndTheStoresHaveNot() throws Exception {
    user.write("image.tar", BusyboxImage.tar("1"));
    user.run("mkdir", "there").well();
    String script =
        """
        set -e; umask MASK
        jpod=%s/bin/jpod; image=%s
        $jpod import image.tar $image >/dev/null
        $jpod save -o MASK.tar $image
        $jpod save --format oci-dir -o MASK.dir $image
        $jpod save --format oci-dir -o there/MASK $image
        $jpod push --digestfile MASK.digest $image oci:$PWD/MASK.oci:1 >/dev/null
        stat -c '%%a %%n' MASK.tar MASK.dir MASK.dir/blobs/sha256 MASK.dir/index.json \
          MASK.digest MASK.oci/blobs MASK.oci/index.json
        stat -c '%%a' .local/share/jpod/images/index.json
        """
            .formatted(Distribution.ofEverybody(), BusyboxImage.NAME);

    assertThat(user.run("sh", "-c", script.replace("MASK", "027")).well().out())
        .isEqualTo(
            """
            640 027.tar
            750 027.dir
            750 027.dir/blobs/sha256
            640 027.dir/index.json
            640 027.digest
            750 027.oci/blobs
            640 027.oci/index.json
            644
            """);
    assertThat(user.run("sh", "-c", script.replace("MASK", "002")).well().out())
        .isEqualTo(
            """
            664 002.tar
            775 002.dir
            775 002.dir/blobs/sha256
            664 002.dir/index.json
            664 002.digest
            775 002.oci/blobs
            664 002.oci/index.json
            644
            """);
  }

  @Test
  void afterALogoutWhatStillRunsWithoutRecordsIsEnded() throws Exception {
    Process left = sleeper();
    user.logOut();
    user.logIn();

    namespaces();
    assertThat(left.waitFor()).isEqualTo(137);
  }

  @Test
  void afterALogoutPodsAndTheirContainersAreSaidToHaveLostTheSession() throws Exception {
    user.importImage();
    user.write(
        "stack.yaml",
        """
        apiVersion: jpod.dev/v1
        kind: Stack
        name: shop
        pods:
          web: {image: %1$s, networks: none, command: [sleep, "1000"], stopSignal: KILL}
          by: {image: %1$s, networks: none, command: [sleep, "1000"], stopSignal: KILL}
        """
            .formatted(BusyboxImage.NAME)
            .getBytes(StandardCharsets.UTF_8));
    user.jpod("apply", "-f", "stack.yaml").well();
    user.jpod("pod", "stop", "by").well();
    for (long process : user.processes()) {
      ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
    }
    while (!user.processes().isEmpty()) {
      Thread.sleep(10);
    }
    user.logOut();
    user.logIn();

    for (JsonNode change :
        user.jpod("plan", "-f", "stack.yaml", "-o", "json").well().json().get("changes")) {
      assertThat(change.get("message").asString())
          .as(change.toString())
          .isEqualTo(
              change.get("id").asString().contains("/web/")
                  ? "its session ended"
                  : "stopped by hand");
    }
    assertThat(user.jpod("ps", "--all").well().out()).contains("Lost (session ended)");
    user.jpod("apply", "-f", "stack.yaml").well();
    user.jpod("destroy", "shop").well();
  }

  @Test
  void aLoginWithoutAFolderFindsTheNamespacesOfAnother() throws Exception {
    String first = namespaces();
    user.without("XDG_RUNTIME_DIR").without("HOME");

    assertThat(namespaces()).isEqualTo(first);
    assertThat(user.jpod("info", "-o", "json").well().json().get("runroot").asString())
        .isEqualTo(user.run() + "/jpod/store");
  }

  @Test
  void withoutAnyFolderOfALoginOneBelowTmpIsUsedUnlessItIsSomebodyElses() throws Exception {
    Path folder = Path.of("/tmp/jpod-" + user.id());
    user.without("XDG_RUNTIME_DIR").after("[ ! -d /run/user ] || mount -t tmpfs tmpfs /run/user");
    Files.createDirectory(folder);
    try {
      assertThat(user.jpod("ps").refusing(125).err())
          .contains("'" + folder + "' is not a folder of the user " + user.id());
    } finally {
      Files.delete(folder);
    }
    try {
      assertThat(user.jpod("info", "-o", "json").well().json().get("runroot").asString())
          .isEqualTo(folder + "/store");
      assertThat(Files.getAttribute(folder, "unix:mode")).isEqualTo(040700);
      assertThat(user.jpod("doctor").well().out()).contains("neither XDG_RUNTIME_DIR nor");
    } finally {
      OrdinaryUser.asRoot(List.of("rm", "-r", folder.toString())).well();
    }
  }

  @Test
  void nothingOfTheUsersIsRootsOutside() throws Exception {
    sleeper();

    for (long pid : user.processes()) {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
        if (line.startsWith("Uid:") || line.startsWith("Gid:")) {
          assertThat(line.split("\t", -1)).as("process %d", pid).doesNotContain("0");
        }
      }
    }
  }

  @Test
  void insideNothingOfOthersCanBeTouched() throws Exception {
    Path foreign = Files.createTempFile("jpod-it-", "");
    try (AutoCloseable _ = () -> Files.delete(foreign)) {
      Process victim = new ProcessBuilder("sleep", "1000").start();
      try {
        for (String attempt :
            List.of(
                "echo x >" + foreign,
                "kill -9 " + victim.pid(),
                "mount --bind /tmp /etc && mount -o remount,rw /sys",
                "nsenter -m -t 1 true",
                "chown 4294967294 . 2>/dev/null || chown 3000000000 .",
                "mknod d b 8 0",
                "echo 1 >/proc/sys/kernel/panic")) {
          assertThat(user.jpod("unshare", "sh", "-c", attempt).code()).as(attempt).isNotZero();
        }
        assertThat(victim.isAlive()).isTrue();
      } finally {
        victim.destroyForcibly();
      }
      assertThat(foreign).isEmptyFile();
    }
  }
}
