package dev.jpod.network;

import dev.jpod.model.JpodException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** The interfaces of the host, as the kernel shows them in files. */
public final class HostInterfaces {
  private static final Path CLASS = Path.of("/sys/class/net");

  private HostInterfaces() {}

  /** The names of all that there are now. Starts nothing. */
  public static Set<String> names() {
    Set<String> names = new HashSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(CLASS)) {
      entries.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
    } catch (IOException e) {
      throw JpodException.failed(
          "the host's interfaces could not be listed: " + e.getMessage(),
          "see whether /sys is mounted");
    }
    return names;
  }
}
