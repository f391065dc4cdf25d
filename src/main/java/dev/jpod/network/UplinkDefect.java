package dev.jpod.network;

import dev.jpod.host.Programs;
import dev.jpod.model.JpodException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What keeps pods of one who is not root from leaving their network, in the words in which
 * everybody says it.
 *
 * @param what one sentence
 * @param remedy what to do about it
 */
public record UplinkDefect(String what, String remedy) {
  private static final Path DEVICE = Path.of("/dev/net/tun");
  private static final String SO = ", so pods cannot leave their network";

  /**
   * All there are on this host. Starts nothing.
   *
   * @param asked what is to connect pods with the host
   */
  public static List<UplinkDefect> of(UplinkProgram asked, Programs programs) {
    return of(asked, programs, DEVICE);
  }

  static List<UplinkDefect> of(UplinkProgram asked, Programs programs, Path device) {
    List<UplinkDefect> defects = new ArrayList<>(0);
    List<String> takes = takes(asked);
    if (takes.stream().noneMatch(program -> programs.find(program) != null)) {
      String first = takes.getFirst();
      defects.add(
          new UplinkDefect(
              (takes.size() == 1 ? "" : "neither ")
                  + "'"
                  + String.join("' nor '", takes)
                  + "' is "
                  + (takes.size() == 1 ? "not " : "")
                  + "installed"
                  + SO,
              "on Debian: apt-get install " + Programs.debianPackage(first)));
    }
    if (!Files.exists(device)) {
      defects.add(
          new UplinkDefect(
              "there is no '" + DEVICE + "'" + SO,
              "as root: modprobe tun, and keep it in /etc/modules-load.d"));
    } else if (!Files.isReadable(device) || !Files.isWritable(device)) {
      defects.add(
          new UplinkDefect(
              "'" + DEVICE + "' is closed to ordinary users" + SO, "as root: chmod 666 " + DEVICE));
    }
    return defects;
  }

  /** The programs of which one is needed, the first choice first. */
  private static List<String> takes(UplinkProgram asked) {
    return switch (asked) {
      case INSTALLED -> List.of("slirp4netns", "pasta");
      case SLIRP4NETNS -> List.of("slirp4netns");
      case PASTA -> List.of("pasta");
    };
  }

  /**
   * Sees to it that there is none.
   *
   * @throws JpodException of kind REFUSED that says the first one
   */
  static void requireNone(UplinkProgram asked, Programs programs) {
    for (UplinkDefect defect : of(asked, programs)) {
      throw JpodException.refused(defect.what(), defect.remedy());
    }
  }
}
