package dev.jpod.manifest;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Signals of Linux, by name with or without {@code SIG}, or by number. */
final class Signals {
  /** The names of signals 1 to 31, by signal(7). */
  private static final String NAMES =
      "HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP"
          + " TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS";

  /** The first real-time signal that programs may use; the C library keeps 32 and 33. */
  private static final int RTMIN = 34;

  private static final int RTMAX = 64;

  private Signals() {}

  /** The full name, such as {@code SIGTERM} or {@code SIGRTMIN+3}. */
  static String parse(String text) throws Mistake {
    List<String> names = Arrays.asList(NAMES.split(" "));
    int number = Numbers.parse(text, RTMAX);
    if (number >= 1 && number <= names.size()) {
      return "SIG" + names.get(number - 1);
    }
    if (number >= RTMIN) {
      return realTime(number);
    }
    String upper = text.toUpperCase(Locale.ROOT);
    String bare = upper.startsWith("SIG") ? upper.substring("SIG".length()) : upper;
    if (names.contains(bare)) {
      return "SIG" + bare;
    }
    int realTime = realTimeNumber(bare);
    if (realTime >= RTMIN && realTime <= RTMAX) {
      return realTime(realTime);
    }
    String nearest = Spelling.nearest(bare, names);
    throw new Mistake(
        "'" + Quote.shortened(text) + "' is not a signal",
        nearest == null ? "write for example SIGTERM" : "did you mean 'SIG" + nearest + "'?");
  }

  private static String realTime(int number) {
    return number == RTMIN ? "SIGRTMIN" : "SIGRTMIN+" + (number - RTMIN);
  }

  private static int realTimeNumber(String bare) {
    if (bare.equals("RTMIN")) {
      return RTMIN;
    }
    if (bare.equals("RTMAX")) {
      return RTMAX;
    }
    if (bare.startsWith("RTMIN+")) {
      int offset = Numbers.parse(bare.substring("RTMIN+".length()), RTMAX - RTMIN);
      return offset < 0 ? -1 : RTMIN + offset;
    }
    if (bare.startsWith("RTMAX-")) {
      int offset = Numbers.parse(bare.substring("RTMAX-".length()), RTMAX - RTMIN);
      return offset < 0 ? -1 : RTMAX - offset;
    }
    return -1;
  }
}
