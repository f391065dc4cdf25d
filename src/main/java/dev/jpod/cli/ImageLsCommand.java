package dev.jpod.cli;

import dev.jpod.image.Image;
import dev.jpod.model.Digest;
import dev.jpod.model.ImageReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code jpod images}. */
final class ImageLsCommand implements Subcommand {
  private static final String ALL = "--all";
  private static final String DIGESTS = "--digests";
  private static final String NO_TRUNC = "--no-trunc";
  private static final String NONE = "<none>";

  @Override
  public void describe(Syntax syntax) {
    syntax
        .about("Lists the images of the store, one line for each of their names.")
        .flag("-a," + ALL, "Means nothing: jpod has no images that it would hide.")
        .flag(DIGESTS, "Show the digests of the manifests, too.")
        .flag(NO_TRUNC, "Show whole ids.")
        .options(
            "-f," + ImageFilter.OPTION,
            "NAME=VALUE",
            "Only images that fit: " + ImageFilter.ACCEPTED + "; several narrow down.")
        .output()
        .operand(
            "NAME",
            Syntax.Arity.ANY,
            "Only these names, with or without tag; * stands for anything but a slash.")
        .example("jpod images", "Lists the images.")
        .example("jpod images 'registry.example/*/web'", "Those with such a name.")
        .example("jpod images -f dangling=true", "Those without a name.")
        .example("jpod images -o json | jq -r '.[].names[]'", "All names, for a program.")
        .section("Fields of the JSON objects", ImageJson.FIELDS)
        .exit(ExitCode.DONE)
        .exit(ExitCode.FAILED)
        .exit(ExitCode.USAGE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    ImageFilter filter =
        ImageFilter.of(arguments.operands(), arguments.values(ImageFilter.OPTION), wiring.images());
    List<Image> images = new ArrayList<>(wiring.images().list());
    images.removeIf(image -> !filter.fits(image));
    Console console = wiring.console();
    switch (arguments.format()) {
      case JSON -> ImageJson.list(console.out(), images);
      case TEXT -> {
        if (wiring.isQuiet()) {
          ids(images).forEach(id -> console.out().line(id(id, arguments)));
        } else {
          table(images, filter, arguments).write(console.out(), console.outPaint());
        }
      }
    }
    return ExitCode.DONE.code();
  }

  private static Set<Digest> ids(List<Image> images) {
    Set<Digest> ids = new LinkedHashSet<>();
    for (Image image : images) {
      ids.add(image.id());
    }
    return ids;
  }

  private static String id(Digest id, Arguments arguments) {
    return arguments.has(NO_TRUNC) ? id.value() : id.shortHex();
  }

  private static Table table(List<Image> images, ImageFilter filter, Arguments arguments) {
    Instant now = Instant.now();
    Table table =
        arguments.has(DIGESTS)
            ? new Table("NAME", "TAG", "DIGEST", "IMAGE ID", "CREATED", "SIZE")
            : new Table("NAME", "TAG", "IMAGE ID", "CREATED", "SIZE");
    for (Image image : images) {
      if (image.references().isEmpty() && filter.fits((ImageReference) null)) {
        table.row(row(image, null, arguments, now));
      }
      for (ImageReference reference : image.references()) {
        if (filter.fits(reference)) {
          table.row(row(image, reference, arguments, now));
        }
      }
    }
    return table;
  }

  private static String[] row(
      Image image, @Nullable ImageReference name, Arguments arguments, Instant now) {
    List<String> row = new ArrayList<>();
    row.add(name == null ? NONE : name.name());
    row.add(name == null || name.tag() == null ? NONE : name.tag());
    if (arguments.has(DIGESTS)) {
      row.add(image.manifestDigest().value());
    }
    row.add(id(image.id(), arguments));
    row.add(
        image.created().equals(Instant.EPOCH)
            ? "unknown"
            : Times.roughly(Duration.between(image.created(), now)) + " ago");
    row.add(Sizes.text(image.size()));
    return row.toArray(String[]::new);
  }
}
