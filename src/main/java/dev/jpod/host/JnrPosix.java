package dev.jpod.host;

import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;

/** {@link Posix} by jnr-posix. */
final class JnrPosix implements Posix {
  static final JnrPosix INSTANCE = new JnrPosix(POSIXFactory.getNativePOSIX());

  private final POSIX posix;

  private JnrPosix(POSIX posix) {
    this.posix = posix;
  }

  @Override
  public boolean kill(long pid, int signal) {
    return posix.kill(pid, signal) == 0;
  }

  @Override
  public int effectiveUser() {
    return posix.geteuid();
  }

  @Override
  public boolean isTerminal(int descriptor) {
    return posix.libc().isatty(descriptor) == 1;
  }
}
