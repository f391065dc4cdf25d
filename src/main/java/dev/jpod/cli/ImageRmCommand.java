package dev.jpod.cli;

import dev.jpod.image.RemovalMode;
import dev.jpod.image.RemovedImage;
import dev.jpod.model.JpodException;

/** {@code jpod rmi}. */
final class ImageRmCommand implements Subcommand {
  private static final String FORCE = "--force";

  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Removes names of images, and with the last name of an image its content.",
            "An id stands for the image with all its names. What containers use, what is mounted,"
                + " and what a stack can go back to, is refused.")
        .flag(
            "-f," + FORCE, "Take all names away; content that containers use stays without a name.")
        .operand("IMAGE", Syntax.Arity.AT_LEAST_ONE, Syntax.IMAGE)
        .example("jpod rmi localhost/busybox:1", "Removes one name.")
        .exit(ExitCode.DONE)
        .exit(ExitCode.FAILED)
        .exit(3, "a container or a stack needs the image, and it stays")
        .exit(ExitCode.USAGE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    RemovalMode mode = arguments.has(FORCE) ? RemovalMode.FORCED : RemovalMode.ONLY_IF_UNUSED;
    int code = ExitCode.DONE.code();
    for (String name : arguments.operands()) {
      try {
        tell(wiring.images().remove(name, wiring::neededImages, mode), wiring);
      } catch (JpodException e) {
        code = wiring.failures().report(e).code();
      }
    }
    return code;
  }

  private static void tell(RemovedImage removed, Wiring wiring) {
    if (wiring.isQuiet()) {
      return;
    }
    Output out = wiring.console().out();
    removed.untagged().forEach(name -> out.line("untagged " + name));
    removed.deleted().forEach(id -> out.line("deleted " + id));
  }
}
