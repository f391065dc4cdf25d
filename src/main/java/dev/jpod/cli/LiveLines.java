package dev.jpod.cli;

import java.util.List;

/**
 * Lines at the end of a terminal that change, with what is over scrolling away above them. The
 * terminal itself cuts lines off that do not fit, so their number is known whatever its width; the
 * last column, on which it then writes all that does not fit, is left empty.
 */
final class LiveLines implements AutoCloseable {
  private static final String ERASE_BELOW = "\u001b[J";
  private static final String UP = "\u001b[A";
  private static final String WRAP_OFF = "\u001b[?7l";
  private static final String WRAP_ON = "\u001b[?7h";
  private static final String ERASE_LAST_COLUMN = "\u001b[999C\u001b[K";
  private static final long FRAME_MILLIS = 120;

  private final Console console;
  private final Picture picture;
  private final Thread clock;
  private int drawn;
  private int frame;
  private boolean closed;

  /** What the lines are at a moment. */
  interface Picture {
    /**
     * The lines as they are now.
     *
     * @param spinner what turns before a line of something that goes on
     */
    List<String> lines(String spinner);
  }

  LiveLines(Console console, Picture picture) {
    this.console = console;
    this.picture = picture;
    this.clock = Thread.ofPlatform().daemon().name("progress").unstarted(this::tick);
  }

  /** Draws from now on, again and again. Idempotent. */
  void start() {
    if (clock.getState() == Thread.State.NEW) {
      clock.start();
    }
  }

  /** Draws the lines anew. */
  void redraw() {
    redraw("");
  }

  /** Writes a line that stays, above the others. */
  void above(String line) {
    redraw(line + "\n");
  }

  private synchronized void redraw(String above) {
    List<String> lines = closed ? List.of() : picture.lines(console.symbols().spinner(frame));
    if (above.isEmpty() && drawn == 0 && lines.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder();
    text.append('\r').repeat(UP, drawn).append(ERASE_BELOW).append(above).append(WRAP_OFF);
    for (String line : lines) {
      text.append(line).append(ERASE_LAST_COLUMN).append('\n');
    }
    text.append(WRAP_ON);
    drawn = lines.size();
    console.draw(text.toString());
  }

  private void tick() {
    try {
      while (true) {
        Thread.sleep(FRAME_MILLIS);
        synchronized (this) {
          if (closed) {
            return;
          }
          frame++;
        }
        redraw("");
      }
    } catch (InterruptedException e) {
      // It is over.
    }
  }

  /** Stops the clock; what is above stays in sight, the lines are erased. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    clock.interrupt();
    redraw("");
  }
}
