package dev.jpod.cli;

import dev.jpod.cli.Paint.Style;
import dev.jpod.cli.TransferMeter.Reading;
import dev.jpod.transfer.TransferListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows one image on its way: on a terminal a line for the whole and one for each part that moves,
 * and in any case one line at the end.
 */
final class PullProgress implements AutoCloseable {
  private final String name;
  private final long size;
  private final Console console;
  private final TransferMeter meter = new TransferMeter(System::nanoTime);
  private final LiveLines lines;
  private final long began = System.nanoTime();

  /**
   * @param size bytes of the whole image
   */
  PullProgress(String name, long size, Console console) {
    this.name = name;
    this.size = size;
    this.console = console;
    this.lines = new LiveLines(console, this::picture);
  }

  /** Begins to draw, if there is a terminal to draw on. */
  PullProgress start(String terminalType) {
    if (console.terminals().err() && !terminalType.equals("dumb")) {
      lines.start();
    }
    return this;
  }

  TransferListener listener() {
    return meter;
  }

  private List<String> picture(String spinner) {
    Paint paint = console.errPaint();
    List<String> picture = new ArrayList<>();
    Reading whole = meter.whole(name, size);
    picture.add(paint.paint(Style.CYAN, spinner) + " " + name + "  " + whole.text());
    for (Reading part : meter.moving()) {
      picture.add("  " + paint.paint(Style.DIM, part.name() + "  " + part.text()));
    }
    return picture;
  }

  /** Says that the image is there. */
  void done(String what) {
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    lines.close();
    console.note(LineProgress.finished(what + " " + name + "  " + Sizes.text(size), took, console));
  }

  @Override
  public void close() {
    lines.close();
  }
}
