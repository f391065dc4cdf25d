package dev.jpod.cli;

import java.util.List;

/**
 * The whole of a terminal, for a picture that changes. It is the terminal's second screen, so that
 * what was there before is there again afterwards, also when a signal ends this process.
 */
final class Screen implements AutoCloseable {
  private static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[?7l";
  private static final String LEAVE = "\u001b[?7h\u001b[?25h\u001b[?1049l";
  private static final String ERASE_REST_OF_LINE = "\u001b[K";
  private static final String ERASE_BELOW = "\u001b[J";

  private final Output out;
  private boolean entered;
  private boolean left;

  Screen(Output out) {
    this.out = out;
  }

  /**
   * Shows these lines and nothing else. What is too wide is cut off by the terminal; lines that it
   * has no room for below take the place of its last one, since a terminal goes no further down.
   */
  synchronized void show(List<String> lines) {
    if (left) {
      return;
    }
    StringBuilder picture = new StringBuilder();
    if (!entered) {
      entered = true;
      Runtime.getRuntime().addShutdownHook(new Thread(this::leave));
      picture.append(ENTER);
    }
    int row = 1;
    for (String line : lines) {
      picture.append("\u001b[").append(row++).append(";1H").append(line).append(ERASE_REST_OF_LINE);
    }
    out.text(picture.append(ERASE_BELOW).toString()).flush();
  }

  @Override
  public void close() {
    leave();
  }

  private synchronized void leave() {
    if (entered && !left) {
      left = true;
      out.text(LEAVE).flush();
    }
  }
}
