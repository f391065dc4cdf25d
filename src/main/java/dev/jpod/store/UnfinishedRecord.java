package dev.jpod.store;

import dev.jpod.json.JsonTree;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;

/**
 * Tells the record of a container whose making a power cut ended from one that was whole once.
 *
 * <p>Only a container's first record is written without waiting for the disk, and nothing happens
 * to a container before its next one, which is. So a torn record counts as unfinished when the
 * container has no trace of a start or a stop; with such a trace, the disk has damaged a record
 * that somebody still needs.
 */
final class UnfinishedRecord {
  private static final String END = "\n}\n";

  private UnfinishedRecord() {}

  /** Whether a record is what a power cut leaves of a container that was being made. */
  static boolean is(byte[] text, StoreLayout layout, String id) {
    return isTorn(text) && !wasUsed(layout.container(id), layout.containerRun(id));
  }

  /** Empty, filled with zeros, or the beginning of an object without its end. */
  static boolean isTorn(byte[] text) {
    int end = text.length;
    while (end > 0 && text[end - 1] == 0) {
      end--;
    }
    if (end == 0 || text[0] == 0) {
      return true;
    }
    return text[0] == '{' && !endsAsWritten(text, end) && !isJson(text);
  }

  private static boolean isJson(byte[] text) {
    try {
      JsonTree.read(text);
      return true;
    } catch (JacksonException e) {
      return false;
    }
  }

  private static boolean endsAsWritten(byte[] text, int end) {
    if (end < END.length()) {
      return false;
    }
    for (int i = 0; i < END.length(); i++) {
      if (text[end - END.length() + i] != END.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Mounting its root file system alone puts something into the overlay's {@code work}. */
  private static boolean wasUsed(Path bundle, Path run) {
    for (Path trace :
        List.of(
            bundle.resolve("state"),
            bundle.resolve("stopped"),
            run.resolve("attempt"),
            run.resolve("started"))) {
      if (Files.exists(trace)) {
        return true;
      }
    }
    return hasEntries(bundle.resolve("upper")) || hasEntries(bundle.resolve("work"));
  }

  private static boolean hasEntries(Path folder) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      return entries.iterator().hasNext();
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw DiskFailure.of(e, folder, "be read");
    }
  }
}
