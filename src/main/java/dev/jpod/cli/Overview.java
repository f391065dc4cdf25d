package dev.jpod.cli;

import java.util.ArrayList;
import java.util.List;

/** The help of jpod itself, or of a family of commands: which commands there are. */
final class Overview {
  private static final List<String> SETTINGS =
      List.of(
          "  options     --root, --runroot, --runtime",
          "  variables   JPOD_ROOT, JPOD_RUNROOT, JPOD_RUNTIME, and JPOD_UNAVAILABLE_LIMITS, by"
              + " which limits that nobody on the host would keep are refused (refuse) or left out"
              + " with a warning (ignore)",
          "  files       $XDG_CONFIG_HOME/jpod/config.yaml or ~/.config/jpod/config.yaml, then"
              + " /etc/jpod/config.yaml, with the keys "
              + String.join(", ", ConfigurationFile.KEYS));

  private Overview() {}

  /** The page of a family, or of all commands when the family is empty. */
  static String of(String family, Paint paint) {
    Syntax syntax = new Syntax(family);
    List<String> about = new ArrayList<>();
    about.add(
        family.isEmpty()
            ? "Brings a host's containers to the state that a stack file describes."
            : "The commands that have to do with "
                + (family.equals("system") ? "all of this store." : family + "s."));
    for (Group group : Group.values()) {
      List<String> lines = lines(group, family);
      if (!lines.isEmpty()) {
        about.add(group.title() + ":\n" + String.join("\n", lines));
      }
    }
    about.add("'jpod help COMMAND' and 'jpod COMMAND --help' explain a command.");
    if (family.isEmpty()) {
      syntax.section("Settings, of which the first that is there counts", SETTINGS);
    }
    return syntax
        .about(about.toArray(String[]::new))
        .operand("COMMAND", Syntax.Arity.ONE, "What to do.")
        .help(paint);
  }

  private static List<String> lines(Group group, String family) {
    List<String> lines = new ArrayList<>();
    for (CommandName name : CommandName.values()) {
      boolean listed = family.isEmpty() || name.isUnder(family);
      if (name.group() == group && listed) {
        String gap = " ".repeat(Math.max(1, 20 - name.words().length()));
        lines.add("  " + name.words() + gap + name.summary());
      }
    }
    return lines;
  }
}
