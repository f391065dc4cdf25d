package dev.jpod;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;

/** What the pure core must not touch: files, sockets, processes, clocks, chance and settings. */
final class OutsideWorld {
  private static final Set<String> PURE_IO =
      Set.of(
          "java.io.ByteArrayInputStream",
          "java.io.ByteArrayOutputStream",
          "java.io.IOException",
          "java.io.InputStream",
          "java.io.OutputStream",
          "java.io.Reader",
          "java.io.Serializable",
          "java.io.StringReader",
          "java.io.StringWriter",
          "java.io.UncheckedIOException",
          "java.io.Writer");

  private static final Set<String> PURE_FILE = Set.of("java.nio.file.Path");

  private static final Set<String> PURE_NET = Set.of("java.net.URI", "java.net.URISyntaxException");

  private static final Set<String> IMPURE =
      Set.of(
          "java.lang.Process",
          "java.lang.ProcessBuilder",
          "java.lang.ProcessHandle",
          "java.lang.Runtime",
          "java.lang.Thread",
          "java.security.SecureRandom",
          "java.time.Clock",
          "java.util.Date",
          "java.util.Random",
          "java.util.SplittableRandom",
          "java.util.concurrent.ThreadLocalRandom");

  private static final Set<String> PURE_SYSTEM_CALLS = Set.of("arraycopy", "identityHashCode");

  private static final Set<String> PATH_CALLS_TO_DISK =
      Set.of("register", "toAbsolutePath", "toFile", "toRealPath");

  private OutsideWorld() {}

  /** Whether the type is a way out of the process. */
  static boolean has(JavaClass type) {
    String name = type.getName();
    return switch (type.getPackageName()) {
      case "java.io" -> !PURE_IO.contains(name);
      case "java.nio.file" -> !PURE_FILE.contains(name);
      case "java.net" -> !PURE_NET.contains(name);
      case "java.net.http", "java.nio.channels", "java.nio.file.attribute", "java.lang.foreign" ->
          true;
      default -> IMPURE.contains(name) || name.startsWith("jnr.");
    };
  }

  /** Whether the access asks something that may answer differently the next time. */
  static boolean isAskedBy(JavaAccess<?> access) {
    String name = access.getName();
    return switch (access.getTargetOwner().getName()) {
      case "java.lang.System" -> !PURE_SYSTEM_CALLS.contains(name);
      case "java.lang.Math", "java.lang.StrictMath" -> name.equals("random");
      case "java.util.UUID" -> name.equals("randomUUID");
      case "java.nio.file.Path" -> PATH_CALLS_TO_DISK.contains(name);
      default ->
          name.equals("now") && access.getTargetOwner().getPackageName().startsWith("java.time");
    };
  }
}
