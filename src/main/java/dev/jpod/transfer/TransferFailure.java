package dev.jpod.transfer;

import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says in a sentence why files could not be read or written. */
final class TransferFailure {
  private TransferFailure() {}

  /**
   * A failure for people.
   *
   * @param doing what could not be done, for example {@code cannot write 'oci:/tmp/layout'}
   */
  static JpodException of(String doing, IOException cause) {
    if (cause.getCause() instanceof JpodException known) {
      return known;
    }
    String reason = reason(cause);
    String hint =
        reason.contains("No space left")
            ? "free space there, then run the same command again; nothing was left behind"
            : cause instanceof AccessDeniedException ? "run jpod as the owner of that place" : "";
    return new JpodException(Failure.FAILED, doing + ": " + reason, hint, cause);
  }

  private static String reason(IOException cause) {
    return switch (cause) {
      case NoSuchFileException e -> "there is no '" + e.getFile() + "'";
      case AccessDeniedException e -> "permission denied: '" + e.getFile() + "'";
      case FileSystemException e when e.getReason() != null ->
          e.getReason() + ": '" + e.getFile() + "'";
      default -> String.valueOf(cause.getMessage());
    };
  }
}
