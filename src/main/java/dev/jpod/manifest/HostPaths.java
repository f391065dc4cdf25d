package dev.jpod.manifest;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Paths of the host, made absolute by arithmetic alone: no file is looked at. */
final class HostPaths {
  private HostPaths() {}

  /**
   * The absolute path that the value names, from its file's folder; null, with a problem, if none.
   */
  static @Nullable String read(Value value) {
    String text = value.line();
    return text == null ? null : resolve(text, value);
  }

  static @Nullable String resolve(String text, Value value) {
    if (text.isEmpty()) {
      value.problem("is an empty path", "write a path such as ./data or /srv/data");
      return null;
    }
    if (text.charAt(0) != '~') {
      return join(value.document().baseFolder(), text);
    }
    String home = value.document().reading().home();
    if (text.length() > 1 && text.charAt(1) != '/') {
      value.problem("'" + text + "' names another user's home folder", "write the path in full");
      return null;
    }
    if (home == null || !home.startsWith("/")) {
      value.problem("'~' has no meaning, because HOME is not set", "write the path in full");
      return null;
    }
    return join(home, text.length() > 2 ? text.substring(2) : "");
  }

  /** The path without {@code .}, {@code ..} and empty parts; above the root is the root. */
  static String join(String folder, String path) {
    List<String> parts = new ArrayList<>();
    if (path.startsWith("/")) {
      addParts(path, parts);
    } else {
      addParts(folder, parts);
      addParts(path, parts);
    }
    return "/" + String.join("/", parts);
  }

  /** Whether a short form's source is a path rather than the name of a volume. */
  static boolean isPath(String text) {
    return text.startsWith("/") || text.startsWith(".") || text.startsWith("~");
  }

  private static void addParts(String path, List<String> parts) {
    int at = 0;
    while (at <= path.length()) {
      int slash = path.indexOf('/', at);
      int end = slash < 0 ? path.length() : slash;
      String part = path.substring(at, end);
      if (part.equals("..")) {
        if (!parts.isEmpty()) {
          parts.removeLast();
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
      at = end + 1;
    }
  }
}
