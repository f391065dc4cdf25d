package dev.jpod.manifest;

import dev.jpod.model.NetworkMode;
import dev.jpod.model.Security;
import dev.jpod.model.Security.Seccomp;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a container may do: capabilities, privileges, system calls, sysctls, devices. */
final class SecurityReader {
  private SecurityReader() {}

  static Security read(MapReader map, NetworkMode network) {
    Set<String> added = Set.of();
    Set<String> dropped = Set.of();
    Value capabilities = map.get("capabilities");
    if (capabilities != null) {
      MapReader fields = new MapReader(capabilities);
      added = Capabilities.read(fields, "add");
      dropped = Capabilities.read(fields, "drop");
      for (String both : added) {
        if (dropped.contains(both)) {
          capabilities.problem("'" + both + "' is both added and dropped", "remove one of them");
        }
      }
      fields.finish();
    }
    return new Security(
        added,
        dropped,
        map.flag("privileged"),
        map.flag("readOnly"),
        map.flag("noNewPrivileges"),
        seccomp(map),
        SysctlReader.read(map, network),
        devices(map));
  }

  private static Seccomp seccomp(MapReader map) {
    Value value = map.get("seccomp");
    String text = value == null ? null : value.line();
    if (value == null || text == null || text.equals("default")) {
      return new Seccomp.Default();
    }
    if (text.equals("unconfined")) {
      return new Seccomp.Unconfined();
    }
    if (text.indexOf('/') < 0 && !text.endsWith(".json")) {
      String hint = Spelling.hint(text, List.of("default", "unconfined"));
      value.problem(
          "'" + Quote.shortened(text) + "' is not default, unconfined or the path of a profile",
          hint.isEmpty() ? "write a path such as ./profile.json" : hint);
      return new Seccomp.Default();
    }
    String path = HostPaths.resolve(text, value);
    return path == null ? new Seccomp.Default() : new Seccomp.Profile(path);
  }

  private static List<Security.Device> devices(MapReader map) {
    List<Security.Device> devices = new ArrayList<>();
    for (Value item : map.items("devices")) {
      Security.Device device = DeviceReader.read(item);
      if (device != null) {
        devices.add(device);
        String owner = map.map().path();
        item.document().reading().stands(owner + ".devices." + device.target(), item.place());
      }
    }
    return devices;
  }
}
