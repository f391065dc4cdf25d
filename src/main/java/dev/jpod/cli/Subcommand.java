package dev.jpod.cli;

/** One command of jpod: what it accepts, and what it does. */
interface Subcommand {
  /** Says what it accepts and what a person needs to know to use it. */
  void describe(Syntax syntax);

  /**
   * Does it.
   *
   * @return the exit code
   * @throws dev.jpod.model.JpodException when it could not
   */
  int run(Arguments arguments, Wiring wiring);
}
