package dev.jpod.engine;

import dev.jpod.model.JpodException;
import java.util.List;
import java.util.Locale;

/** The signals of Linux, by name and number. */
final class Signals {
  static final int KILL = 9;

  private static final int FIRST_REAL_TIME = 34;
  private static final int LAST = 64;

  /** From 1 on; both architectures that jpod runs on number them alike. */
  private static final List<String> NAMES =
      List.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
          "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
          "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

  private Signals() {}

  /**
   * The number of a signal that is given as {@code TERM}, {@code SIGTERM}, {@code SIGRTMIN+3} or
   * {@code 15}.
   */
  static int number(String signal) {
    String name = signal.strip().toUpperCase(Locale.ROOT);
    if (name.startsWith("SIG")) {
      name = name.substring(3);
    }
    int number;
    if (name.startsWith("RTMIN+")) {
      number = FIRST_REAL_TIME + digits(name.substring("RTMIN+".length()));
    } else if (name.startsWith("RTMAX-")) {
      number = LAST - digits(name.substring("RTMAX-".length()));
    } else if (NAMES.contains(name)) {
      number = NAMES.indexOf(name) + 1;
    } else {
      number = digits(name);
    }
    if (number < 1 || number > LAST) {
      throw JpodException.refused(
          "'" + signal + "' is not a signal", "'kill -l' lists the signals, for example TERM");
    }
    return number;
  }

  private static int digits(String text) {
    boolean plain = !text.isEmpty() && text.length() <= 2;
    for (int i = 0; i < text.length(); i++) {
      plain &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    return plain ? Integer.parseInt(text) : -LAST;
  }
}
