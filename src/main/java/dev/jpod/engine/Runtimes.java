package dev.jpod.engine;

import java.util.List;

/** The OCI runtimes that jpod knows. */
final class Runtimes {
  static final List<String> NAMES = List.of("runc", "crun");

  private Runtimes() {}

  /** The family that a program belongs to, by its file name. */
  static String family(String fileName) {
    return fileName.contains("crun") ? "crun" : "runc";
  }
}
