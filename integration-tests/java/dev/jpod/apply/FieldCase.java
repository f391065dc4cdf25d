package dev.jpod.apply;

import static dev.jpod.apply.FieldCase.Cost.LIVE;
import static dev.jpod.apply.FieldCase.Cost.LIVE_UNSEEN;
import static dev.jpod.apply.FieldCase.Cost.META;
import static dev.jpod.apply.FieldCase.Cost.NOTHING;
import static dev.jpod.apply.FieldCase.Cost.REPLACE;
import static dev.jpod.apply.FieldCase.Cost.RESTART;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A field of a pod that is given a value, another one, and none again.
 *
 * @param unset what the pod says about the field to begin with and in the end; mostly nothing
 * @param costs of the three edits, from one to the next
 */
record FieldCase(String name, String unset, String first, String second, List<Cost> costs) {
  /** What an edit may do to a running container, and has to. */
  enum Cost {
    NOTHING,
    META,
    LIVE,
    /** A live update to what the kernel has anyway. */
    LIVE_UNSEEN,
    RESTART,
    REPLACE
  }

  String fragment(int phase) {
    return List.of(unset, first, second, unset).get(phase);
  }

  String pod() {
    return name.toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return name;
  }

  private static FieldCase field(Cost cost, String name, String first, String second) {
    return new FieldCase(
        name, "", name + ": " + first, name + ": " + second, List.of(cost, cost, cost));
  }

  /** A field with one value besides its default. */
  private static FieldCase flag(Cost cost, String name, String value) {
    String text = name + ": " + value;
    return new FieldCase(name, "", text, text, List.of(cost, NOTHING, cost));
  }

  private static FieldCase limit(String name, String first, String second) {
    return new FieldCase(
        name,
        "",
        "resources: {" + name + ": " + first + "}",
        "resources: {" + name + ": " + second + "}",
        List.of(LIVE, LIVE, LIVE));
  }

  private static FieldCase swap() {
    return new FieldCase(
        "memorySwap",
        "resources: {memory: 64MiB}",
        "resources: {memory: 64MiB, memorySwap: 96MiB}",
        "resources: {memory: 64MiB, memorySwap: 112MiB}",
        List.of(LIVE, LIVE, LIVE));
  }

  /** The content differs in every phase. */
  private static FieldCase content(String name, String grant) {
    return new FieldCase(name, grant, grant, grant, List.of(RESTART, RESTART, RESTART));
  }

  /** The third tag names what the first does. */
  private static FieldCase image() {
    return new FieldCase(
        "image",
        "image: localhost/busybox:1",
        "image: localhost/busybox:2",
        "image: localhost/busybox:two",
        List.of(REPLACE, META, REPLACE));
  }

  private static FieldCase replicas() {
    return new FieldCase(
        "replicas", "", "replicas: 3", "replicas: 2", List.of(NOTHING, NOTHING, NOTHING));
  }

  static List<FieldCase> all() throws IOException {
    List<FieldCase> all = new ArrayList<>();
    all.add(image());
    all.add(replicas());
    all.addAll(ofTheProcess());
    all.addAll(ofFiles());
    all.addAll(ofSecurity());
    all.addAll(ofLimits());
    all.addAll(ofTheRecord());
    return all;
  }

  private static List<FieldCase> ofTheProcess() {
    return List.of(
        field(REPLACE, "command", "[sleep, '1001']", "[sleep, '1002']"),
        new FieldCase(
            "args",
            "command: [sleep]\nargs: ['1000']",
            "command: [sleep]\nargs: ['1001']",
            "command: [sleep]\nargs: ['1002']",
            List.of(REPLACE, REPLACE, REPLACE)),
        field(REPLACE, "env", "{LEVEL: info}", "{LEVEL: debug}"),
        field(REPLACE, "envFile", "[one.env]", "[two.env]"),
        field(REPLACE, "workingDir", "/tmp", "/bin"),
        field(REPLACE, "user", "'1000'", "'1000:1000'"),
        field(REPLACE, "groups", "[1000]", "[1001]"),
        field(REPLACE, "hostname", "one.example.org", "two.example.org"),
        field(REPLACE, "ulimits", "{nofile: 512}", "{nofile: {soft: 256, hard: 512}}"),
        flag(REPLACE, "init", "true"),
        flag(REPLACE, "tty", "true"),
        flag(REPLACE, "stdin", "true"));
  }

  private static List<FieldCase> ofFiles() {
    return List.of(
        field(
            REPLACE,
            "mounts",
            "[{type: bind, source: /usr/share, target: /host}]",
            "[{type: bind, source: /usr/share, target: /host, readOnly: true}]"),
        field(REPLACE, "volumes", "['data:/data']", "['data:/data:ro']"),
        field(REPLACE, "tmpfs", "['/scratch:size=1m']", "['/scratch:size=2m']"),
        field(REPLACE, "configs", "['page:/etc/page']", "['page:/etc/other']"),
        field(REPLACE, "secrets", "[token]", "[{source: token, target: other}]"),
        content("configContent", "configs: ['page:/etc/page']"),
        content("secretContent", "secrets: [token]"));
  }

  private static List<FieldCase> ofSecurity() {
    return List.of(
        field(REPLACE, "networks", "host", "none"),
        field(REPLACE, "devices", "[/dev/loop-control]", "['/dev/zero:/dev/nothing:r']"),
        field(REPLACE, "capabilities", "{add: [SYS_PTRACE]}", "{drop: [NET_RAW]}"),
        flag(REPLACE, "privileged", "true"),
        flag(REPLACE, "readOnly", "true"),
        flag(REPLACE, "noNewPrivileges", "true"),
        flag(REPLACE, "seccomp", "unconfined"),
        field(REPLACE, "sysctls", "{kernel.msgmax: 16384}", "{kernel.msgmax: 32768}"));
  }

  private static List<FieldCase> ofLimits() throws IOException {
    String device = blockDevice();
    return List.of(
        limit("memory", "64MiB", "96MiB"),
        limit("memoryReservation", "32MiB", "48MiB"),
        swap(),
        limit("cpus", "0.5", "0.75"),
        limit("cpuShares", "512", "256"),
        new FieldCase(
            "cpusetCpus",
            "",
            "resources: {cpusetCpus: '0'}",
            "resources: {cpuset: '0'}",
            List.of(LIVE, NOTHING, LIVE)),
        new FieldCase(
            "cpusetMems",
            "",
            "resources: {cpusetMems: '0'}",
            "resources: {cpusetMems: '0'}",
            List.of(LIVE_UNSEEN, NOTHING, LIVE_UNSEEN)),
        limit("pids", "64", "unlimited"),
        limit("blkioWeight", "50", "600"),
        limit(
            "blkioThrottles",
            "{readBps: {" + device + ": 8MiB}}",
            "{readBps: {" + device + ": 4MiB}, writeIops: {" + device + ": 100}}"));
  }

  private static List<FieldCase> ofTheRecord() {
    return List.of(
        field(META, "labels", "{tier: front}", "{tier: back}"),
        field(META, "annotations", "{org.example.a: b}", "{org.example.a: c}"),
        field(META, "healthCheck", "{command: ['true']}", "{command: ['true'], interval: 5s}"),
        field(META, "restart", "'no'", "on-failure:3"),
        field(META, "stopTimeout", "2s", "3s"),
        new FieldCase(
            "stopSignal",
            "stopSignal: KILL",
            "stopSignal: QUIT",
            "stopSignal: INT",
            List.of(META, META, META)),
        field(META, "pullPolicy", "never", "always"),
        field(META, "logging", "{maxSize: 1MiB, files: 3}", "{maxSize: 2MiB, files: 2}"),
        field(META, "dependsOn", "[image]", "[labels]"),
        field(META, "dns", "{servers: [192.0.2.53]}", "{search: [example.org]}"),
        field(META, "extraHosts", "{a.example.org: 192.0.2.1}", "{a.example.org: 192.0.2.2}"));
  }

  private static String blockDevice() throws IOException {
    try (DirectoryStream<Path> devices = Files.newDirectoryStream(Path.of("/sys/block"))) {
      for (Path device : devices) {
        Path node = Path.of("/dev").resolve(device.getFileName());
        if (Files.exists(node)) {
          return node.toString();
        }
      }
    }
    throw new AssertionError("the host has no block device to throttle");
  }
}
