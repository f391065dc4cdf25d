package dev.jpod.image;

import dev.jpod.host.Errno;
import dev.jpod.host.SystemCallException;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** Says in words why the operating system refused; the JDK's own messages are often only a path. */
public final class StoreFailure {
  private static final String OTHERWISE = "nothing was changed; the same command again resumes";

  private StoreFailure() {}

  /**
   * A failure for people.
   *
   * @param doing what could not be done, for example {@code cannot tag the image 'web'}
   */
  public static JpodException of(String doing, IOException cause) {
    if (cause instanceof HostileLayerException) {
      return new JpodException(
          Failure.REFUSED,
          doing + ": " + cause.getMessage(),
          "do not use this image; ask its maker for another one",
          cause);
    }
    return new JpodException(Failure.FAILED, doing + ": " + reason(cause), hint(cause), cause);
  }

  static String reason(IOException cause) {
    if (isDiskFull(cause)) {
      return "no space left on device";
    }
    if (cause instanceof FileSystemException refusal && refusal.getReason() != null) {
      return refusal.getReason().toLowerCase(Locale.ROOT) + ": '" + refusal.getFile() + "'";
    }
    return switch (cause) {
      case NoSuchFileException e -> "no such file: '" + e.getFile() + "'";
      case FileNotFoundException e -> "no such file: '" + e.getMessage() + "'";
      case AccessDeniedException e -> "permission denied: '" + e.getFile() + "'";
      default -> cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    };
  }

  private static String hint(IOException cause) {
    if (isDiskFull(cause)) {
      return "free space on the disk of the store, then repeat the command; nothing was changed";
    }
    boolean forbidden =
        cause instanceof AccessDeniedException
            || (cause instanceof SystemCallException call
                && (call.errno() == Errno.EACCES || call.errno() == Errno.EPERM));
    return forbidden ? "run jpod as the owner of the store" : OTHERWISE;
  }

  private static boolean isDiskFull(IOException cause) {
    if (cause instanceof SystemCallException call) {
      return call.errno() == Errno.ENOSPC || call.errno() == Errno.EDQUOT;
    }
    String message = cause.getMessage();
    return message != null
        && (message.contains("No space left on device") || message.contains("quota exceeded"));
  }
}
