package dev.jpod.cli;

import dev.jpod.host.TerminalSize;
import dev.jpod.reconcile.ApplyListener;

/** The way in which a run is shown while it goes on. */
final class Progress implements AutoCloseable {
  private static final int STANDARD_ERROR = 2;

  private final ApplyListener listener;
  private final Runnable end;

  private Progress(ApplyListener listener, Runnable end) {
    this.listener = listener;
    this.end = end;
  }

  /** What fits the output that was asked for and the terminal. */
  static Progress of(Arguments.Format format, Wiring wiring, PlanView view) {
    Console console = wiring.console();
    return switch (format) {
      case JSON -> new Progress(new JsonProgress(console, view), () -> {});
      case TEXT -> {
        if (wiring.isQuiet()) {
          yield new Progress(new QuietProgress(console, wiring.failures()), () -> {});
        }
        if (console.terminals().err() && !wiring.around().variable("TERM").equals("dumb")) {
          LiveProgress live =
              new LiveProgress(
                  console, view, System::nanoTime, () -> TerminalSize.of(STANDARD_ERROR));
          yield new Progress(live, live::close);
        }
        LineProgress lines = new LineProgress(console, view);
        yield new Progress(lines, lines::close);
      }
    };
  }

  ApplyListener listener() {
    return listener;
  }

  @Override
  public void close() {
    end.run();
  }
}
