package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

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

  @Test
  void aTunnelDeviceThatIsClosedIsAWarning() throws Exception {
    user.after(
        "mknod "
            + user.home()
            + "/tun c 10 200; chmod 600 "
            + user.home()
            + "/tun; mount --bind "
            + user.home()
            + "/tun /dev/net/tun");

    assertThat(user.jpod("doctor").well().out())
        .contains("warning: '/dev/net/tun' is closed to ordinary users", "chmod 666 /dev/net/tun");
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
      String restart = said.substring(said.indexOf("kill "), said.indexOf("-n))") + 4);

      OrdinaryUser.asRoot(List.of("sh", "-c", give)).well();
      single.run("sh", "-c", restart).well();

      assertThat(single.jpod("unshare", "cat", "/proc/self/uid_map").well().out().lines())
          .hasSize(2);
      assertThat(single.jpod("doctor").well().out()).doesNotContain("numbers for his containers");
    }
  }
}
