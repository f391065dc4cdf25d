package dev.jpod.cli;

import dev.jpod.registry.LoginName;
import dev.jpod.registry.Logins;
import dev.jpod.registry.RegistrySettings;

/** {@code jpod logout}. */
final class LogoutCommand implements Subcommand {
  private static final String ALL = "--all";

  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Forgets the credential for a registry.",
            "It is removed from the file that a login writes, or from the program that this file"
                + " names. Other files are left alone.")
        .operand(RegistryOperand.LABEL, Syntax.Arity.AT_MOST_ONE, RegistryOperand.MEANING)
        .flag("-a," + ALL, "Forget the credentials for all registries.");
    RegistryArguments.describeFile(syntax);
    syntax
        .example("jpod logout quay.io", "Forgets who was logged in there.")
        .example("jpod logout --all", "Forgets all that a login has written.")
        .exit(ExitCode.DONE)
        .exit(1, "nobody is logged in, or the file cannot be written")
        .exit(3, "the credential is in a file that jpod does not write")
        .exit(ExitCode.USAGE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    RegistrySettings settings = RegistryArguments.settingsOfLogin(arguments, wiring);
    Logins logins = new Logins(settings);
    String whom;
    if (arguments.has(ALL)) {
      if (!arguments.operands().isEmpty()) {
        throw WrongUsage.usage("there is a registry beside --all", "give one of the two");
      }
      logins.logoutAll();
      whom = "all registries";
    } else {
      LoginName name = RegistryOperand.of(arguments, settings);
      logins.logout(name);
      whom = "'" + name + "'";
    }
    if (!wiring.isQuiet()) {
      wiring.console().out().line("logged out of " + whom);
    }
    return ExitCode.DONE.code();
  }
}
