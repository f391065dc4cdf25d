package dev.jpod.runtime;

import dev.jpod.model.Instance.GrantedFile;
import dev.jpod.model.JpodException;
import dev.jpod.model.Mount;
import dev.jpod.model.NetworkMode;
import dev.jpod.model.Security;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The mounts of a container, parents before children. What the manifest mounts takes the place of
 * the engine's own mount at the same path.
 */
final class MountsJson {
  /** The places that stay writable in a read-only root, with the modes of empty ones. */
  private static final Map<String, String> TEMPORARY =
      Map.of("/run", "mode=755", "/tmp", "mode=1777", "/var/tmp", "mode=1777");

  private final BundleRequest request;
  private final Map<String, ObjectNode> byTarget = new LinkedHashMap<>();

  /** The group of terminals, by old custom. */
  private static final int TERMINALS = 5;

  private MountsJson(BundleRequest request) {
    this.request = request;
  }

  static ArrayNode of(BundleRequest request) {
    MountsJson mounts = new MountsJson(request);
    mounts.addKernelFileSystems();
    mounts.addFilesOfTheEngine();
    mounts.addDevices();
    mounts.addAsked();
    List<ObjectNode> sorted = new ArrayList<>(mounts.byTarget.values());
    sorted.sort(Comparator.comparingInt(MountsJson::depth).thenComparing(MountsJson::target));
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    json.addAll(sorted);
    return json;
  }

  private void addKernelFileSystems() {
    boolean privileged = security().privileged();
    String access = privileged ? "rw" : "ro";
    add("/proc", "proc", "proc", List.of("nosuid", "noexec", "nodev"));
    add(
        "/dev",
        "tmpfs",
        "tmpfs",
        List.of("nosuid", "noexec", "strictatime", "mode=755", "size=65536k"));
    addSys(access);
    List<String> terminals =
        new ArrayList<>(List.of("nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620"));
    if (request.host().highestGroup() >= TERMINALS) {
      terminals.add("gid=" + TERMINALS);
    }
    add("/dev/pts", "devpts", "devpts", terminals);
    add("/dev/mqueue", "mqueue", "mqueue", List.of("nosuid", "noexec", "nodev"));
    addSharedMemory();
    add(
        "/sys/fs/cgroup",
        "cgroup",
        "cgroup",
        List.of("rprivate", "nosuid", "noexec", "nodev", "relatime", access));
  }

  /** Of a network namespace that is not its own, a user namespace may mount no sysfs. */
  private void addSys(String access) {
    boolean foreign =
        request.host().isInUserNamespace()
            && request.instance().pod().network() instanceof NetworkMode.Host;
    if (foreign) {
      add("/sys", "bind", "/sys", List.of("rbind", "rslave", "nosuid", "noexec", "nodev", access));
    } else {
      add("/sys", "sysfs", "sysfs", List.of("nosuid", "noexec", "nodev", access));
    }
  }

  private void addSharedMemory() {
    String shared = request.sources().sharedMemory();
    if (shared == null) {
      List<String> options = List.of("nosuid", "noexec", "nodev", "mode=1777", "size=65536k");
      add("/dev/shm", "tmpfs", "shm", options);
    } else {
      add("/dev/shm", "bind", shared, List.of("bind", "rprivate", "nosuid", "nodev", "noexec"));
    }
  }

  private void addFilesOfTheEngine() {
    MountSources sources = request.sources();
    List<String> options =
        new ArrayList<>(List.of("bind", "rprivate", "nosuid", "nodev", "noexec"));
    options.add(security().readOnlyRoot() ? "ro" : "rw");
    add("/etc/hosts", "bind", sources.hosts(), options);
    add("/etc/resolv.conf", "bind", sources.resolvConf(), options);
    add("/etc/hostname", "bind", sources.hostname(), options);
    if (security().readOnlyRoot()) {
      TEMPORARY.forEach(
          (target, mode) ->
              add(target, "tmpfs", "tmpfs", List.of("nosuid", "nodev", "tmpcopyup", mode)));
    }
    if (request.instance().container().process().init()) {
      if (sources.init() == null) {
        throw JpodException.refused(
            "the container "
                + request.instance().key()
                + " asks for an init, but the host has none",
            "install the package catatonit, or take init out");
      }
      add(
          ProcessJson.INIT,
          "bind",
          sources.init(),
          List.of("bind", "rprivate", "nosuid", "nodev", "ro"));
    }
  }

  private void addDevices() {
    for (HostDevice device : request.devices()) {
      if (device.isMounted(request.host())) {
        List<String> options = List.of("bind", "rprivate", "nosuid", "noexec");
        add(MountTarget.checked(device.target()), "bind", device.source(), options);
      }
    }
  }

  private void addAsked() {
    Map<String, ObjectNode> asked = new LinkedHashMap<>();
    for (Mount mount : request.instance().container().mounts()) {
      String target = MountTarget.checked(mount.target());
      ObjectNode json =
          switch (mount) {
            case Mount.Bind bind -> bind(target, bind.target(), bind.options());
            case Mount.Volume volume -> bind(target, volume.target(), volume.options());
            case Mount.Tmpfs tmpfs -> tmpfs(target, tmpfs);
          };
      requireFirst(asked.put(target, json) == null, target);
    }
    for (GrantedFile file : request.instance().files()) {
      String target = MountTarget.checked(file.grant().target());
      MountSource source = source(file.grant().target());
      List<String> options = List.of("bind", "rprivate", "ro", "nosuid", "nodev", "noexec");
      ObjectNode json = mount(target, "bind", source.path(), options);
      requireFirst(asked.put(target, json) == null, target);
    }
    byTarget.putAll(asked);
  }

  private ObjectNode bind(String target, String asked, List<String> options) {
    MountSource source = source(asked);
    return mount(
        target, "bind", source.path(), MountOptions.bind(target, options, source.inherited()));
  }

  private static ObjectNode tmpfs(String target, Mount.Tmpfs tmpfs) {
    List<String> options = new ArrayList<>(MountOptions.tmpfs(target, tmpfs.options()));
    options.add("mode=" + Integer.toOctalString(tmpfs.mode()));
    if (tmpfs.size() > 0) {
      options.add("size=" + tmpfs.size());
    }
    return mount(target, "tmpfs", "tmpfs", options);
  }

  private void add(String target, String type, String source, List<String> options) {
    byTarget.put(target, mount(target, type, source, options));
  }

  private static ObjectNode mount(String target, String type, String source, List<String> options) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("destination", target).put("type", type).put("source", source);
    ArrayNode array = json.putArray("options");
    options.forEach(array::add);
    return json;
  }

  private MountSource source(String target) {
    MountSource source = request.sources().byTarget().get(target);
    if (source == null) {
      throw new IllegalArgumentException("no source is known for the mount at '" + target + "'");
    }
    return source;
  }

  private Security security() {
    return request.instance().container().security();
  }

  private static void requireFirst(boolean first, String target) {
    if (!first) {
      throw JpodException.refused(
          "two mounts have the same place '" + target + "'", "give one of them another target");
    }
  }

  private static int depth(ObjectNode mount) {
    return (int) target(mount).chars().filter(c -> c == '/').count();
  }

  private static String target(ObjectNode mount) {
    return mount.required("destination").stringValue();
  }
}
