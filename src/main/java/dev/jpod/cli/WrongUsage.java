package dev.jpod.cli;

import dev.jpod.manifest.Spelling;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line in jpod's words. */
final class WrongUsage {
  private static final String SHAPE = "'-o json' gives every field, and jq the shape you want";

  private WrongUsage() {}

  /** What picocli found on the command line of a command; an unknown option comes first. */
  static JpodException of(List<Exception> problems, CommandSpec command) {
    for (Exception problem : problems) {
      if (problem instanceof UnmatchedArgumentException unmatched && unmatched.isUnknownOption()) {
        return of(unmatched, command);
      }
    }
    return of(problems.getFirst(), command);
  }

  private static JpodException of(Exception problem, CommandSpec spec) {
    String command = spec.name();
    String help = "'" + command + " --help' explains the command";
    return switch (problem) {
      case UnmatchedArgumentException unmatched -> unmatched(unmatched, spec, help);
      case MissingParameterException missing
          when missing.getMissing().size() == 1 && missing.getMissing().getFirst().isPositional() ->
          usage("'" + command + "' needs " + missing.getMissing().getFirst().paramLabel(), help);
      default -> usage(decapitalised(String.valueOf(problem.getMessage())), help);
    };
  }

  private static JpodException unmatched(
      UnmatchedArgumentException problem, CommandSpec spec, String help) {
    String command = spec.name();
    String first = problem.getUnmatched().getFirst();
    if (!problem.isUnknownOption()) {
      boolean manifest =
          spec.positionalParameters().isEmpty() && spec.findOption(ManifestArguments.FILE) != null;
      return usage(
          "'" + command + "' takes no argument '" + first + "'",
          manifest ? "a manifest is named with -f: '" + command + " -f " + first + "'" : help);
    }
    String typed = first.contains("=") ? first.substring(0, first.indexOf('=')) : first;
    String instead = instead(typed, spec);
    if (instead != null) {
      return usage("'" + command + "' has no option '" + typed + "'", instead);
    }
    List<String> known = new ArrayList<>();
    for (String option : problem.getCommandLine().getCommandSpec().optionsMap().keySet()) {
      if (option.startsWith("--") == typed.startsWith("--")) {
        known.add(option);
      }
    }
    String nearest = Spelling.nearest(typed, known);
    return usage(
        "'" + command + "' has no option '" + typed + "'",
        nearest == null ? help : "did you mean " + nearest + "? " + help);
  }

  /** What serves the purpose of an option that other container tools have, or null. */
  private static @Nullable String instead(String option, CommandSpec spec) {
    if (spec.findOption(Syntax.OUTPUT) == null) {
      return null;
    }
    return switch (option) {
      case "--format" -> SHAPE;
      case "-f" -> spec.name().endsWith(" inspect") ? SHAPE : null;
      case "--type" ->
          spec.name().equals("jpod inspect")
              ? "'jpod image inspect', 'pod inspect', 'network inspect' and 'volume inspect' show"
                  + " other things"
              : null;
      case "--filter" -> "'-o json' gives every field, and jq those that you want";
      default -> null;
    };
  }

  static JpodException usage(String message, String hint) {
    return new JpodException(Failure.USAGE, message, hint);
  }

  private static String decapitalised(String sentence) {
    String plain = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    return plain.isEmpty()
        ? plain
        : plain.substring(0, 1).toLowerCase(Locale.ROOT) + plain.substring(1);
  }
}
