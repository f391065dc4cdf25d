package dev.jpod.cli;

import dev.jpod.manifest.Spelling;
import dev.jpod.model.JpodException;
import java.util.ArrayList;
import java.util.List;

/**
 * A command line taken apart as far as the command's name.
 *
 * @param before the arguments before the name: common options
 * @param words the command's name; empty when there is none
 * @param rest what comes after the name
 */
record Invocation(Arguments before, String words, List<String> rest) {
  private static final String VERSION = "--version";

  /** Takes the arguments apart; of a family ({@code image}, {@code volume}) the next word, too. */
  static Invocation of(String... arguments) {
    Arguments before =
        new Syntax("")
            .with(CommonOptions.create())
            .flag(VERSION, CommandName.VERSION.summary())
            .operand("COMMAND", Syntax.Arity.ANY, "")
            .stopAtOperand()
            .read(List.of(arguments));
    List<String> operands = before.operands();
    if (operands.isEmpty()) {
      String implied = before.has(CommonOptions.HELP) ? "help" : "";
      return new Invocation(before, before.has(VERSION) ? "version" : implied, List.of());
    }
    String words = operands.getFirst();
    int taken = 1;
    if (CommandName.isFamily(words) && operands.size() > 1 && !operands.get(1).startsWith("-")) {
      words = words + " " + operands.get(1);
      taken = 2;
    }
    List<String> rest = operands.subList(taken, operands.size());
    return CommandName.isFamily(words) || before.has(CommonOptions.HELP)
        ? new Invocation(before, "help", wordsOnly(words))
        : new Invocation(before, words, rest);
  }

  private static List<String> wordsOnly(String words) {
    return List.of(words.split(" ", -1));
  }

  /**
   * The command that is meant.
   *
   * @throws JpodException of kind USAGE when there is no such command
   */
  CommandName command() {
    CommandName name = CommandName.find(words);
    if (name == null) {
      throw unknown(words);
    }
    return name;
  }

  /** The error that there is no such command, with the one that was perhaps meant. */
  static JpodException unknown(String words) {
    List<String> candidates = new ArrayList<>();
    for (CommandName name : CommandName.values()) {
      candidates.add(name.words());
    }
    String nearest = Spelling.nearest(words, candidates);
    return WrongUsage.usage(
        "there is no command '" + words + "'",
        nearest == null
            ? "'jpod help' lists the commands"
            : "did you mean 'jpod " + nearest + "'?");
  }
}
