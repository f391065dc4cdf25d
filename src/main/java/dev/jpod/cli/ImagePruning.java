package dev.jpod.cli;

import dev.jpod.cli.Arguments.Format;
import dev.jpod.image.Image;
import dev.jpod.image.PrunedImages;
import dev.jpod.model.ImageReference;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/** {@code jpod image prune}. */
final class ImagePruning implements Pruning {
  static final String ALL = "--all";
  private static final String FILTER = "--filter";

  /** What was left of a download for that long is not going to be continued. */
  private static final Duration PATIENCE = Duration.ofDays(1);

  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Removes images without a name that nobody needs, and what is left of downloads that"
                + " were broken off more than a day ago.",
            "Needed is what a container was made from, and what one of the last 20 revisions of a"
                + " stack used: these stay, so that the stack can go back to it.")
        .flag("-a," + ALL, "Also images with names, and what is left of any download.")
        .options(
            FILTER,
            "NAME=VALUE",
            "Only images made before a time (until=24h, until=2026-11-23T10:00:00Z), or with a"
                + " label (label=KEY or label=KEY=VALUE); several narrow down.")
        .example("jpod image prune --force", "Removes what no name leads to.")
        .example("jpod image prune -a --filter until=7d", "Asks, then removes what is old.");
  }

  @Override
  public String loss(Arguments arguments) {
    return arguments.has(ALL)
        ? "every image that nobody needs would be removed"
        : "every image without a name that nobody needs would be removed";
  }

  @Override
  public String hint() {
    return "'jpod images' lists the images, 'jpod system df -v' which are needed; add --force to"
        + " remove the others";
  }

  @Override
  public void prune(Arguments arguments, Wiring wiring) {
    Predicate<Image> chosen = arguments.has(ALL) ? _ -> true : ImagePruning::isNameless;
    for (String filter : arguments.values(FILTER)) {
      chosen = chosen.and(filter(filter));
    }
    Instant untouchedSince = arguments.has(ALL) ? Instant.now() : givenUp();
    tell(remove(chosen, untouchedSince, wiring), wiring);
  }

  /** Removes those that have no name, and says so when there were any. */
  static void pruneNameless(Format format, Wiring wiring) {
    PrunedImages pruned = remove(ImagePruning::isNameless, givenUp(), wiring);
    switch (format) {
      case TEXT -> {
        if (!pruned.images().isEmpty()) {
          tell(pruned, wiring);
        }
      }
      case JSON ->
          JsonOutput.line(
              wiring.console().out(),
              json -> {
                json.writeStartObject()
                    .writeStringProperty("event", "pruned")
                    .writeArrayPropertyStart("images");
                pruned.images().forEach(image -> json.writeString(image.id().value()));
                json.writeEndArray().writeNumberProperty("freed", pruned.freed()).writeEndObject();
              });
    }
  }

  /** Since when nothing was added to a download that counts as given up. */
  static Instant givenUp() {
    return Instant.now().minus(PATIENCE);
  }

  private static PrunedImages remove(
      Predicate<Image> chosen, Instant untouchedSince, Wiring wiring) {
    return wiring.images().prune(wiring::neededImages, chosen, untouchedSince);
  }

  private static boolean isNameless(Image image) {
    return image.references().isEmpty();
  }

  private static Predicate<Image> filter(String filter) {
    int equals = filter.indexOf('=');
    String name = equals < 0 ? filter : filter.substring(0, equals);
    String value = equals < 0 ? "" : filter.substring(equals + 1);
    if (name.equals("until") && !value.isEmpty()) {
      Instant point = Times.point(value, Instant.now());
      if (point != null) {
        return image -> image.created().isBefore(point);
      }
    }
    if (name.equals("label") && !value.isEmpty()) {
      return ImageFilter.label(value);
    }
    throw Arguments.wrong(FILTER, filter, "until=24h, label=KEY or label=KEY=VALUE");
  }

  private static void tell(PrunedImages pruned, Wiring wiring) {
    if (wiring.isQuiet()) {
      return;
    }
    Output out = wiring.console().out();
    for (Image image : pruned.images()) {
      for (ImageReference reference : image.references()) {
        out.line("untagged " + reference);
      }
      out.line("deleted " + image.id());
    }
    out.line("freed " + Sizes.text(pruned.freed()));
  }
}
