package dev.jpod.apply;

import static dev.jpod.apply.SeenPod.namespace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.NeedsRoot;
import dev.jpod.apply.Store.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Pods of root that have users and groups of their own. */
@NeedsRoot("ids of the host; RootlessUserNamespacesIT has what others do")
class UserNamespacesIT extends FreshStore {
  private static final int KILL = 9;
  private static final String HEAD =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      volumes: {data: {}, filled: {}}
      configs: {page: {content: "a page\\n"}}
      secrets: {token: {command: [echo, "not a real secret"]}}
      x-idle: &idle {image: "localhost/owned:1", command: [sleep, "1000"], stopSignal: KILL}
      x-alone: &alone {<<: *idle, networks: none}
      pods:
      """;
  private static final String STACK =
      HEAD
          + """
            auto:
              <<: *alone
              userns: auto
              volumes: ["data:/data", "filled:/srv/data"]
              configs: [{source: page, target: /page, uid: 500, gid: 500, mode: 0440}]
              secrets: [token]
            other: {<<: *alone, userns: {mode: auto, size: 2000}}
            web:
              <<: *idle
              userns: {uids: ["0:2000000000:400", "500:2000001000:100"]}
              command: [httpd, -f, -p, "80", -h, /srv/data]
              user: root
              ports: ["127.0.0.1:18734:80"]
            duo:
              userns: auto
              hostname: duo.example
              share: [net, pid, ipc, uts]
              containers: {one: {<<: *idle, user: app}, two: {<<: *idle}}
            host: {<<: *idle, userns: auto, networks: host}
          """
              .indent(0);

  private static ContainersRange range;

  @BeforeAll
  static void ids() throws IOException {
    range = new ContainersRange();
  }

  @AfterAll
  static void noMoreIds() throws IOException {
    range.close();
  }

  @BeforeEach
  void image() throws IOException {
    OwnedImage.importInto(store.layout().root());
  }

  @AfterEach
  void noPassageIsLeft() throws Exception {
    store.destroyAll();
    for (String id : store.knownIds()) {
      assertThat(Path.of("/run/jpod-roots", id)).doesNotExist();
      assertThat(store.layout().runroot().resolve("roots").resolve(id)).doesNotExist();
    }
  }

  private static String stack(String pods) {
    return HEAD + pods.indent(2);
  }

  private Seen container(String name) throws IOException {
    return store.container(name);
  }

  /** What the kernel says of the users of a process: inside, outside and how many, line by line. */
  private static List<String> map(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/uid_map")).stream()
        .map(line -> line.strip().replaceAll(" +", ":"))
        .toList();
  }

  /** The user outside who is somebody in a container. */
  private static long outside(long pid, long inside) throws IOException {
    for (String line : map(pid)) {
      String[] fields = line.split(":", -1);
      long distance = inside - Long.parseLong(fields[0]);
      if (distance >= 0 && distance < Long.parseLong(fields[2])) {
        return Long.parseLong(fields[1]) + distance;
      }
    }
    throw new AssertionError(inside + " is nobody in " + map(pid));
  }

  private static long userOf(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith("Uid:")) {
        return Long.parseLong(line.split("\t", -1)[1]);
      }
    }
    throw new AssertionError("no user");
  }

  private static long owner(Path file) throws IOException {
    return Integer.toUnsignedLong((int) Files.getAttribute(file, "unix:uid"));
  }

  private String sh(String container, String script) throws Exception {
    return store.sh(container, script).well().out();
  }

  private void seesItsOwnOwners() throws Exception {
    assertThat(sh("shop-auto-0", "stat -c '%u:%g %a' / /home/app /srv/data /srv/data/first /page"))
        .isEqualTo("0:0 755\n500:500 755\n500:500 755\n500:500 640\n500:500 440\n");
    assertThat(sh("shop-auto-0", "/app/id; stat -c '%u %a' /app/id /run/secrets/token /etc/hosts"))
        .isEqualTo("uid=0(root) gid=0 euid=500(app)\n500 4755\n0 400\n0 644\n");
    assertThat(sh("shop-auto-0", "echo more >>/etc/hosts; cat /run/secrets/token"))
        .isEqualTo("not a real secret\n");
  }

  @Test
  void rootInsideIsSomebodyElseOutside() throws Exception {
    store.apply(STACK).well();
    store.staysAsItIs(STACK);
    seesItsOwnOwners();

    Seen auto = container("shop-auto-0");
    long root = outside(auto.pid(), 0);
    assertThat(sh("shop-auto-0", "id -u; touch /data/mine")).isEqualTo("0\n");
    assertThat(root).isGreaterThanOrEqualTo(2_147_483_648L).isEqualTo(userOf(auto.pid()));
    Path volumes = store.layout().volumes();
    assertThat(owner(volumes.resolve("shop_data/data/mine"))).isEqualTo(root);
    assertThat(owner(volumes.resolve("shop_data/data"))).isEqualTo(root);
    assertThat(owner(volumes.resolve("shop_filled/data/first"))).isEqualTo(root + 500);

    JsonNode pod = store.jpod("pod", "inspect", "shop-auto-0").well().json().get(0);
    assertThat(pod.get("userNamespace").get("uids").get(0).asString())
        .isEqualTo("0:" + root + ":1024");
    assertThat(pod.get("userNamespace").get("inode").asString())
        .isEqualTo(namespace(auto.pid(), "user"));

    List<String> web = map(container("shop-web-0").pid());
    assertThat(web).containsExactly("0:2000000000:400", "500:2000001000:100");
    long other = outside(container("shop-other-0").pid(), 0);
    assertThat(Math.abs(other - root)).as("%s and %s", root, other).isGreaterThanOrEqualTo(1024);
  }

  @Test
  void containersOfAPodAreInOneNamespaceThatHasTheirNetwork() throws Exception {
    store.apply(STACK).well();

    long one = container("shop-duo-0-one").pid();
    long two = container("shop-duo-0-two").pid();
    long infra = SeenPod.of(store, "shop-duo-0").infra();
    for (String kind : List.of("user", "net", "pid", "ipc", "uts")) {
      assertThat(namespace(one, kind))
          .as(kind)
          .isEqualTo(namespace(two, kind))
          .isEqualTo(namespace(infra, kind))
          .isNotEqualTo(namespace(ProcessHandle.current().pid(), kind));
    }
    assertThat(userOf(infra)).isEqualTo(outside(one, 0)).isEqualTo(userOf(two));
    assertThat(userOf(one)).isEqualTo(outside(one, 500));
    assertThat(sh("shop-duo-0-two", "hostname; echo x >/dev/shm/note; ps"))
        .startsWith("duo.example\n")
        .contains("catatonit");
    assertThat(sh("shop-duo-0-one", "cat /dev/shm/note; wget -qO - http://web/first"))
        .isEqualTo("x\nfirst\n");
    assertThat(
            store
                .run(
                    List.of(
                        "curl",
                        "--silent",
                        "--retry",
                        "50",
                        "--retry-connrefused",
                        "--retry-delay",
                        "1",
                        "http://127.0.0.1:18734/first"))
                .well()
                .out())
        .isEqualTo("first\n");
    long host = container("shop-host-0").pid();
    assertThat(namespace(host, "net")).isEqualTo(namespace(ProcessHandle.current().pid(), "net"));
    assertThat(sh("shop-host-0", "id -u; ls /sys/class/net")).startsWith("0\n").contains("lo");
  }

  @Test
  void theLifeOfAContainerIsAsElsewhere() throws Exception {
    store.apply(STACK).well();

    store.jpod("pause", "shop-auto-0").well();
    store.jpod("unpause", "shop-auto-0").well();
    store.jpod("restart", "shop-auto-0").well();
    store.jpod("kill", "shop-other-0").well();
    store.jpod("stop", "shop-duo-0-two").well();
    assertThat(store.jpod("top", "shop-auto-0").well().out()).contains("sleep 1000");
    store.apply(STACK).well();
    assertThat(store.running())
        .containsExactly(
            "shop-auto-0",
            "shop-duo-0-one",
            "shop-duo-0-two",
            "shop-host-0",
            "shop-other-0",
            "shop-web-0");
    store.jpod("pod", "stop", "shop-duo-0").well();
    store.jpod("pod", "start", "shop-duo-0").well();
    store.staysAsItIs(STACK);
    seesItsOwnOwners();
  }

  @Test
  void aPodThatIsReplacedHasTheFilesOfItsVolumes() throws Exception {
    String one = stack("web: {<<: *alone, userns: auto, volumes: [\"data:/data\"]}");
    store.apply(one).well();
    sh("shop-web-0", "echo kept >/data/file; chmod 600 /data/file");
    List<String> before = map(container("shop-web-0").pid());

    for (String mode : List.of("{mode: auto, size: 1000}", "auto", "{mode: auto, size: 900}")) {
      store.apply(one.replace("userns: auto", "userns: " + mode)).well();
      assertThat(sh("shop-web-0", "cat /data/file; stat -c %u /data/file")).isEqualTo("kept\n0\n");
    }
    store.jpod("destroy", "shop").well();
    String stranger = stack("a: {<<: *alone, userns: auto}");
    store.apply(stranger).well();
    assertThat(map(container("shop-a-0").pid())).doesNotContainAnyElementsOf(before);

    store.apply(one).well();
    assertThat(map(container("shop-web-0").pid())).isEqualTo(before);
    String both = one + "  two: {<<: *alone, userns: auto, volumes: [\"data:/data\"]}\n";
    assertThat(store.apply(both).refusing(4).err())
        .contains(
            "the files in its volumes have ids that the pod cannot be given", "userns: {uids:");
  }

  @Test
  void aSecondPodTakesOverFromTheFirst() throws Exception {
    String one =
        stack(
            """
            web:
              <<: *idle
              userns: auto
              command: [httpd, -f, -p, "80", -h, /srv/data]
              ports: ["127.0.0.1:18735:80"]
              healthCheck: {http: {port: 80, path: /first}, interval: 1s}
              update: {strategy: startFirst, drain: 0s}
              user: app
              capabilities: {add: [NET_BIND_SERVICE]}
              env: {A: one}
            """);
    store.apply(one).well();
    List<String> before = map(container("shop-web-0").pid());

    assertThat(store.apply(one.replace("A: one", "A: other")).well().out()).isNotEmpty();
    store.staysAsItIs(one.replace("A: one", "A: other"));
    store.apply(one.replace("userns: auto", "userns: {mode: auto, size: 3000}")).well();

    assertThat(map(container("shop-web-0").pid())).doesNotContainAnyElementsOf(before);
    store.jpod("rollback", "shop").well();
    store.jpod("healthcheck", "run", "shop-web-0").well();
  }

  @Test
  void whatIsLostIsMadeAgain() throws Exception {
    store.apply(STACK).well();
    SeenPod duo = SeenPod.of(store, "shop-duo-0");
    List<String> before = map(container("shop-duo-0-one").pid());
    Path pin = store.layout().podRun(duo.id()).resolve("ns/user");
    store.run(List.of("umount", "-l", pin.toString())).well();

    assertThat(store.apply(STACK).well().err()).contains("raise pod duo[0]");

    long one = container("shop-duo-0-one").pid();
    assertThat(map(one)).isEqualTo(before);
    assertThat(namespace(one, "user"))
        .isEqualTo(namespace(container("shop-duo-0-two").pid(), "user"))
        .isEqualTo(namespace(SeenPod.of(store, "shop-duo-0").infra(), "user"));
    assertThat(sh("shop-duo-0-one", "wget -qO - http://web/first")).isEqualTo("first\n");
    store.staysAsItIs(STACK);
  }

  @Test
  void aRebootChangesNoOwner() throws Exception {
    store.apply(STACK).well();
    List<String> before = map(container("shop-auto-0").pid());
    PowerCut.of(store);

    store.apply(STACK).well();

    assertThat(map(container("shop-auto-0").pid())).isEqualTo(before);
    seesItsOwnOwners();
    store.staysAsItIs(STACK);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void killedAtARandomMomentItCostsAnotherApply(long seed) throws Exception {
    Random random = new Random(seed);
    store.write("stack.yaml", STACK);
    for (int run = 0; run < 2; run++) {
      Process process = store.begin(ProcessGroup.leading(store.argv("apply", "-f", "stack.yaml")));
      process.waitFor(300 + random.nextInt(900), TimeUnit.MILLISECONDS);
      new ProcessGroup(process).signal(KILL);
      process.waitFor();
    }

    store.apply(STACK).well();
    store.staysAsItIs(STACK);
    seesItsOwnOwners();
  }

  /** In a run folder that others pass, nothing is shown elsewhere. */
  @Test
  void onlyTheRootOfThePodPassesToItsFiles() throws Exception {
    Files.setPosixFilePermissions(store.folder(), PosixFilePermissions.fromString("rwxr-xr-x"));
    store.apply(stack("web: {<<: *alone, userns: auto}")).well();

    Seen web = container("shop-web-0");
    Path passage = store.layout().runroot().resolve("roots").resolve(web.id());
    assertThat(passage.resolve("root/bin/busybox")).exists();
    assertThat(as(outside(web.pid(), 0), "ls", passage.resolve("root").toString()).code()).isZero();
    assertThat(as(65_534, "ls", passage.resolve("root").toString()).err())
        .contains("Permission denied");
    assertThat(
            as(outside(web.pid(), 0), "ls", store.layout().root().resolve("images").toString())
                .err())
        .contains("Permission denied");
  }

  private Result as(long user, String... words) throws Exception {
    String id = Long.toString(user);
    List<String> argv = new ArrayList<>();
    argv.addAll(List.of("setpriv", "--reuid", id, "--regid", id, "--clear-groups"));
    argv.addAll(List.of(words));
    return store.run(argv);
  }

  @Test
  void nothingOfTheHostIsInReach() throws Exception {
    Path secret = store.folder().resolve("secret");
    Files.writeString(secret, "of root only");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Path open = store.folder().resolve("open");
    Files.writeString(open, "of root");
    store
        .apply(
            stack(
                """
                web:
                  <<: *alone
                  privileged: true
                  userns: auto
                  mounts: ["%s:/host"]
                """
                    .formatted(store.folder())))
        .well();

    assertThat(sh("shop-web-0", "id -u")).isEqualTo("0\n");
    for (String attempt :
        List.of(
            "cat /host/secret",
            "echo x >/host/open",
            "chown 0 /host/open",
            "chmod 777 /host/secret",
            "mknod /tmp/disk b 254 0",
            "echo x >/proc/sys/kernel/core_pattern",
            "cat /host/root/containers/*/record.json")) {
      assertThat(store.sh("shop-web-0", attempt).code()).as(attempt).isNotZero();
    }
    assertThat(open).hasContent("of root");
    long user = outside(container("shop-web-0").pid(), 0);
    Process stranger = store.begin(List.of("sleep", "1000"));
    assertThat(as(user, "kill", "-9", Long.toString(stranger.pid())).code()).isNotZero();
    assertThat(stranger.isAlive()).isTrue();
  }

  @Test
  void whatCannotBeHadIsSaidInThePlan() throws Exception {
    store.write("stack.yaml", stack("web: {<<: *alone, userns: keep-id}"));
    assertThat(store.jpod("apply", "-f", "stack.yaml").refusing(3).err()).contains("keep-id");
  }

  @Test
  void aUserWhomThePodDoesNotHaveIsRefused() throws Exception {
    String stack = stack("web: {<<: *alone, userns: auto, user: \"7000:7000\"}");

    assertThat(store.apply(stack).refusing(1).err())
        .contains("the user 7000 is not among the ids of the pod's user namespace", "size: 65536");
    store.apply(stack.replace("userns: auto", "userns: {mode: auto, size: 65536}")).well();
    assertThat(sh("shop-web-0", "id -u")).isEqualTo("7000\n");
  }
}
