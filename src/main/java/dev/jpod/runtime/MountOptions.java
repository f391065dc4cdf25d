package dev.jpod.runtime;

import dev.jpod.model.JpodException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The mount options that a manifest may use. What is not on the list does not reach a runtime. */
final class MountOptions {
  /** Groups of which at most one option can hold. */
  private static final List<List<String>> CHOICES =
      List.of(
          List.of("ro", "rw"),
          List.of("nosuid", "suid"),
          List.of("nodev", "dev"),
          List.of("noexec", "exec"),
          List.of("noatime", "relatime", "strictatime"),
          List.of("nodiratime", "diratime"));

  private static final List<String> PROPAGATION =
      List.of(
          "private",
          "rprivate",
          "slave",
          "rslave",
          "shared",
          "rshared",
          "unbindable",
          "runbindable");

  private static final List<String> RECURSION = List.of("bind", "rbind");

  /** Of engines with SELinux labels, and the engine's own; no concern of a runtime. */
  private static final Set<String> ELSEWHERE = Set.of("z", "Z", "copy", "nocopy");

  private static final Set<String> TMPFS_SETTINGS = Set.of("uid", "gid", "nr_inodes");

  private MountOptions() {}

  /** The options of a bind mount with its defaults filled in: rbind, rprivate and read-write. */
  static List<String> bind(String target, List<String> asked, List<String> inherited) {
    List<String> options = new ArrayList<>();
    for (String option : asked) {
      if (!ELSEWHERE.contains(option)) {
        boolean known = isChoice(option) || PROPAGATION.contains(option);
        require(known || RECURSION.contains(option), target, option, "a bind mount or volume");
        options.add(option);
      }
    }
    requireOneOfEach(target, options);
    addUnlessChosen(options, RECURSION, "rbind");
    addUnlessChosen(options, PROPAGATION, "rprivate");
    addUnlessChosen(options, CHOICES.getFirst(), "rw");
    for (String flag : inherited) {
      if (!options.contains(flag)) {
        options.add(flag);
      }
    }
    return options;
  }

  /** The options of a tmpfs, with nosuid and nodev unless the opposite is asked for. */
  static List<String> tmpfs(String target, List<String> asked) {
    List<String> options = new ArrayList<>();
    for (String option : asked) {
      require(isTmpfsOption(option), target, option, "a tmpfs");
      options.add(option);
    }
    requireOneOfEach(target, options);
    addUnlessChosen(options, CHOICES.get(1), "nosuid");
    addUnlessChosen(options, CHOICES.get(2), "nodev");
    return options;
  }

  private static boolean isTmpfsOption(String option) {
    int equals = option.indexOf('=');
    if (equals < 0) {
      return isChoice(option) || option.equals("tmpcopyup");
    }
    String value = option.substring(equals + 1);
    return TMPFS_SETTINGS.contains(option.substring(0, equals))
        && !value.isEmpty()
        && value.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static boolean isChoice(String option) {
    return CHOICES.stream().anyMatch(choice -> choice.contains(option));
  }

  private static void addUnlessChosen(List<String> options, List<String> choice, String fallback) {
    if (options.stream().noneMatch(choice::contains)) {
      options.add(fallback);
    }
  }

  private static void requireOneOfEach(String target, List<String> options) {
    List<List<String>> exclusive = new ArrayList<>(CHOICES);
    exclusive.add(PROPAGATION);
    exclusive.add(RECURSION);
    for (List<String> choice : exclusive) {
      Set<String> chosen = new HashSet<>(options);
      chosen.retainAll(choice);
      if (chosen.size() > 1) {
        throw JpodException.refused(
            "the mount at '" + target + "' asks for " + String.join(" and ", sorted(chosen)),
            "keep one of them");
      }
    }
  }

  private static List<String> sorted(Set<String> texts) {
    return texts.stream().sorted().toList();
  }

  private static void require(boolean allowed, String target, String option, String what) {
    if (!allowed) {
      throw JpodException.refused(
          "the mount at '"
              + target
              + "' has the option '"
              + option
              + "', which "
              + what
              + " cannot have",
          "use ro, rw, nosuid, nodev, noexec, an atime option, or a propagation for a bind mount");
    }
  }
}
