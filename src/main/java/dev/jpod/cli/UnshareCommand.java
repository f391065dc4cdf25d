package dev.jpod.cli;

import dev.jpod.doctor.Doctor;
import dev.jpod.host.Programs;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;

/**
 * {@code jpod unshare}. The launcher itself turns into the program; what comes here is what it left
 * alone.
 */
final class UnshareCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Runs a program in the user and mount namespaces of an ordinary user's containers,"
                + " where he is called root, files have the owners that containers see, and the"
                + " containers' file systems are mounted.",
            "Everything that follows is the program's, options too. Its exit code is that of jpod.")
        .operand(
            "PROGRAM", Syntax.Arity.ANY, "The program with its arguments; else the user's shell.")
        .example("jpod unshare", "A shell.")
        .example(
            "jpod unshare ls -ln ~/.local/share/jpod/volumes", "Owners as containers see them.")
        .example("jpod unshare rm -r old-data", "Removes files that belong to users of containers.")
        .exit(ExitCode.DONE)
        .exit(ExitCode.REFUSED)
        .exit(ExitCode.USAGE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    Surroundings.Caller caller = wiring.around().caller();
    if (caller.user().isRoot()) {
      throw JpodException.refused(
          "root works without a user namespace", "run the program itself, without jpod");
    }
    if (!caller.refusal().isEmpty()) {
      throw new Doctor(caller.user(), Programs.ofHost()).refusal(caller.refusal());
    }
    throw new JpodException(
        Failure.USAGE,
        "options of jpod have no meaning before 'unshare'",
        "write 'jpod unshare' and then the program");
  }
}
