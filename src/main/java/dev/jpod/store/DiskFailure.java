package dev.jpod.store;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Turns what the file system refuses into a sentence that a person can act on. */
public final class DiskFailure {
  private DiskFailure() {}

  /**
   * The error for a file operation that failed.
   *
   * @param doing what was done to the file, for example {@code be written}
   */
  public static JpodException of(IOException cause, Path path, String doing) {
    String reason = reason(cause);
    return new JpodException(
        Failure.FAILED, "'" + path + "' could not " + doing + ": " + reason, hint(reason), cause);
  }

  private static String reason(IOException cause) {
    return switch (cause) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "no such file or directory";
      case FileSystemException e when e.getReason() != null -> lowerCaseStart(e.getReason());
      default -> cause.getMessage() == null ? "input/output error" : tail(cause.getMessage());
    };
  }

  private static String tail(@Nullable String message) {
    return message == null ? "" : lowerCaseStart(message.substring(message.lastIndexOf(": ") + 1));
  }

  private static String lowerCaseStart(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return "";
    }
    String stripped = text.strip();
    return Character.toLowerCase(stripped.charAt(0)) + stripped.substring(1);
  }

  private static String hint(String reason) {
    return switch (reason) {
      case "permission denied" -> "run jpod as root, or as the owner of the store";
      case "no space left on device", "disk quota exceeded" -> "free some disk space";
      case "read-only file system" -> "choose a store on a writable file system with --root";
      case "not a directory", "no such file or directory" ->
          "see what is there, or choose another store with --root";
      default -> "see whether the disk and its file system are well";
    };
  }
}
