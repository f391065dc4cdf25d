package dev.jpod.cli;

import dev.jpod.model.JpodException;
import dev.jpod.registry.LoginName;
import dev.jpod.registry.Logins;
import dev.jpod.registry.RegistrySettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code jpod login}. */
final class LoginCommand implements Subcommand {
  private static final String USER = "--username";
  private static final String PASSWORD = "--password";
  private static final String PASSWORD_STDIN = "--password-stdin";
  private static final String GET_LOGIN = "--get-login";

  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Logs in to a registry.",
            "The credential is checked by the registry first. It is kept, readable by its owner"
                + " only, in the file that podman and docker share, or by the program that this"
                + " file names in credHelpers or credsStore. What is not given is asked for on the"
                + " terminal.")
        .operand(RegistryOperand.LABEL, Syntax.Arity.AT_MOST_ONE, RegistryOperand.MEANING)
        .option("-u," + USER, "USER", "Who logs in.")
        .flag(PASSWORD_STDIN, "Read the password from standard input.")
        .option(
            "-p," + PASSWORD,
            "PASSWORD",
            "The password. Others on this host can read it in the list of processes: use"
                + " --password-stdin.")
        .flag(GET_LOGIN, "Show who is logged in and end; asks no registry.");
    RegistryArguments.describe(syntax);
    syntax
        .output()
        .example("jpod login quay.io", "Asks for user and password.")
        .example(
            "pass show ci | jpod login -u ci --password-stdin localhost:5000",
            "Logs in without showing the password to anybody.")
        .example("jpod login --get-login", "Shows who is logged in to the usual registry.")
        .section(
            "Fields of the JSON object",
            List.of(
                "  registry    what was logged in to",
                "  user        who is logged in",
                "  keptIn      where the credential is kept now; not with --get-login"))
        .exit(ExitCode.DONE)
        .exit(1, "the registry refuses the credential, or nobody is logged in")
        .exit(ExitCode.REFUSED)
        .exit(ExitCode.USAGE)
        .exit(ExitCode.UNREACHABLE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    Arguments.Format format = arguments.format();
    RegistrySettings settings = RegistryArguments.settingsOfLogin(arguments, wiring);
    LoginName name = RegistryOperand.of(arguments, settings);
    Logins logins = new Logins(settings);
    Console console = wiring.console();
    if (arguments.has(GET_LOGIN)) {
      show(console, format, name, user(logins, name));
      return ExitCode.DONE.code();
    }
    Secrets secrets = new Secrets(console);
    String user = arguments.value(USER);
    String password = arguments.value(PASSWORD);
    if (arguments.has(PASSWORD_STDIN)) {
      requireUsable(user, password);
      password = secrets.ofStandardInput();
    } else if (password != null) {
      console.note(
          "warning: others can read a password on the command line; use " + PASSWORD_STDIN);
    }
    user = user == null ? secrets.line("user at " + name + ": ") : user;
    requireUser(user);
    password = password == null ? secrets.hidden("password of " + user + ": ") : password;
    requireSomething("password", password);
    String keptIn = logins.login(name, user, password);
    switch (format) {
      case JSON -> json(console, name, user, keptIn);
      case TEXT -> {
        if (!wiring.isQuiet()) {
          console.out().line("logged in to '" + name + "' as '" + user + "'; kept in " + keptIn);
        }
      }
    }
    return ExitCode.DONE.code();
  }

  private static String user(Logins logins, LoginName name) {
    String user = logins.user(name);
    if (user == null) {
      throw JpodException.notFound(
          "nobody is logged in to '" + name + "'", "log in with: jpod login " + name);
    }
    return user;
  }

  private static void show(Console console, Arguments.Format format, LoginName name, String user) {
    switch (format) {
      case JSON -> json(console, name, user, null);
      case TEXT -> console.out().line(Failures.harmless(user));
    }
  }

  private static void json(Console console, LoginName name, String user, @Nullable String keptIn) {
    JsonOutput.document(
        console.out(),
        json -> {
          json.writeStartObject();
          json.writeStringProperty("registry", name.toString());
          json.writeStringProperty("user", user);
          if (keptIn != null) {
            json.writeStringProperty("keptIn", keptIn);
          }
          json.writeEndObject();
        });
  }

  private static void requireUsable(@Nullable String user, @Nullable String password) {
    if (user == null) {
      throw WrongUsage.usage(
          PASSWORD_STDIN + " wants to know who logs in", "give the user with " + USER);
    }
    if (password != null) {
      throw WrongUsage.usage(
          "there is a password twice", "give " + PASSWORD_STDIN + " or " + PASSWORD);
    }
  }

  private static void requireSomething(String what, String value) {
    if (value.isEmpty()) {
      throw WrongUsage.usage("the " + what + " is empty", "a login has a user and a password");
    }
  }

  private static void requireUser(String user) {
    requireSomething("user", user);
    if (user.indexOf(':') >= 0) {
      throw WrongUsage.usage("there is a colon in the name of the user", "no registry allows that");
    }
  }
}
