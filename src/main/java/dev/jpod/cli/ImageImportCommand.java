package dev.jpod.cli;

import dev.jpod.image.Image;
import dev.jpod.image.ImportOptions;
import dev.jpod.model.ImageReference;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** {@code jpod import}. */
final class ImageImportCommand implements Subcommand {
  private static final String CHANGE = "--change";
  private static final String MESSAGE = "--message";
  private static final String CREATED = "--created";
  private static final String ACCEPTED =
      "the tar of a root file system, plain or compressed with gzip or zstd";

  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Makes an image of one layer from the tar of a root file system: plain, gzip or zstd.",
            "The tar does not say what to run: --change does, or 'command' in the stack file. It"
                + " takes CMD, ENTRYPOINT, ENV, EXPOSE, LABEL, STOPSIGNAL, USER, VOLUME and WORKDIR"
                + " in the words of a Dockerfile.")
        .options("-c," + CHANGE, "INSTRUCTION", "What the image says of its containers.")
        .option("-m," + MESSAGE, "TEXT", "A comment in the image's history.")
        .option(
            CREATED,
            "TIME",
            "The image's time, as in RFC 3339 or in seconds since 1970. Default: now. The same tar"
                + " with the same time has the same id.")
        .output()
        .operand("TAR", Syntax.Arity.ONE, "A file, or - for standard input.")
        .operand("NAME", Syntax.Arity.AT_MOST_ONE, "The image's name, with a tag or as :latest.")
        .example(
            "jpod import -c 'CMD [\"/bin/busybox\", \"sh\"]' rootfs.tar localhost/busybox:1",
            "Makes an image from a file.")
        .example("tar -C rootfs -c . | jpod import - localhost/own:1", "From a pipe.")
        .section("Fields of the JSON object", ImageJson.FIELDS)
        .exit(ExitCode.DONE)
        .exit(ExitCode.FAILED)
        .exit(3, "the archive is broken or not safe, and nothing of it was taken in")
        .exit(ExitCode.USAGE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    List<String> operands = arguments.operands();
    ImageReference reference =
        operands.size() > 1 ? ImageNames.reference(operands.getLast()) : null;
    ImportOptions plain =
        ImportOptions.at(Objects.requireNonNullElseGet(arguments.date(CREATED), Instant::now));
    ImportOptions options =
        new ImportOptions(
            ImageChanges.apply(arguments.values(CHANGE), plain.config()),
            plain.created(),
            arguments.value(MESSAGE, ""));
    Image image;
    try (InputStream tar = ImportSource.open(operands.getFirst(), ACCEPTED, wiring)) {
      image = wiring.images().importRootfs(tar, reference, options);
    } catch (IOException e) {
      throw IoFailure.of("the archive could not be read", e);
    }
    Output out = wiring.console().out();
    switch (arguments.format()) {
      case JSON -> ImageJson.list(out, List.of(image));
      case TEXT -> {
        if (!wiring.isQuiet()) {
          out.line(image.id().value());
        }
      }
    }
    return ExitCode.DONE.code();
  }
}
