package dev.jpod.cli;

import dev.jpod.model.JpodException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Archives that are named by a file, or come from standard input. */
final class ImportSource {
  private ImportSource() {}

  /**
   * Opens a file, or standard input for {@code -}.
   *
   * @param accepted what to give, for the hint when there is no such file
   */
  static InputStream open(String source, String accepted, Wiring wiring) {
    if (source.equals("-")) {
      return standardInput(wiring.console());
    }
    Path file = existing(source, accepted, wiring);
    try {
      if (Files.isDirectory(file)) {
        throw JpodException.failed(
            "'" + file + "' is a folder, not an archive", "pack it: tar -C " + file + " -c .");
      }
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw IoFailure.of("the archive could not be opened", file, e);
    }
  }

  /** The place of a file or folder that must be there. */
  static Path existing(String source, String accepted, Wiring wiring) {
    Path file = wiring.around().directory().resolve(source);
    if (!Files.exists(file)) {
      throw JpodException.failed(
          "there is no file '" + source + "'", "give " + accepted + ", or - for standard input");
    }
    return file;
  }

  /** Standard input, unless it cannot be an archive: nobody types one. */
  static InputStream standardInput(Console console) {
    if (console.terminals().in()) {
      throw WrongUsage.usage(
          "there is no archive on standard input", "name a file, or pipe an archive in");
    }
    PushbackInputStream in = new PushbackInputStream(console.in());
    try {
      int first = in.read();
      if (first < 0) {
        throw JpodException.failed("standard input is empty", "name a file, or pipe an archive in");
      }
      in.unread(first);
      return in;
    } catch (IOException e) {
      throw IoFailure.of("standard input could not be read", e);
    }
  }
}
