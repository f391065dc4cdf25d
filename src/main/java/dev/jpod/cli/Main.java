package dev.jpod.cli;

import dev.jpod.cli.Console.Colours;
import dev.jpod.cli.Failures.Detail;
import dev.jpod.doctor.Doctor;
import dev.jpod.host.Programs;
import java.util.ArrayList;
import java.util.List;

/** The {@code jpod} command. */
public final class Main {
  private final Surroundings around;
  private final Output out;
  private Console console;
  private Failures failures;

  private Main(Surroundings around) {
    this.around = around;
    this.out = new Output(around.out());
    this.console = new Console(around, out, Colours.AUTO);
    this.failures = new Failures(console, Detail.SENTENCE);
  }

  /** Runs one command line and leaves the process with its exit code. */
  public static void main(String[] args) {
    HeadStart.take();
    int code = run(Surroundings.ofProcess(), args);
    if (code == ExitCode.INTERRUPTED.code()) {
      System.exit(code);
    }
    // What System.exit does first, look for a logger, takes longer than a short command itself.
    Runtime.getRuntime().halt(code);
  }

  /** Runs one command line in this process; the answer is its exit code. */
  static int run(Surroundings around, String... args) {
    return new Main(around).run(args);
  }

  private int run(String... args) {
    CommandName name;
    Invocation invocation;
    try {
      invocation = Invocation.of(args);
      if (invocation.words().isEmpty()) {
        console.draw(Overview.of("", console.errPaint()));
        return ExitCode.USAGE.code();
      }
      name = invocation.command();
    } catch (RuntimeException problem) {
      return failures.report(problem).code();
    }
    try {
      int code = run(name, invocation);
      out.flush();
      return code;
    } catch (Throwable problem) {
      keepWhatIsThere(problem);
      return name.group().codeOf(failures.report(problem)).code();
    }
  }

  private int run(CommandName name, Invocation invocation) {
    Subcommand command = name.create();
    Arguments own = Syntax.of(name, command).with(CommonOptions.create()).read(invocation.rest());
    List<Arguments> places = new ArrayList<>(invocation.before());
    places.add(own);
    Settings settings = new Settings(around, places);
    console = new Console(around, out, settings.colours());
    failures = new Failures(console, settings.detail());
    if (own.has(CommonOptions.HELP)) {
      out.text(Syntax.of(name, command).help(console.outPaint()));
      return ExitCode.DONE.code();
    }
    if (name.needsStore()) {
      requireEntry();
    }
    return command.run(own, new Wiring(around, console, settings, failures));
  }

  /** An ordinary user's store is nowhere but in his namespaces. */
  private void requireEntry() {
    Surroundings.Caller caller = around.caller();
    if (!caller.refusal().isEmpty()) {
      throw new Doctor(caller.user(), Programs.ofHost()).refusal(caller.refusal());
    }
  }

  /** The results up to a failure are results. */
  private void keepWhatIsThere(Throwable problem) {
    if (!(problem instanceof Output.Lost)) {
      try {
        out.flush();
      } catch (Output.Lost lost) {
        problem.addSuppressed(lost);
      }
    }
  }
}
