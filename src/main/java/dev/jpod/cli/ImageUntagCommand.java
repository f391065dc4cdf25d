package dev.jpod.cli;

import dev.jpod.model.ImageReference;
import java.util.List;

/** {@code jpod untag}. */
final class ImageUntagCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Takes names away from an image, which stays.",
            "Without names it loses all that it has. 'jpod rmi' removes an image with its last"
                + " name.")
        .operand("IMAGE", Syntax.Arity.ONE, Syntax.IMAGE)
        .operand("NAME", Syntax.Arity.ANY, "A name that the image has.")
        .example("jpod untag localhost/web:1 localhost/web:old", "Takes one name away.")
        .example("jpod untag localhost/web:1", "Takes all names of the image away.")
        .exit(ExitCode.DONE)
        .exit(ExitCode.FAILED)
        .exit(ExitCode.USAGE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    List<String> operands = arguments.operands();
    List<ImageReference> untagged =
        wiring.images().untag(operands.getFirst(), operands.subList(1, operands.size()));
    if (!wiring.isQuiet()) {
      untagged.forEach(name -> wiring.console().out().line("untagged " + name));
    }
    return ExitCode.DONE.code();
  }
}
