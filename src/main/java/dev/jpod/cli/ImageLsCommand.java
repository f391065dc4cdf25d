package dev.jpod.cli;

import dev.jpod.image.Image;
import dev.jpod.model.Digest;
import dev.jpod.model.ImageReference;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code jpod images}. */
final class ImageLsCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax
        .about("Lists the images of the store, one line for each of their names.")
        .output()
        .example("jpod images", "Lists the images.")
        .example("jpod images -o json | jq -r '.[].names[]'", "All names, for a program.")
        .section("Fields of the JSON objects", ImageJson.FIELDS)
        .exit(ExitCode.DONE)
        .exit(ExitCode.FAILED)
        .exit(ExitCode.USAGE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    List<Image> images = wiring.images().list();
    Console console = wiring.console();
    switch (arguments.format()) {
      case JSON -> ImageJson.list(console.out(), images);
      case TEXT -> {
        if (wiring.isQuiet()) {
          ids(images).forEach(id -> console.out().line(id.shortHex()));
        } else {
          table(images).write(console.out(), console.outPaint());
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

  private static Table table(List<Image> images) {
    Instant now = Instant.now();
    Table table = new Table("NAME", "TAG", "IMAGE ID", "CREATED", "SIZE");
    for (Image image : images) {
      if (image.references().isEmpty()) {
        row(table, image, "<none>", "<none>", now);
      }
      for (ImageReference reference : image.references()) {
        String tag = reference.tag();
        row(table, image, reference.name(), tag == null ? "<none>" : tag, now);
      }
    }
    return table;
  }

  private static void row(Table table, Image image, String name, String tag, Instant now) {
    String created =
        image.created().equals(Instant.EPOCH)
            ? "unknown"
            : Times.roughly(Duration.between(image.created(), now)) + " ago";
    table.row(name, tag, image.id().shortHex(), created, Sizes.text(image.size()));
  }
}
