package dev.jpod.cli;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Says in a sentence what the operating system refused. */
final class IoFailure {
  private IoFailure() {}

  /** That something about a file did not work. */
  static JpodException of(String what, Path file, IOException cause) {
    return new JpodException(
        Failure.FAILED, what + ": '" + file + "': " + reason(cause), hint(cause), cause);
  }

  /** That something did not work. */
  static JpodException of(String what, IOException cause) {
    String file =
        cause instanceof FileSystemException at && at.getFile() != null
            ? "'" + at.getFile() + "': "
            : "";
    return new JpodException(
        Failure.FAILED, what + ": " + file + reason(cause), hint(cause), cause);
  }

  private static String reason(IOException cause) {
    return switch (cause) {
      case NoSuchFileException _ -> "there is no such file";
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException failure when failure.getReason() != null -> failure.getReason();
      default -> String.valueOf(cause.getMessage());
    };
  }

  private static String hint(IOException cause) {
    if (cause instanceof AccessDeniedException) {
      return "run jpod as root, or as the owner of the file";
    }
    String reason = reason(cause);
    return reason.contains("No space left")
        ? "free space on the disk, then run the same command again"
        : "";
  }
}
