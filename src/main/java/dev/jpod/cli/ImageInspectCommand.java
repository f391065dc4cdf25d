package dev.jpod.cli;

import dev.jpod.image.Image;
import java.util.ArrayList;
import java.util.List;

/** {@code jpod image inspect}. */
final class ImageInspectCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Shows what images say about themselves, as a JSON array in the order of the names.",
            "The fields are those of 'jpod images -o json', and: os, architecture, entrypoint, cmd,"
                + " env, workingDir, user, volumes, exposedPorts, labels, stopSignal, mediaType,"
                + " variant, author, annotations, layers (digest, size, mediaType and diffId of"
                + " each, lowest first), history (oldest first), healthcheck (times in"
                + " nanoseconds).")
        .jsonOutput()
        .operand("IMAGE", Syntax.Arity.AT_LEAST_ONE, Syntax.IMAGE)
        .example("jpod image inspect localhost/busybox:1", "Shows one image.")
        .exit(ExitCode.DONE)
        .exit(ExitCode.FAILED)
        .exit(ExitCode.USAGE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    arguments.requireJson();
    List<Image> images = new ArrayList<>();
    for (String name : arguments.operands()) {
      images.add(wiring.images().resolve(name).orElseThrow(() -> ImageNames.missing(name)));
    }
    ImageJson.full(
        wiring.console().out(),
        images,
        image -> wiring.images().content(image.manifestDigest().value()).details());
    return ExitCode.DONE.code();
  }
}
