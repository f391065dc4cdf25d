package dev.jpod.cli;

import dev.jpod.model.JpodException;
import java.util.List;

/**
 * A command line taken apart as far as the command's name.
 *
 * @param before the arguments before the name: common options
 * @param words the command's name; empty when there is none
 * @param rest what comes after the name
 */
record Invocation(List<Arguments> before, String words, List<String> rest) {
  private static final String VERSION = "--version";

  /**
   * Takes the arguments apart; of a family ({@code image}, {@code volume}, {@code container}) the
   * next word, too.
   */
  static Invocation of(String... arguments) {
    boolean optionFirst = arguments.length > 0 && arguments[0].startsWith("-");
    return optionFirst ? afterOptions(arguments) : named(List.of(), List.of(arguments));
  }

  /** Parsing twice is left to the rare command line that begins with an option. */
  private static Invocation afterOptions(String... arguments) {
    Arguments before =
        new Syntax("")
            .with(CommonOptions.create())
            .flag(VERSION, CommandName.VERSION.summary())
            .operand("COMMAND", Syntax.Arity.ANY, "")
            .stopAtOperand()
            .read(List.of(arguments));
    List<String> operands = before.operands();
    if (before.has(CommonOptions.HELP)) {
      return new Invocation(List.of(before), "help", named(List.of(), operands).wordList());
    }
    return operands.isEmpty() && before.has(VERSION)
        ? new Invocation(List.of(before), "version", List.of())
        : named(List.of(before), operands);
  }

  private static Invocation named(List<Arguments> before, List<String> operands) {
    if (operands.isEmpty()) {
      return new Invocation(before, "", List.of());
    }
    String words = operands.getFirst();
    int taken = 1;
    if (CommandName.isFamily(words)) {
      if (operands.size() == 1 || operands.get(1).startsWith("-")) {
        return new Invocation(before, "help", List.of(words));
      }
      words = words + " " + operands.get(1);
      taken = 2;
    }
    return new Invocation(before, words, operands.subList(taken, operands.size()));
  }

  /** The name's words one by one, as {@code help} wants them. */
  private List<String> wordList() {
    if (words.equals("help")) {
      return rest;
    }
    return words.isEmpty() ? List.of() : List.of(words.split(" ", -1));
  }

  /**
   * The command that is meant.
   *
   * @throws JpodException of kind USAGE when there is no such command
   */
  CommandName command() {
    CommandName name = CommandName.find(words);
    if (name == null) {
      throw UnknownCommand.of(words);
    }
    return name;
  }
}
