package dev.jpod.runtime;

import dev.jpod.model.NetworkMode;
import dev.jpod.model.Pod.Namespace;
import dev.jpod.model.Security;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The OCI {@code linux} object: namespaces, limits, devices and what is hidden. */
final class LinuxJson {
  private static final List<String> MASKED =
      List.of(
          "/proc/acpi",
          "/proc/asound",
          "/proc/interrupts",
          "/proc/kcore",
          "/proc/keys",
          "/proc/latency_stats",
          "/proc/sched_debug",
          "/proc/scsi",
          "/proc/timer_list",
          "/proc/timer_stats",
          "/sys/dev/block",
          "/sys/devices/virtual/powercap",
          "/sys/firmware",
          "/sys/fs/selinux");

  private static final List<String> READ_ONLY =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  private LinuxJson() {}

  static ObjectNode of(BundleRequest request) {
    Security security = request.instance().container().security();
    NetworkMode network = request.instance().pod().network();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode resources =
        ResourcesJson.forBundle(
            request.instance().container().resources(), request.blockDevices(), request.host());
    if (!request.cgroupsPath().isEmpty()) {
      json.put("cgroupsPath", request.cgroupsPath());
      resources.set("devices", deviceRules(security, request.devices()));
      json.set("resources", resources);
    }
    ArrayNode namespaces = namespaces(request);
    if (request.users() != null) {
      request.users().addTo(json, namespaces);
    }
    json.set("namespaces", namespaces);
    Map<String, String> sysctls = Sysctls.of(security.sysctls(), network, request.host());
    if (!sysctls.isEmpty()) {
      ObjectNode object = json.putObject("sysctl");
      sysctls.forEach(object::put);
    }
    ArrayNode devices = devices(request);
    if (!devices.isEmpty()) {
      json.set("devices", devices);
    }
    if (!security.privileged()) {
      json.set("maskedPaths", strings(MASKED));
      json.set("readonlyPaths", strings(READ_ONLY));
      if (request.seccomp() != null) {
        json.set("seccomp", request.seccomp());
      }
    }
    return json;
  }

  private static ArrayNode namespaces(BundleRequest request) {
    ArrayNode namespaces = JsonNodeFactory.instance.arrayNode();
    add("pid", Namespace.PID, request, namespaces);
    add("ipc", Namespace.IPC, request, namespaces);
    add("uts", Namespace.UTS, request, namespaces);
    namespaces.addObject().put("type", "mount");
    switch (request.instance().pod().network()) {
      case NetworkMode.Host _ -> {}
      case NetworkMode.None _, NetworkMode.Default _, NetworkMode.Attached _ ->
          add("network", Namespace.NET, request, namespaces);
    }
    switch (request.host().cgroups()) {
      case V1 -> {}
      case V2 -> add("cgroup", Namespace.CGROUP, request, namespaces);
    }
    return namespaces;
  }

  private static void add(
      String type, Namespace namespace, BundleRequest request, ArrayNode namespaces) {
    ObjectNode json = namespaces.addObject().put("type", type);
    String path = request.joined().get(namespace);
    if (path != null) {
      json.put("path", path);
    }
  }

  /** Nothing but what the runtime itself allows and what was asked for; all for the privileged. */
  private static ArrayNode deviceRules(Security security, List<HostDevice> devices) {
    ArrayNode rules = JsonNodeFactory.instance.arrayNode();
    rules.addObject().put("allow", security.privileged()).put("access", "rwm");
    if (!security.privileged()) {
      for (HostDevice device : devices) {
        rules
            .addObject()
            .put("allow", true)
            .put("type", device.type().letter())
            .put("major", device.number().major())
            .put("minor", device.number().minor())
            .put("access", device.permissions());
      }
    }
    return rules;
  }

  private static ArrayNode devices(BundleRequest request) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    for (HostDevice device : request.devices()) {
      if (device.isMounted(request.host())) {
        continue;
      }
      json.addObject()
          .put("path", device.target())
          .put("type", device.type().letter())
          .put("major", device.number().major())
          .put("minor", device.number().minor())
          .put("fileMode", device.mode())
          .put("uid", device.uid())
          .put("gid", device.gid());
    }
    return json;
  }

  private static ArrayNode strings(List<String> texts) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    texts.forEach(array::add);
    return array;
  }
}
