package dev.jpod.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Another process that tries for a lock. */
final class RecordLockHolder {
  private RecordLockHolder() {}

  /** {@code free} or {@code busy}, as another process finds the lock. */
  static String tryExclusive(Path file) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                RecordLockHolder.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String word = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return word.strip();
  }

  public static void main(String[] args) throws IOException {
    try (RecordLock lock = RecordLock.tryExclusive(Path.of(args[0]))) {
      System.out.println(lock == null ? "busy" : "free");
    }
  }
}
