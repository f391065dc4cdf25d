package dev.jpod.doctor;

import dev.jpod.host.Programs;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The programs without which no container runs. */
public final class NeededPrograms {
  private static final List<String> ALWAYS =
      List.of(
          "conmon", "cp", "date", "flock", "ln", "mount", "mv", "rm", "setpriv", "setsid", "sh",
          "sleep", "umount", "wc");

  private NeededPrograms() {}

  /**
   * Those that are not there.
   *
   * @param runtime the OCI runtime, by name or path
   */
  public static List<String> missing(Programs programs, String runtime) {
    List<String> missing = new ArrayList<>();
    for (String program : ALWAYS) {
      if (programs.find(program) == null) {
        missing.add(program);
      }
    }
    if (programs.find(runtime) == null) {
      missing.add(runtime);
    }
    return missing;
  }

  /** What installs these programs. */
  public static String remedy(List<String> missing) {
    Set<String> packages = new TreeSet<>();
    for (String program : missing) {
      packages.add(Programs.debianPackage(program.substring(program.lastIndexOf('/') + 1)));
    }
    return "on Debian: apt-get install " + String.join(" ", packages);
  }
}
