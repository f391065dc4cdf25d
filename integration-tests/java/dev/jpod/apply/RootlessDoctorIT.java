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

/** Hosts on which an ordinary user's containers cannot run, or not wholly. */
class RootlessDoctorIT {
  private OrdinaryUser user;

  @BeforeEach
  void create() throws Exception {
    user = OrdinaryUser.create();
  }

  @AfterEach
  void remove() throws Exception {
    user.close();
  }

  /** What the doctor finds first must be what a command fails with, and how to mend it. */
  private void foundBeforehandAndSaidTheSameWay(String words, String remedy) throws Exception {
    JsonNode first = user.jpod("doctor", "-o", "json").with(1).json().get(0);
    assertThat(first.get("severity").asString()).isEqualTo("error");
    assertThat(first.get("what").asString()).contains(words);
    assertThat(first.get("remedy").asString()).contains(remedy);
    assertThat(user.jpod("images").refusing(3).err())
        .isEqualTo(
            "jpod: "
                + first.get("what").asString()
                + "\nhint: "
                + first.get("remedy").asString()
                + "\n");
  }

  @Test
  void aMappingProgramWithoutItsRight() throws Exception {
    user.after(
        "cp /usr/bin/newuidmap "
            + user.home()
            + "/map; chmod 755 "
            + user.home()
            + "/map; mount --bind "
            + user.home()
            + "/map /usr/bin/newuidmap");

    foundBeforehandAndSaidTheSameWay(
        "'/usr/bin/newuidmap' may not map users: it lacks its set-user-id bit",
        "chmod u+s /usr/bin/newuidmap");
    user.jpod("unshare", "true").refusing(3);
    assertThat(user.processes()).isEmpty();
  }

  @Test
  void aHomeFromWhichNothingCanBeStarted() throws Exception {
    user.after(
        "mount --bind "
            + user.home()
            + " "
            + user.home()
            + "; mount -o remount,bind,noexec "
            + user.home());

    foundBeforehandAndSaidTheSameWay("which is mounted noexec", "--root");
  }

  @Test
  void anIdRangeWithTheUsersOwnNumber() throws Exception {
    user.after(
        "echo "
            + user.name()
            + ":"
            + user.id()
            + ":65536 >"
            + user.home()
            + "/subuid; mount --bind "
            + user.home()
            + "/subuid /etc/subuid");

    foundBeforehandAndSaidTheSameWay("has the user's own number in it", "choose a range");
  }

  /** As where the host's limit is 0, which a test may not set for everybody. */
  @Test
  void namespacesThatAreSwitchedOff() throws Exception {
    user.write("off", "0\n".getBytes(StandardCharsets.US_ASCII));
    user.write(
        "unshare",
        "#!/bin/sh\necho 'unshare: unshare failed: No space left on device' >&2\nexit 1\n"
            .getBytes(StandardCharsets.US_ASCII));
    user.after(
        "chmod 755 "
            + user.home()
            + "/unshare; mount --bind "
            + user.home()
            + "/unshare /usr/bin/unshare; mount --bind "
            + user.home()
            + "/off /proc/sys/user/max_user_namespaces");

    foundBeforehandAndSaidTheSameWay(
        "user namespaces are switched off: '/proc/sys/user/max_user_namespaces' is 0",
        "sysctl -w user.max_user_namespaces=");
  }

  @Test
  void whatNobodyKnowsAReasonForIsFoundToo() throws Exception {
    Files.createDirectories(user.note());
    OrdinaryUser.asRoot(List.of("chown", "-R", user.name(), user.home().toString())).well();

    foundBeforehandAndSaidTheSameWay("cannot be written", "jpod system migrate");
  }

  @Test
  void aStoreThatEverybodyMayWriteTo() throws Exception {
    Path store = Files.createDirectory(user.home().resolve("open"));
    OrdinaryUser.asRoot(List.of("chmod", "777", store.toString())).well();
    user.with("JPOD_ROOT", store.toString());

    foundBeforehandAndSaidTheSameWay("everybody may write to", "chmod o-w");
  }

  /** What the doctor warns of must stand in the way of a pod that takes it. */
  private void warnedOfBeforehandAndSaidTheSameWay(String words, String remedy) throws Exception {
    user.importImage();
    JsonNode found = null;
    for (JsonNode each : user.jpod("doctor", "-o", "json").well().json()) {
      if (each.get("what").asString().contains(words)) {
        found = each;
      }
    }
    assertThat(found).as(words).isNotNull();
    assertThat(found.get("severity").asString()).isEqualTo("warning");
    assertThat(found.get("remedy").asString()).contains(remedy);
    user.write(
        "stack.yaml",
        """
        apiVersion: jpod.dev/v1
        kind: Stack
        name: shop
        pods:
          web: {image: %s, command: [sleep, "100"]}
        """
            .formatted(BusyboxImage.NAME)
            .getBytes(StandardCharsets.UTF_8));
    Result refused = user.jpod("apply", "-f", "stack.yaml");
    assertThat(refused.code()).isNotZero();
    assertThat(refused.out() + refused.err())
        .contains(
            "jpod: " + found.get("what").asString() + " (stack.yaml:",
            "hint: " + found.get("remedy").asString() + "\n");
    assertThat(user.jpod("ps", "--all", "--quiet").well().out()).isEmpty();
  }

  @Test
  void aTunnelDeviceThatIsClosed() throws Exception {
    user.after(
        "mknod "
            + user.home()
            + "/tun c 10 200; chmod 600 "
            + user.home()
            + "/tun; mount -t tmpfs tmpfs /dev/net; : >/dev/net/tun; mount --bind "
            + user.home()
            + "/tun /dev/net/tun; rm "
            + user.home()
            + "/tun");

    warnedOfBeforehandAndSaidTheSameWay(
        "'/dev/net/tun' is closed to ordinary users", "chmod 666 /dev/net/tun");
  }

  @Test
  void aTunnelDeviceThatIsNotThere() throws Exception {
    user.after("mount -t tmpfs tmpfs /dev/net");

    warnedOfBeforehandAndSaidTheSameWay("there is no '/dev/net/tun'", "modprobe tun");
  }

  @Test
  void noProgramThatConnectsPods() throws Exception {
    String hidden = "f=$(command -v %s) && mount --bind /etc/passwd $f";
    user.after(hidden.formatted("slirp4netns") + "; " + hidden.formatted("pasta"));

    warnedOfBeforehandAndSaidTheSameWay(
        "neither 'slirp4netns' nor 'pasta' is installed", "apt-get install slirp4netns");
  }

  @Test
  void limitsThatNobodyKeepsAreNotedAndRefusedForTheSameReason() throws Exception {
    user.importImage();
    String note = null;
    for (JsonNode each : user.jpod("doctor", "-o", "json").well().json()) {
      if (each.get("severity").asString().equals("note")
          && each.get("what").asString().contains("'memory'")) {
        note = each.get("what").asString() + "\n" + each.get("remedy").asString();
      }
    }
    assertThat(note).isNotNull();
    String reason = note.substring(note.indexOf(": ") + 2, note.indexOf('\n'));
    String remedy = note.substring(note.indexOf('\n') + 1, note.indexOf("; or let jpod"));
    user.write(
        "stack.yaml",
        """
        apiVersion: jpod.dev/v1
        kind: Stack
        name: shop
        pods:
          web: {image: %s, networks: none, resources: {memory: 64MiB}}
        """
            .formatted(BusyboxImage.NAME)
            .getBytes(StandardCharsets.UTF_8));

    Result plan = user.jpod("plan", "-f", "stack.yaml");

    assertThat(plan.code()).isNotZero();
    assertThat(plan.out() + plan.err())
        .contains("would be kept by nobody: " + reason + "\n", remedy);
  }

  @Test
  void withoutNumbersForContainersThereIsOneUserInThem() throws Exception {
    try (OrdinaryUser single = OrdinaryUser.withoutSubordinateIds()) {
      assertThat(single.jpod("doctor").well().out())
          .contains("warning: the user '" + single.name() + "' has no numbers for his containers")
          .contains("usermod --add-subuids");
      assertThat(single.jpod("unshare", "id", "-u").well().out()).isEqualTo("0\n");
      assertThat(single.jpod("unshare", "cat", "/proc/self/uid_map").well().out().lines())
          .hasSize(1);
    }
  }

  @Test
  void theRemedyForMissingNumbersGivesThem() throws Exception {
    try (OrdinaryUser single = OrdinaryUser.withoutSubordinateIds()) {
      String said = single.jpod("doctor").well().out();
      String give = said.substring(said.indexOf("usermod"), said.indexOf(';'));
      assertThat(said).contains("as '" + single.name() + "': jpod system migrate");

      OrdinaryUser.asRoot(List.of("sh", "-c", give)).well();
      single.jpod("system", "migrate").well();

      assertThat(single.jpod("unshare", "cat", "/proc/self/uid_map").well().out().lines())
          .hasSize(2);
      assertThat(single.jpod("doctor").well().out()).doesNotContain("numbers for his containers");
    }
  }
}
