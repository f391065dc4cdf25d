package dev.jpod.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** {@code jpod completion}. */
final class CompletionCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Writes a script that lets the shell complete jpod's commands and options.",
            "The script is for bash, and for zsh with its bashcompinit.")
        .operand("SHELL", Syntax.Arity.ONE, "bash or zsh.")
        .example(
            "jpod completion bash > /etc/bash_completion.d/jpod", "For every user, from now on.")
        .example("source <(jpod completion zsh)", "For this shell.")
        .exit(ExitCode.DONE)
        .exit(ExitCode.USAGE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    String shell = arguments.operands().getFirst();
    if (!shell.equals("bash") && !shell.equals("zsh")) {
      throw Arguments.wrong("SHELL", shell, "bash or zsh");
    }
    wiring.console().out().text(everything().completion("jpod"));
    return ExitCode.DONE.code();
  }

  private static Syntax everything() {
    Syntax jpod = new Syntax("").with(CommonOptions.create());
    Map<String, Syntax> families = new LinkedHashMap<>();
    for (CommandName name : CommandName.values()) {
      Syntax command = Syntax.of(name, name.create()).with(CommonOptions.create());
      int blank = name.words().indexOf(' ');
      if (blank < 0) {
        jpod.below(name.words(), command);
      } else {
        families
            .computeIfAbsent(name.words().substring(0, blank), Syntax::new)
            .below(name.words().substring(blank + 1), command);
      }
    }
    families.forEach(jpod::below);
    return jpod;
  }
}
