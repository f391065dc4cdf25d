package dev.jpod.host;

import jnr.constants.platform.Signal;
import jnr.posix.SignalHandler;
import jnr.posix.util.SunMiscSignal;

/**
 * The signals by which a person (Ctrl-C) or a service manager asks this process to end. The JVM
 * takes the first one as the order to run the shutdown hooks, and is deaf from then on.
 */
public final class TerminationSignals {
  private static final int SIGNAL_BASE = 128;

  private TerminationSignals() {}

  /**
   * Lets the next one end this process at once, with 128 + its number, whatever the process waits
   * for, after the last word is said. To be called from a shutdown hook; a signal that the process
   * was started to ignore stays ignored.
   */
  public static void endAtOnce(Runnable lastWord) {
    SignalHandler end =
        number -> {
          try {
            lastWord.run();
          } finally {
            Runtime.getRuntime().halt(SIGNAL_BASE + number);
          }
        };
    SunMiscSignal.signal(Signal.SIGINT, end);
    SunMiscSignal.signal(Signal.SIGTERM, end);
  }
}
