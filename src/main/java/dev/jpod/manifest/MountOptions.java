package dev.jpod.manifest;

import dev.jpod.model.Mount;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Comma-separated mount options, each of a known list. */
final class MountOptions {
  /** Options of every mount. */
  private static final String COMMON =
      " ro rw exec noexec suid nosuid dev nodev atime noatime relatime norelatime ";

  static final String OF_BINDS =
      COMMON + "bind rbind private rprivate shared rshared slave rslave ";

  static final String OF_VOLUMES = COMMON + "nocopy private rprivate shared rshared slave rslave ";

  static final String OF_TMPFS = COMMON;

  static final int TMPFS_MODE = 01777;

  private MountOptions() {}

  static List<String> read(String text, String known, Value item) {
    if (text.isEmpty()) {
      return List.of();
    }
    List<String> options = new ArrayList<>();
    for (String option : text.split(",", -1)) {
      if (isKnown(option, known)) {
        options.add(option);
      } else {
        item.problem(
            "the mount option '" + Quote.shortened(option) + "' is not known", hint(option, known));
      }
    }
    if (options.contains("ro") && options.contains("rw")) {
      item.problem("is both 'ro' and 'rw'", "remove one of them");
    }
    return options;
  }

  /** The short form of a tmpfs, whose options hold size and mode as well. */
  static Mount.Tmpfs tmpfs(String target, String text, Value item) {
    long size = 0;
    int mode = TMPFS_MODE;
    List<String> rest = new ArrayList<>();
    for (String option : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      try {
        if (option.startsWith("size=")) {
          size = Sizes.parse(option.substring("size=".length()));
        } else if (option.startsWith("mode=")) {
          mode = Modes.ofOption(option.substring("mode=".length()));
        } else {
          rest.addAll(read(option, OF_TMPFS, item));
        }
      } catch (Mistake mistake) {
        item.problem(mistake);
      }
    }
    return new Mount.Tmpfs(target, size, mode, rest);
  }

  private static boolean isKnown(String option, String known) {
    return !option.isEmpty() && option.indexOf(' ') < 0 && known.contains(" " + option + " ");
  }

  private static String hint(String option, String known) {
    if (option.equals("z") || option.equals("Z")) {
      return "jpod does not relabel for SELinux; remove it";
    }
    String near = Spelling.hint(option, Arrays.asList(known.strip().split(" ")));
    return near.isEmpty() ? "the options are " + known.strip() : near;
  }
}
