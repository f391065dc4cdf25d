package dev.jpod.engine;

import dev.jpod.host.Programs;
import dev.jpod.store.ContainerRecord.OciRuntime;
import java.nio.file.Path;
import java.util.List;

/** The OCI runtimes that jpod knows. */
final class Runtimes {
  static final List<String> NAMES = List.of("runc", "crun");

  private Runtimes() {}

  /** The runtime that is asked for by name or absolute path. */
  static OciRuntime find(Programs programs, String asked) {
    Path path = programs.require(asked);
    return new OciRuntime(family(path.getFileName().toString()), path.toString());
  }

  /** The family that a program belongs to, by its file name. */
  static String family(String fileName) {
    return fileName.contains("crun") ? "crun" : "runc";
  }
}
