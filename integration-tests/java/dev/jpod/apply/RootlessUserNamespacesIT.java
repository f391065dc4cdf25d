package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pods of an ordinary user that have users and groups of their own. */
class RootlessUserNamespacesIT {
  private static final String HEAD =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      volumes: {data: {}, filled: {}}
      x-idle: &idle {image: "localhost/owned:1", command: [sleep, "1000"], stopSignal: KILL}
      x-alone: &alone {<<: *idle, networks: none}
      pods:
      """;

  private OrdinaryUser user;

  @BeforeEach
  void logIn() throws Exception {
    user = OrdinaryUser.create();
    Path tar = user.write("owned.tar", OwnedImage.tar());
    user.jpod("import", tar.toString(), OwnedImage.NAME).well();
    user.run("mkdir", "shared").well();
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    try (OrdinaryUser _ = user) {
      user.jpod("destroy", "shop", "--volumes");
      assertThat(user.processes()).as("processes beside the session's").hasSize(1);
      for (String folder : List.of("containers", "pods")) {
        Path place = user.home().resolve(".local/share/jpod").resolve(folder);
        assertThat(Store.entries(place)).as(folder).isEmpty();
      }
      Path passages = Path.of("/tmp/jpod-roots-" + user.id());
      assertThat(Store.entries(passages)).isEmpty();
      Files.deleteIfExists(passages);
    }
  }

  private Result apply(String pods) throws Exception {
    byte[] text = (HEAD + pods.indent(2)).getBytes(StandardCharsets.UTF_8);
    return user.jpod("apply", "-f", user.write("stack.yaml", text).toString());
  }

  private void staysAsItIs() throws Exception {
    assertThat(user.jpod("plan", "-f", user.home().resolve("stack.yaml").toString()).well().out())
        .contains("nothing to do");
  }

  private String sh(String container, String script) throws Exception {
    return user.jpod("exec", container, "sh", "-c", script).well().out();
  }

  private long pid(String container) throws Exception {
    return user.jpod("inspect", container).well().json().get(0).path("pid").asLong(0);
  }

  private static long userOf(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith("Uid:")) {
        return Long.parseLong(line.split("\t", -1)[1]);
      }
    }
    throw new AssertionError("no user");
  }

  @Test
  void whoKeepsHisIdOwnsHisFilesOnBothSides() throws Exception {
    apply(
            """
            keep:
              <<: *alone
              userns: keep-id
              mounts: ["%s:/shared"]
              volumes: ["data:/data", "filled:/srv/data"]
            named: {<<: *idle, userns: {mode: keep-id, uid: 500, gid: 500}}
            """
                .formatted(user.home().resolve("shared")))
        .well();
    staysAsItIs();

    String id = Integer.toString(user.id());
    assertThat(sh("shop-keep-0", "id -u; id -g; touch /shared/mine /data/mine; stat -c %u /shared"))
        .isEqualTo(id + "\n" + id + "\n" + id + "\n");
    assertThat(Files.getAttribute(user.home().resolve("shared/mine"), "unix:uid"))
        .isEqualTo(user.id());
    assertThat(userOf(pid("shop-keep-0"))).isEqualTo(user.id());
    assertThat(sh("shop-keep-0", "stat -c '%u %a' / /srv/data/first /app/id"))
        .isEqualTo("0 755\n500 640\n500 4755\n");
    assertThat(user.jpod("exec", "-u", "0", "shop-keep-0", "id", "-u").well().out())
        .isEqualTo("0\n");
    assertThat(sh("shop-named-0", "id; stat -c %u /home/app /app"))
        .isEqualTo("uid=500(app) gid=500\n500\n0\n");
    assertThat(userOf(pid("shop-named-0"))).isEqualTo(user.id());
  }

  @Test
  void podsHaveIdsApartFromTheUserAndEachOther() throws Exception {
    apply(
            """
            web:
              <<: *idle
              userns: {uids: ["0:10:400", "500:1010:100"]}
              command: [httpd, -f, -p, "80", -h, /srv/data]
              user: root
            duo:
              userns: auto
              containers: {one: {<<: *idle, user: app}, two: {<<: *idle}}
            host: {<<: *idle, userns: auto, networks: host}
            """)
        .well();
    staysAsItIs();

    long web = userOf(pid("shop-web-0"));
    long two = userOf(pid("shop-duo-0-two"));
    long host = userOf(pid("shop-host-0"));
    assertThat(userOf(pid("shop-duo-0-one"))).isEqualTo(two + 500);
    assertThat(List.of(web, two, host)).doesNotHaveDuplicates().doesNotContain((long) user.id());
    assertThat(Math.abs(two - host)).isGreaterThanOrEqualTo(1024);
    assertThat(sh("shop-web-0", "id -u; stat -c %u / /srv/data")).isEqualTo("0\n0\n500\n");
    assertThat(sh("shop-duo-0-two", "wget -qO - http://web/first; ps"))
        .startsWith("first\n")
        .contains("catatonit");
    assertThat(sh("shop-host-0", "ls /sys/class/net")).contains("lo");
    user.jpod("restart", "shop-duo-0-one").well();
    user.jpod("kill", "shop-web-0").well();
    user.jpod("pod", "stop", "shop-host-0").well();
    user.jpod("apply", "-f", user.home().resolve("stack.yaml").toString()).well();
    assertThat(sh("shop-host-0", "id -u")).isEqualTo("0\n");
    staysAsItIs();
  }

  @Test
  void theRootOfAPodIsNotTheUser() throws Exception {
    Path mine = user.home().resolve("shared/mine");
    user.run("sh", "-c", "echo secret >shared/mine; chmod 600 shared/mine").well();
    apply("web: {<<: *alone, userns: auto, mounts: [\"%s:/shared\"]}".formatted(user.home()))
        .well();

    for (String attempt :
        List.of("cat /shared/shared/mine", "touch /shared/x", "chown 0 /shared/shared/mine")) {
      assertThat(user.jpod("exec", "shop-web-0", "sh", "-c", attempt).code())
          .as(attempt)
          .isNotZero();
    }
    assertThat(mine).hasContent("secret\n");
  }

  @Test
  void whatIsNotThereIsRefusedInThePlan() throws Exception {
    assertThat(apply("web: {<<: *alone, userns: {uids: [\"0:65530:50\"]}}").refusing(3).err())
        .contains("there is no user id 65579 here to be mapped: the last one is 65536");
    assertThat(apply("web: {<<: *alone, userns: {mode: auto, size: 70000}}").refusing(3).err())
        .contains("there are no 70000 user ids in a row");
  }
}
