package dev.jpod.cli;

import dev.jpod.cli.Paint.Style;
import dev.jpod.cli.TransferMeter.Reading;
import dev.jpod.transfer.TransferListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Shows one image on its way: on a terminal a line for the whole and one for each part that moves,
 * and in any case one line at the end.
 */
final class PullProgress {
  private final String name;
  private final long size;
  private final Console console;
  private final TransferMeter meter = new TransferMeter(System::nanoTime);
  private final LiveLines lines;
  private final long began = System.nanoTime();

  private PullProgress(String name, long size, Console console) {
    this.name = name;
    this.size = size;
    this.console = console;
    this.lines = new LiveLines(console, this::picture);
  }

  /**
   * Shows a transfer while it goes on, unless the user wants to see nothing.
   *
   * @param name of the image, or of what else people call the whole
   * @param size bytes of the whole; 0 when that is not known before
   * @param done what has happened to it then, for example {@code pulled}
   */
  static <T> T during(
      String name, long size, String done, Wiring wiring, Function<TransferListener, T> transfer) {
    return during(name, size, wiring, transfer, _ -> done + " " + name + "  " + Sizes.text(size));
  }

  /**
   * The same for a transfer of which only the result can say what has happened.
   *
   * @param told what to say of it at the end
   */
  static <T> T during(
      String name,
      long size,
      Wiring wiring,
      Function<TransferListener, T> transfer,
      Function<T, String> told) {
    PullProgress progress = new PullProgress(name, size, wiring.console());
    try {
      if (!wiring.isQuiet()) {
        progress.start(wiring.around().variable("TERM"));
      }
      T result = transfer.apply(progress.meter);
      if (!wiring.isQuiet()) {
        progress.done(told.apply(result));
      }
      return result;
    } finally {
      progress.lines.close();
    }
  }

  /** Begins to draw, if there is a terminal to draw on. */
  private void start(String terminalType) {
    if (console.terminals().err() && !terminalType.equals("dumb")) {
      lines.start();
    }
  }

  private List<String> picture(String spinner) {
    Paint paint = console.errPaint();
    List<String> picture = new ArrayList<>();
    Reading whole = meter.whole(name, size);
    picture.add(paint.paint(Style.CYAN, spinner) + " " + name + "  " + whole.text());
    picture.addAll(parts(meter, paint));
    return picture;
  }

  /** A line for each part that moves. */
  static List<String> parts(TransferMeter meter, Paint paint) {
    List<String> parts = new ArrayList<>();
    for (Reading part : meter.moving()) {
      parts.add("  " + paint.paint(Style.DIM, part.name() + "  " + part.text()));
    }
    return parts;
  }

  private void done(String what) {
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    lines.close();
    console.note(LineProgress.finished(what, took, console));
  }
}
