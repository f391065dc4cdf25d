package dev.jpod.cli;

import dev.jpod.engine.ExecSpec;
import dev.jpod.engine.ExecSpec.Ending;
import dev.jpod.engine.NotInvocable;
import dev.jpod.observed.ObservedContainer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code jpod exec}. */
final class ExecCommand implements Subcommand {
  private static final String INTERACTIVE = "--interactive";
  private static final String TTY = "--tty";
  private static final String ENV = "--env";
  private static final String USER = "--user";
  private static final String WORKDIR = "--workdir";
  private static final String DETACH = "--detach";
  private static final String PRIVILEGED = "--privileged";

  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Runs a command in a running container, with this process's own streams.",
            "Everything after the container belongs to the command; options of jpod come before.")
        .stopAtOperand()
        .flag("-i," + INTERACTIVE, "Let the command read standard input.")
        .flag("-t," + TTY, "Give the command a terminal; standard input must be one.")
        .flag("-d," + DETACH, "Do not wait for the command.")
        .options("-e," + ENV, "NAME=VALUE", "Set a variable; NAME alone takes jpod's own.")
        .option("-u," + USER, "USER", "As a user: a name or number, and perhaps :group.")
        .option("-w," + WORKDIR, "DIR", "In a folder of the container.")
        .flag(PRIVILEGED, "With all capabilities.")
        .operand("CONTAINER", Syntax.Arity.ONE, Syntax.CONTAINER)
        .operand("COMMAND", Syntax.Arity.AT_LEAST_ONE, "The command and its arguments.")
        .example("jpod exec -it web sh", "Opens a shell.")
        .example("jpod exec -i db psql < dump.sql", "Feeds a file to a program.")
        .example("jpod exec -e LANG=C -w /tmp web[1] ls -l", "In the second replica of web.")
        .exit(ExitCode.ENGINE)
        .exit(126, "the command cannot be executed")
        .exit(127, "the command is not there")
        .exit("else", "the command's own; 128 + n when signal n ended it");
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    List<String> operands = arguments.operands();
    boolean tty = arguments.has(TTY);
    if (tty && !wiring.console().terminals().in()) {
      throw WrongUsage.usage(
          "-t needs a terminal, but standard input is none", "leave -t away, or use -i alone");
    }
    ExecSpec spec =
        new ExecSpec(
            operands.subList(1, operands.size()),
            environment(arguments.values(ENV), wiring.around()),
            arguments.value(USER),
            arguments.value(WORKDIR),
            tty,
            arguments.has(INTERACTIVE),
            arguments.has(PRIVILEGED),
            arguments.has(DETACH) ? Ending.DETACH : Ending.WAIT);
    ObservedContainer container = ContainerSelection.of(wiring).one(operands.getFirst());
    try {
      return wiring.engine().exec().run(container.id(), spec);
    } catch (NotInvocable e) {
      wiring.failures().report(e);
      return e.exitCode();
    }
  }

  private static Map<String, String> environment(List<String> entries, Surroundings around) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String entry : entries) {
      int equals = entry.indexOf('=');
      String name = equals < 0 ? entry : entry.substring(0, equals);
      if (name.isEmpty()) {
        throw Arguments.wrong(ENV, entry, "NAME=VALUE or NAME");
      }
      String own = around.environment().get(name);
      if (equals >= 0) {
        environment.put(name, entry.substring(equals + 1));
      } else if (own != null) {
        environment.put(name, own);
      }
    }
    return environment;
  }
}
