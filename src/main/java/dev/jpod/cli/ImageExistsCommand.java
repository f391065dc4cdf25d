package dev.jpod.cli;

/** {@code jpod image exists}. */
final class ImageExistsCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax
        .about("Says by its exit code whether the store has an image; prints nothing.")
        .operand("IMAGE", Syntax.Arity.ONE, Syntax.IMAGE)
        .example("jpod image exists web:1 || jpod pull web:1", "Pulls what is not there.")
        .exit(ExitCode.DONE.code(), "the image is there")
        .exit(ExitCode.FAILED.code(), "it is not")
        .exit(ExitCode.USAGE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    return wiring.images().resolve(arguments.operands().getFirst()).isPresent()
        ? ExitCode.DONE.code()
        : ExitCode.FAILED.code();
  }
}
