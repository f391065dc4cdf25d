package dev.jpod.manifest;

import dev.jpod.model.Mount;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The short forms {@code source:target[:options]}, {@code target} for an anonymous volume, and
 * {@code target[:options]} for a file system in memory. A source that starts with {@code /}, {@code
 * .} or {@code ~} is a path of the host, any other is the name of a volume.
 */
final class ShortMounts {
  private ShortMounts() {}

  static @Nullable Mount read(Value item) {
    String text = item.line();
    if (text == null) {
      return null;
    }
    List<String> parts = Arrays.asList(text.split(":", -1));
    if (parts.size() > 3) {
      item.problem(
          "'" + Quote.shortened(text) + "' has too many ':'", "write source:target[:options]");
      return null;
    }
    if (parts.size() == 1) {
      String target = ContainerPaths.target(text, item);
      return target == null ? null : new Mount.Volume(null, target, List.of());
    }
    String source = parts.get(0);
    String target = ContainerPaths.target(parts.get(1), item);
    String optionText = parts.size() == 3 ? parts.get(2) : "";
    if (HostPaths.isPath(source)) {
      List<String> options = MountOptions.read(optionText, MountOptions.OF_BINDS, item);
      String path = HostPaths.resolve(source, item);
      return path == null || target == null
          ? null
          : new Mount.Bind(path, target, options, Mount.Missing.REFUSE);
    }
    List<String> options = MountOptions.read(optionText, MountOptions.OF_VOLUMES, item);
    return target == null ? null : new Mount.Volume(source, target, options);
  }

  static @Nullable Mount tmpfs(Value item) {
    String text = item.line();
    if (text == null) {
      return null;
    }
    int colon = text.indexOf(':');
    String target = ContainerPaths.target(colon < 0 ? text : text.substring(0, colon), item);
    String options = colon < 0 ? "" : text.substring(colon + 1);
    return target == null ? null : MountOptions.tmpfs(target, options, item);
  }
}
