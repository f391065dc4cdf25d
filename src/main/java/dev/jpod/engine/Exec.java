package dev.jpod.engine;

/** Runs programs in running containers, with the caller's own standard streams. */
public interface Exec {
  /**
   * Runs a program.
   *
   * @return its exit code; 126 when it cannot be executed, 127 when it is not there, 128 + n when
   *     signal n ended it, 0 at once when detached
   * @throws NotInvocable when it is seen beforehand that the program cannot be run
   */
  int run(String id, ExecSpec spec);
}
