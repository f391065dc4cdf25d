package dev.jpod.cli;

import dev.jpod.reconcile.ApplyListener;

/** The way in which a run is shown while it goes on. */
final class Progress implements AutoCloseable {
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
          LiveProgress live = new LiveProgress(console, view);
          yield new Progress(live, live::close);
        }
        yield new Progress(new LineProgress(console, view), () -> {});
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
