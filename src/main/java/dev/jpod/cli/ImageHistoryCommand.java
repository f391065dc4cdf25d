package dev.jpod.cli;

import dev.jpod.image.ImageDetails.Step;
import dev.jpod.image.ImageStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code jpod image history}. */
final class ImageHistoryCommand implements Subcommand {
  private static final String NO_TRUNC = "--no-trunc";
  private static final int LONGEST = 45;

  @Override
  public void describe(Syntax syntax) {
    syntax
        .about("Shows the steps by which an image was made, the last one first.")
        .flag(NO_TRUNC, "Show commands and comments as long as they are.")
        .output()
        .operand("IMAGE", Syntax.Arity.ONE, Syntax.IMAGE)
        .example("jpod image history web:1", "Shows the steps of one image.")
        .section(
            "Fields of the JSON objects",
            List.of(
                "  created    a time as in RFC 3339; absent when the image does not say it",
                "  createdBy  the command of the step",
                "  comment    may be empty",
                "  size       bytes of the step's layer as stored; 0 for none, absent when unknown",
                "  layer      digest of the layer as stored; absent for none"))
        .exit(ExitCode.DONE)
        .exit(ExitCode.FAILED)
        .exit(ExitCode.USAGE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    String name = arguments.operands().getFirst();
    ImageStore images = wiring.images();
    if (images.resolve(name).isEmpty()) {
      throw ImageNames.missing(name);
    }
    List<Step> steps = images.content(name).details().history().reversed();
    Console console = wiring.console();
    switch (arguments.format()) {
      case JSON -> ImageDetailsJson.history(console.out(), steps);
      case TEXT ->
          table(steps, arguments.has(NO_TRUNC) ? Integer.MAX_VALUE : LONGEST)
              .write(console.out(), console.outPaint());
    }
    return ExitCode.DONE.code();
  }

  private static Table table(List<Step> steps, int longest) {
    Instant now = Instant.now();
    Table table = new Table("CREATED", "CREATED BY", "SIZE", "COMMENT");
    for (Step step : steps) {
      table.row(
          created(step.created(), now),
          shortened(step.createdBy(), longest),
          size(step),
          shortened(step.comment(), longest));
    }
    return table;
  }

  private static String created(@Nullable Instant created, Instant now) {
    return created == null || created.equals(Instant.EPOCH)
        ? "unknown"
        : Times.roughly(Duration.between(created, now)) + " ago";
  }

  private static String size(Step step) {
    if (step.layer() != null) {
      return Sizes.text(step.layer().blob().size());
    }
    return step.isEmpty() ? Sizes.text(0) : "unknown";
  }

  /** On one line, whatever the image's maker has written. */
  private static String shortened(String text, int longest) {
    String line = Failures.harmless(text.replace('\n', ' ').replace('\t', ' '));
    return line.codePointCount(0, line.length()) <= longest
        ? line
        : line.substring(0, line.offsetByCodePoints(0, longest - 1)) + "…";
  }
}
