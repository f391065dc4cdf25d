package dev.jpod.cli;

/** {@code jpod help}. */
final class HelpCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax
        .about("Explains a command, or lists all of them.")
        .operand("COMMAND", Syntax.Arity.ANY, "The command in one or two words.")
        .example("jpod help", "Lists the commands.")
        .example("jpod help image import", "Explains 'jpod image import'.")
        .exit(ExitCode.DONE)
        .exit(ExitCode.USAGE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    Console console = wiring.console();
    String words = String.join(" ", arguments.operands());
    if (words.isEmpty() || CommandName.isFamily(words)) {
      console.out().text(Overview.of(words, console.outPaint()));
      return ExitCode.DONE.code();
    }
    CommandName name = CommandName.find(words);
    if (name == null) {
      throw UnknownCommand.of(words);
    }
    console.out().text(Syntax.of(name, name.create()).help(console.outPaint()));
    return ExitCode.DONE.code();
  }
}
