package dev.jpod.manifest;

import dev.jpod.model.Security.Device;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A device of the host: {@code /dev/x}, {@code /dev/x:/dev/y}, {@code /dev/x:rw}, {@code
 * /dev/x:/dev/y:rwm} or {@code {source, target, permissions}}.
 */
final class DeviceReader {
  private static final String ALL = "rwm";

  private DeviceReader() {}

  static @Nullable Device read(Value item) {
    if (item.isMap()) {
      return longForm(item);
    }
    String text = item.line();
    if (text == null) {
      return null;
    }
    List<String> parts = Arrays.asList(text.split(":", -1));
    if (parts.size() > 3) {
      item.problem("'" + Quote.shortened(text) + "' has too many ':'", "write /dev/x:/dev/y:rwm");
      return null;
    }
    boolean targetGiven = parts.size() > 1 && parts.get(1).startsWith("/");
    if (parts.size() == 3 && !targetGiven) {
      item.problem(
          "'" + Quote.shortened(text) + "' has no path after the first ':'",
          "write /dev/x:/dev/y:rwm");
      return null;
    }
    String permissions =
        parts.size() == 3 ? parts.get(2) : parts.size() == 2 && !targetGiven ? parts.get(1) : ALL;
    return device(parts.getFirst(), targetGiven ? parts.get(1) : "", permissions, item);
  }

  private static @Nullable Device longForm(Value item) {
    MapReader map = new MapReader(item);
    Value sourceValue = map.require("source", "name a device of the host, such as /dev/fuse");
    String source = sourceValue == null ? null : sourceValue.line();
    String target = map.line("target");
    String permissions = map.line("permissions");
    map.finish();
    return source == null
        ? null
        : device(
            source, target == null ? "" : target, permissions == null ? ALL : permissions, item);
  }

  private static @Nullable Device device(
      String source, String target, String permissions, Value item) {
    String from = ContainerPaths.target(source, item);
    String to = target.isEmpty() ? from : ContainerPaths.target(target, item);
    String ordered = ordered(permissions);
    if (ordered.isEmpty() || ordered.length() != permissions.length()) {
      item.problem(
          "'" + Quote.shortened(permissions) + "' are not the permissions of a device",
          "write any of r, w and m, such as rw");
      return null;
    }
    return from == null || to == null ? null : new Device(from, to, ordered);
  }

  private static String ordered(String permissions) {
    StringBuilder ordered = new StringBuilder();
    for (int i = 0; i < ALL.length(); i++) {
      if (permissions.indexOf(ALL.charAt(i)) >= 0) {
        ordered.append(ALL.charAt(i));
      }
    }
    return ordered.toString();
  }
}
