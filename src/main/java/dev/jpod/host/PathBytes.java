package dev.jpod.host;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Paths as the JDK itself hands them to the kernel. */
final class PathBytes {
  private PathBytes() {}

  static byte[] of(Path path) {
    String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
    return path.toString().getBytes(Charset.forName(encoding, StandardCharsets.UTF_8));
  }
}
