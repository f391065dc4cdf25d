package dev.jpod.cli;

import dev.jpod.cli.DiskReport.Kind;
import dev.jpod.cli.DiskReport.OfContainer;
import dev.jpod.cli.DiskReport.OfVolume;
import dev.jpod.image.Image;
import dev.jpod.image.StoreUsage.Necessity;
import dev.jpod.image.StoreUsage.OfImage;
import dev.jpod.model.ImageReference;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** {@code jpod system df}. */
final class SystemDfCommand implements Subcommand {
  private static final String VERBOSE = "--verbose";

  /** What a program may rely on. */
  private static final List<String> FIELDS =
      List.of(
          "  images, containers, volumes, networks    objects with total, active (in use), size and"
              + " reclaimable, in bytes",
          "  unfinished  bytes of downloads that were broken off; part of the size of images",
          "  items       with -v, of images: id, names, size, shared, unique and neededBy"
              + " (container, revision, none); of containers: name, size and status; of volumes:"
              + " name, size and used");

  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Shows what images, containers and volumes take on the disk, and what could be freed.",
            "Images count as they were transferred and as they are unpacked; what several share"
                + " counts once. Reclaimable is what no container and no revision of a stack needs:"
                + " 'jpod image prune -a' and 'jpod system prune' free it.")
        .flag("-v," + VERBOSE, "Show every image, container and volume by itself.")
        .output()
        .example("jpod system df", "Shows the sums.")
        .example("jpod system df -v -o json | jq .images.items", "Every image, for a program.")
        .section("Fields of the JSON object", FIELDS)
        .exit(ExitCode.DONE)
        .exit(ExitCode.FAILED)
        .exit(ExitCode.USAGE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    DiskReport report = DiskReport.of(wiring);
    boolean isVerbose = arguments.has(VERBOSE);
    Output out = wiring.console().out();
    switch (arguments.format()) {
      case JSON -> JsonOutput.document(out, json -> write(report, isVerbose, json));
      case TEXT -> {
        Paint paint = wiring.console().outPaint();
        kinds(report).write(out, paint);
        if (isVerbose) {
          out.line("");
          images(report).write(out, paint);
          out.line("");
          containers(report).write(out, paint);
          out.line("");
          volumes(report).write(out, paint);
        }
      }
    }
    return ExitCode.DONE.code();
  }

  private static Table kinds(DiskReport report) {
    Table table = new Table("TYPE", "TOTAL", "ACTIVE", "SIZE", "RECLAIMABLE");
    for (Kind kind : report.kinds()) {
      table.row(
          kind.name(),
          Integer.toString(kind.total()),
          Integer.toString(kind.active()),
          Sizes.text(kind.size()),
          Sizes.text(kind.reclaimable()));
    }
    return table;
  }

  private static Table images(DiskReport report) {
    Table table = new Table("IMAGE", "ID", "SIZE", "SHARED", "UNIQUE", "NEEDED BY");
    for (OfImage image : report.images().images()) {
      table.row(
          names(image.image()),
          image.image().id().shortHex(),
          Sizes.text(image.shared() + image.unique()),
          Sizes.text(image.shared()),
          Sizes.text(image.unique()),
          word(image.necessity()));
    }
    return table;
  }

  private static String names(Image image) {
    List<ImageReference> references = image.references();
    return references.isEmpty()
        ? "<none>"
        : String.join(", ", references.stream().map(ImageReference::toString).toList());
  }

  private static String word(Necessity necessity) {
    return switch (necessity) {
      case USED_BY_CONTAINER -> "container";
      case KEPT_FOR_STACK -> "revision";
      case NONE -> "none";
    };
  }

  private static Table containers(DiskReport report) {
    Table table = new Table("CONTAINER", "SIZE", "STATUS");
    for (OfContainer container : report.containers()) {
      table.row(container.container().name(), Sizes.text(container.size()), status(container));
    }
    return table;
  }

  private static String status(OfContainer container) {
    return container.container().status().getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  private static Table volumes(DiskReport report) {
    Table table = new Table("VOLUME", "SIZE", "USED");
    for (OfVolume volume : report.volumes()) {
      table.row(volume.name(), Sizes.text(volume.size()), isUsed(volume) ? "yes" : "no");
    }
    return table;
  }

  private static boolean isUsed(OfVolume volume) {
    return volume.use() == DiskReport.Use.USED;
  }

  private static void write(DiskReport report, boolean isVerbose, JsonGenerator json) {
    json.writeStartObject();
    for (Kind kind : report.kinds()) {
      json.writeName(kind.name()).writeStartObject();
      json.writeNumberProperty("total", kind.total());
      json.writeNumberProperty("active", kind.active());
      json.writeNumberProperty("size", kind.size());
      json.writeNumberProperty("reclaimable", kind.reclaimable());
      if (isVerbose) {
        items(report, kind.name(), json);
      }
      json.writeEndObject();
    }
    json.writeNumberProperty("unfinished", report.images().unfinished());
    json.writeEndObject();
  }

  private static void items(DiskReport report, String kind, JsonGenerator json) {
    switch (kind) {
      case "images" -> {
        json.writeArrayPropertyStart("items");
        for (OfImage image : report.images().images()) {
          json.writeStartObject().writeStringProperty("id", image.image().id().value());
          json.writeArrayPropertyStart("names");
          image.image().references().forEach(name -> json.writeString(name.toString()));
          json.writeEndArray();
          json.writeNumberProperty("size", image.shared() + image.unique());
          json.writeNumberProperty("shared", image.shared());
          json.writeNumberProperty("unique", image.unique());
          json.writeStringProperty("neededBy", word(image.necessity())).writeEndObject();
        }
        json.writeEndArray();
      }
      case "containers" -> {
        json.writeArrayPropertyStart("items");
        for (OfContainer container : report.containers()) {
          json.writeStartObject()
              .writeStringProperty("name", container.container().name())
              .writeNumberProperty("size", container.size())
              .writeStringProperty("status", status(container))
              .writeEndObject();
        }
        json.writeEndArray();
      }
      case "volumes" -> {
        json.writeArrayPropertyStart("items");
        for (OfVolume volume : report.volumes()) {
          json.writeStartObject()
              .writeStringProperty("name", volume.name())
              .writeNumberProperty("size", volume.size())
              .writeBooleanProperty("used", isUsed(volume))
              .writeEndObject();
        }
        json.writeEndArray();
      }
      default -> {}
    }
  }
}
