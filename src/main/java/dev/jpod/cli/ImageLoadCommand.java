package dev.jpod.cli;

import dev.jpod.image.Image;
import dev.jpod.image.ImageStore;
import dev.jpod.image.LoadChoice;
import dev.jpod.transfer.LocalTrust;
import java.nio.file.Path;
import java.util.List;

/** {@code jpod load}. */
final class ImageLoadCommand implements Subcommand {
  private static final String INPUT = "--input";
  private static final Path STANDARD_INPUT = Path.of("/dev/stdin");
  private static final String ACCEPTED =
      "a docker-archive or an OCI archive, plain or compressed with gzip or zstd, or the folder of"
          + " an OCI layout";

  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Takes in every image of a docker-archive, an OCI archive or an OCI layout folder.",
            "Archives may be plain or compressed with gzip or zstd. Images that were there keep"
                + " their other names.")
        .option("-i," + INPUT, "FILE", "The same as ARCHIVE, as docker has it.")
        .output()
        .operand(
            "ARCHIVE",
            Syntax.Arity.AT_MOST_ONE,
            "A file, a folder, or - for standard input, which is the default.")
        .example("jpod load shop-images.tar", "Takes in an archive.")
        .example("skopeo copy docker://busybox oci-archive:/dev/stdout | jpod load", "From a pipe.")
        .section("Fields of the JSON objects", ImageJson.FIELDS)
        .exit(ExitCode.DONE)
        .exit(ExitCode.FAILED)
        .exit(
            3,
            "the archive is broken, not safe or not allowed by the policy; nothing of it was taken"
                + " in")
        .exit(ExitCode.USAGE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    List<String> operands = arguments.operands();
    if (arguments.value(INPUT) != null && !operands.isEmpty()) {
      throw WrongUsage.usage(
          "there are two archives, '"
              + arguments.value(INPUT)
              + "' and '"
              + operands.getFirst()
              + "'",
          "load them one after the other");
    }
    String source = arguments.value(INPUT, operands.isEmpty() ? "-" : operands.getFirst());
    List<Image> loaded = load(source, wiring);
    Output out = wiring.console().out();
    switch (arguments.format()) {
      case JSON -> ImageJson.list(out, loaded);
      case TEXT -> {
        if (!wiring.isQuiet()) {
          loaded.forEach(image -> tell(image, out));
        }
      }
    }
    return ExitCode.DONE.code();
  }

  private static List<Image> load(String source, Wiring wiring) {
    ImageStore images = wiring.images();
    if (source.equals("-")) {
      return images.load(
          ImportSource.standardInput(wiring.console()), allOf(STANDARD_INPUT, wiring));
    }
    Path path = ImportSource.existing(source, ACCEPTED, wiring);
    return images.load(path, allOf(path, wiring));
  }

  /** All images of a place that the policy lets in. */
  private static LoadChoice allOf(Path path, Wiring wiring) {
    return LoadChoice.everything(LocalTrust.gates(wiring.gatekeeper(), path));
  }

  private static void tell(Image image, Output out) {
    if (image.references().isEmpty()) {
      out.line("loaded " + image.id());
    }
    image.references().forEach(name -> out.line("loaded " + name));
  }
}
