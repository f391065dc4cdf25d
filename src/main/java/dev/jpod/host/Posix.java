package dev.jpod.host;

/**
 * What POSIX has and the JDK has not. Made on first use and costly then (jnr-posix loads a native
 * library): no path that only looks, or that finds nothing to do, may ask for it.
 */
public interface Posix {
  /** The operating system that this process runs on. */
  static Posix ofHost() {
    return JnrPosix.INSTANCE;
  }

  /**
   * Sends a signal to a process that may have ended.
   *
   * @return whether there was such a process and it could be signalled
   */
  boolean kill(long pid, int signal);

  /** The user that this process acts as. */
  int effectiveUser();

  /** Whether a file descriptor is a terminal. */
  boolean isTerminal(int descriptor);
}
