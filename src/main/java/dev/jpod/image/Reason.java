package dev.jpod.image;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says in words why the operating system refused; the JDK's own messages are often only a path. */
final class Reason {
  private Reason() {}

  static String of(IOException cause) {
    if (cause instanceof FileSystemException refusal && refusal.getReason() != null) {
      return refusal.getReason();
    }
    return switch (cause) {
      case NoSuchFileException e -> "no such file";
      case FileNotFoundException e -> "no such file";
      case AccessDeniedException e -> "permission denied";
      default -> cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    };
  }
}
