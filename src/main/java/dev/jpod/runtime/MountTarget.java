package dev.jpod.runtime;

import dev.jpod.model.JpodException;
import java.util.ArrayList;
import java.util.List;

/** A place in a container where something can be mounted. */
final class MountTarget {
  private MountTarget() {}

  /**
   * The path without doubled, trailing and lone-dot parts.
   *
   * @throws JpodException for a relative path, one with {@code ..}, the root, and /proc and below,
   *     where a runtime mounts nothing else
   */
  static String checked(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/", -1)) {
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    boolean absolute = path.startsWith("/") && path.indexOf('\0') < 0;
    if (!absolute || parts.isEmpty() || parts.contains("..") || parts.getFirst().equals("proc")) {
      throw JpodException.refused(
          "nothing can be mounted at '" + path.replace('\0', '?') + "'",
          "name an absolute path below the root, without '..' and not in /proc");
    }
    return "/" + String.join("/", parts);
  }
}
