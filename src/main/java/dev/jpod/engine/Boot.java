package dev.jpod.engine;

import dev.jpod.host.DurableFile;
import dev.jpod.host.FileTree;
import dev.jpod.host.Mounts;
import dev.jpod.host.ProcFs;
import dev.jpod.host.RecordLock;
import dev.jpod.store.DiskFailure;
import dev.jpod.store.StoreLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Whether what is below runroot was written since the host was booted. */
final class Boot {
  /** What may be lost. */
  enum Loss {
    REBOOT,
    RUN_FOLDER
  }

  private final StoreLayout layout;
  private final AtomicBoolean checked = new AtomicBoolean();

  Boot(StoreLayout layout) {
    this.layout = layout;
  }

  /** Whether everything that the store takes for running ran before the last boot. */
  boolean isPast() {
    String recorded = Vitals.text(layout.bootId());
    return recorded != null && !recorded.strip().equals(current());
  }

  /**
   * Throws away what an earlier boot left below runroot. Called before anything is written there.
   */
  void ensureCurrent() {
    if (checked.get()) {
      return;
    }
    String current = current();
    try {
      if (!current.equals(recorded())) {
        Files.createDirectories(layout.runroot());
        try (RecordLock _ = RecordLock.exclusive(layout.runroot().resolve("boot.lock"))) {
          String recorded = recorded();
          if (recorded != null && !recorded.equals(current)) {
            discard();
          }
          DurableFile.writeSoon(
              layout.bootId(),
              (current + "\n").getBytes(StandardCharsets.US_ASCII),
              PosixFilePermissions.fromString("rw-r--r--"));
        }
      }
    } catch (IOException e) {
      throw DiskFailure.of(e, layout.runroot(), "be prepared");
    }
    checked.set(true);
  }

  /**
   * What took the process away that was there at that time, and that nobody ended: with a reboot or
   * with the end of a session goes what is below runroot.
   */
  static Loss loss(Instant lastSeen) {
    return lastSeen.isBefore(time()) ? Loss.REBOOT : Loss.RUN_FOLDER;
  }

  /** When the host was booted; the epoch where the kernel does not say it. */
  private static Instant time() {
    String uptime = Vitals.text(Path.of("/proc/uptime"));
    if (uptime == null) {
      return Instant.EPOCH;
    }
    long millis = (long) (Double.parseDouble(uptime.split(" ", 2)[0]) * 1000);
    return Instant.now().minusMillis(millis);
  }

  private void discard() throws IOException {
    for (Path folder :
        List.of(
            layout.runroot().resolve("containers"),
            layout.runroot().resolve("runtime"),
            layout.runroot().resolve("pods"),
            layout.networkRun())) {
      Mounts.detachBelow(folder);
      FileTree.delete(folder);
    }
  }

  private @Nullable String recorded() {
    String text = Vitals.text(layout.bootId());
    return text == null ? null : text.strip();
  }

  private String current() {
    try {
      return ProcFs.bootId();
    } catch (IOException e) {
      throw DiskFailure.of(e, Path.of("/proc/sys/kernel/random/boot_id"), "be read");
    }
  }
}
