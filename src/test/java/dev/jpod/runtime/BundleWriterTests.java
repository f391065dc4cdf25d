package dev.jpod.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.model.IdMappings;
import dev.jpod.model.IdMappings.Range;
import dev.jpod.model.Instance.EnvEntry;
import dev.jpod.model.Mount;
import dev.jpod.model.NetworkMode;
import dev.jpod.model.ProcessSpec.Ulimit;
import dev.jpod.model.Resources;
import dev.jpod.model.Resources.BlkioThrottle;
import dev.jpod.model.Resources.BlkioThrottle.Kind;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One file for each feature says what it changes in the bundle of an ordinary container, which is
 * plain.json: pointer to new value, null for what is gone; mounts go by their destinations.
 */
class BundleWriterTests {
  private static final HostDevice FUSE = fuse("/dev/fuse");

  private static HostDevice fuse(String target) {
    return new HostDevice(
        "/dev/fuse",
        target,
        HostDevice.Type.CHARACTER,
        new DeviceNumber(10, 229),
        0666,
        0,
        0,
        "rw");
  }

  private static Map<String, Consumer<SampleContainer>> features() {
    Map<String, Consumer<SampleContainer>> cases = new LinkedHashMap<>();
    cases.put(
        "annotations",
        c -> {
          c.podAnnotations = Map.of("a", "pod", "b", "pod");
          c.annotations = Map.of("b", "container");
        });
    cases.put(
        "capabilities",
        c -> {
          c.added.add("CAP_SYS_ADMIN");
          c.dropped.add("CAP_CHOWN");
        });
    cases.put(
        "capabilities-none",
        c -> {
          c.dropped.add("ALL");
          c.added.add("CAP_KILL");
        });
    cases.put("cgroup-v2", c -> c.host = SampleContainer.withCgroups(CgroupVersion.V2, c.host));
    cases.put("devices", c -> c.devices = List.of(FUSE));
    cases.put(
        "devices-without-root",
        c -> {
          c.host = SampleContainer.inUserNamespace(c.host);
          c.devices = List.of(FUSE, fuse("/dev/another"));
        });
    cases.put(
        "environment",
        c -> {
          c.imageEnv = List.of("PATH=/opt/bin", "LANG=C", "EMPTY=", "no equals sign");
          c.env.put("LANG", EnvEntry.open("de_DE.UTF-8"));
          c.env.put("LOG_LEVEL", EnvEntry.open("info=1"));
        });
    cases.put(
        "entrypoint-of-the-image",
        c -> {
          c.entrypoint = List.of("/docker-entrypoint.sh");
          c.cmd = List.of("nginx", "-g", "daemon off;");
          c.imageWorkingDir = "srv";
        });
    cases.put(
        "command-drops-the-images-arguments",
        c -> {
          c.entrypoint = List.of("/docker-entrypoint.sh");
          c.cmd = List.of("nginx");
          c.command = List.of("httpd", "-f");
          c.workingDir = "/www";
          c.imageWorkingDir = "/srv";
        });
    cases.put(
        "args-follow-the-images-entrypoint",
        c -> {
          c.entrypoint = List.of("/docker-entrypoint.sh");
          c.cmd = List.of("nginx");
          c.args = List.of("nginx-debug");
        });
    cases.put(
        "files",
        c -> {
          c.files.add(SampleContainer.config("hosts", "/etc/hosts"));
          c.files.add(SampleContainer.config("site", "/etc/nginx/site.conf"));
          c.sources.put("/etc/hosts", MountSource.of("/store/files/hosts"));
          c.sources.put("/etc/nginx/site.conf", MountSource.of("/store/files/site"));
        });
    cases.put("host-network", c -> c.network = new NetworkMode.Host());
    cases.put("init", c -> c.init = true);
    cases.put(
        "limits",
        c -> {
          c.blockDevices = Map.of("/dev/sda", new DeviceNumber(8, 0));
          c.resources =
              new Resources(
                  512L << 20,
                  256L << 20,
                  null,
                  1500L,
                  2048L,
                  "0-1",
                  "0",
                  100L,
                  300,
                  List.of(
                      new BlkioThrottle(Kind.READ_BPS, "/dev/sda", 1000),
                      new BlkioThrottle(Kind.WRITE_IOPS, "/dev/sda", 10)));
        });
    cases.put(
        "limits-unlimited",
        c ->
            c.resources =
                new Resources(1L << 30, null, -1L, null, null, null, null, -1L, null, List.of()));
    cases.put(
        "mounts",
        c -> {
          c.mounts.add(new Mount.Tmpfs("/data/cache", 1024, 01777, List.of("noexec", "uid=7")));
          c.mounts.add(
              new Mount.Bind("/srv/./web", "/www//html/", List.of("ro"), Mount.Missing.REFUSE));
          c.mounts.add(new Mount.Volume(null, "/data", List.of("nocopy", "rslave")));
          c.mounts.add(new Mount.Tmpfs("/dev/shm", 0, 0700, List.of("exec", "dev", "suid")));
          c.sources.put("/www//html/", new MountSource("/srv/web", List.of("nosuid", "nodev")));
          c.sources.put("/data", MountSource.of("/store/volumes/x/data"));
        });
    cases.put("no-new-privileges", c -> c.noNewPrivileges = true);
    cases.put(
        "ordinary-user",
        c -> {
          c.user = new ContainerUser(1000, 1001, List.of(5L, 27L), "/home/app");
          c.added.add("CAP_NET_RAW");
        });
    cases.put(
        "privileged",
        c -> {
          c.privileged = true;
          c.devices = List.of(FUSE);
          c.seccomp = JsonNodeFactory.instance.objectNode();
        });
    cases.put("read-only", c -> c.readOnly = true);
    cases.put(
        "seccomp",
        c -> c.seccomp = JsonNodeFactory.instance.objectNode().put("defaultAction", "x"));
    cases.put(
        "sysctls",
        c -> {
          c.sysctls.put("net.ipv4.ping_group_range", "0 0");
          c.sysctls.put("kernel.shmmax", "1000");
          c.sysctls.put("fs.mqueue.msg_max", "20");
        });
    cases.put("tty", c -> c.tty = true);
    cases.put(
        "ulimits",
        c -> {
          c.ulimits.put("nofile", new Ulimit(1024, 2048));
          c.ulimits.put("core", new Ulimit(0, -1));
        });
    cases.put("user-namespace", c -> within(c, new Range(0, 100_000, 3), new Range(5, 200_000, 1)));
    cases.put(
        "user-namespace-of-the-hosts-network",
        c -> {
          within(c, new Range(0, 100_000, 1000));
          c.network = new NetworkMode.Host();
          c.devices = List.of(FUSE, fuse("/dev/another"));
        });
    return cases;
  }

  private static void within(SampleContainer container, Range... ranges) {
    IdMappings ids = new IdMappings(List.of(ranges), List.of(ranges));
    container.users = new UserNamespace("/run/pods/x/ns/user", ids);
    container.host = container.host.within(ids);
  }

  @Test
  void anOrdinaryContainer() throws IOException {
    assertThat(read(new SampleContainer())).isEqualTo(golden("plain"));
  }

  @TestFactory
  Stream<DynamicTest> aFeatureChangesOnlyWhatItIsAbout() {
    return features().entrySet().stream()
        .map(feature -> DynamicTest.dynamicTest(feature.getKey(), () -> changesAsWritten(feature)));
  }

  @Test
  void mountsComeAfterThoseThatTheyLieIn() {
    SampleContainer container = new SampleContainer();
    container.readOnly = true;
    Objects.requireNonNull(features().get("mounts")).accept(container);

    List<String> seen = new ArrayList<>();
    for (JsonNode mount : container.config().required("mounts")) {
      String destination = mount.required("destination").stringValue();
      assertThat(seen).noneMatch(earlier -> earlier.startsWith(destination + "/"));
      seen.add(destination);
    }
    assertThat(seen).contains("/data", "/data/cache").doesNotHaveDuplicates();
  }

  @Test
  void everyFileBelongsToACase() {
    Set<String> cases = new TreeSet<>(Set.of("plain.json"));
    features().keySet().forEach(name -> cases.add(name + ".json"));
    URL plain = Objects.requireNonNull(BundleWriterTests.class.getResource("bundle/plain.json"));

    assertThat(new File(plain.getPath()).getParentFile().list())
        .containsExactlyInAnyOrderElementsOf(cases);
  }

  private static void changesAsWritten(Map.Entry<String, Consumer<SampleContainer>> feature)
      throws IOException {
    SampleContainer container = new SampleContainer();
    feature.getValue().accept(container);

    ObjectNode changes = JsonNodeFactory.instance.objectNode();
    collect("", golden("plain"), read(container), changes);

    assertThat(changes).as(changes.toPrettyString()).isEqualTo(golden(feature.getKey()));
  }

  private static void collect(String at, JsonNode before, JsonNode after, ObjectNode changes) {
    Set<String> names = new TreeSet<>(before.propertyNames());
    names.addAll(after.propertyNames());
    for (String name : names) {
      String pointer = at + "/" + name;
      JsonNode old = before.path(name);
      JsonNode now = after.path(name);
      if (name.equals("mounts")) {
        collect(pointer + ":", byDestination(old), byDestination(now), changes);
      } else if (old.isObject() && now.isObject() && !at.startsWith("/mounts:")) {
        collect(pointer, old, now, changes);
      } else if (now.isMissingNode()) {
        changes.putNull(pointer);
      } else if (!old.equals(now)) {
        changes.set(pointer, now);
      }
    }
  }

  private static ObjectNode byDestination(JsonNode mounts) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    for (JsonNode mount : mounts) {
      json.set(mount.required("destination").stringValue().substring(1), mount);
    }
    return json;
  }

  /** The bundle as it is read back, in which numbers of all sizes are alike. */
  private static JsonNode read(SampleContainer container) {
    return JsonMapper.shared().readTree(container.config().toString());
  }

  private static JsonNode golden(String name) throws IOException {
    try (InputStream in = BundleWriterTests.class.getResourceAsStream("bundle/" + name + ".json")) {
      assertThat(in).as("bundle/%s.json", name).isNotNull();
      return JsonMapper.shared().readTree(in);
    }
  }
}
