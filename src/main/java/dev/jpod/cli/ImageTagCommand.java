package dev.jpod.cli;

/** {@code jpod tag}. */
final class ImageTagCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax
        .about("Gives an image one more name; a name that belonged to another image moves.")
        .operand("IMAGE", Syntax.Arity.ONE, Syntax.IMAGE)
        .operand("NAME", Syntax.Arity.ONE, "The new name, with a tag or as :latest.")
        .example("jpod tag busybox:1 localhost/busybox:stable", "Names an image anew.")
        .exit(ExitCode.DONE)
        .exit(ExitCode.FAILED)
        .exit(ExitCode.USAGE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    wiring
        .images()
        .tag(arguments.operands().getFirst(), ImageNames.reference(arguments.operands().getLast()));
    return ExitCode.DONE.code();
  }
}
