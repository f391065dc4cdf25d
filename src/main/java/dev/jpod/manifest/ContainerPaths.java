package dev.jpod.manifest;

import org.jspecify.annotations.Nullable;

/** Paths inside a container: absolute and without {@code ..}. */
final class ContainerPaths {
  private static final int LONGEST = 4095;

  private ContainerPaths() {}

  /** The path without empty parts and a slash at the end; null, with a problem, if it is none. */
  static @Nullable String read(Value value) {
    String text = value.line();
    return text == null ? null : check(text, value);
  }

  /** Like {@link #read}, for something that cannot take the place of the whole root. */
  static @Nullable String target(Value value) {
    String text = value.line();
    return text == null ? null : target(text, value);
  }

  static @Nullable String target(String text, Value value) {
    String path = check(text, value);
    if (path != null && path.equals("/")) {
      value.problem("cannot be mounted over the container's root", "choose a folder below '/'");
      return null;
    }
    return path;
  }

  static @Nullable String check(String text, Value value) {
    if (!text.startsWith("/")) {
      value.problem("'" + Quote.shortened(text) + "' is not an absolute path", "start it with '/'");
      return null;
    }
    if (hasDots(text)) {
      value.problem(
          "'" + Quote.shortened(text) + "' has '.' or '..' in it", "write the plain path");
      return null;
    }
    if (text.length() > LONGEST) {
      value.problem("is a path of more than 4095 characters", "choose a shorter one");
      return null;
    }
    return HostPaths.join("/", text);
  }

  private static boolean hasDots(String path) {
    return path.contains("/../")
        || path.contains("/./")
        || path.endsWith("/..")
        || path.endsWith("/.");
  }
}
