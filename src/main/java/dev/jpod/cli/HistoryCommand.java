package dev.jpod.cli;

import dev.jpod.host.TerminalSize;
import dev.jpod.store.StackRevision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code jpod history}. */
final class HistoryCommand implements Subcommand {
  private static final int STANDARD_OUTPUT = 1;

  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Lists the revisions of a stack, the newest first.",
            "Each apply that changed something is a revision, also one that failed. The current one"
                + " is the last that did not fail. The stack's keepRevisions says how many are"
                + " kept; images of good ones stay in the store.",
            "On a terminal, what is too long for a line is shortened; in a pipe and as JSON it is"
                + " there in full.",
            "The history of an image is shown by 'jpod image history'.")
        .operand("STACK", Syntax.Arity.AT_MOST_ONE, NamedStack.OPERAND);
    ManifestArguments.describeForNamedStack(syntax);
    syntax
        .output()
        .example("jpod history shop", "Lists the revisions of the stack shop.")
        .example("jpod history -f stack.yaml -o json", "For a program.")
        .section("Fields of the JSON objects", RevisionJson.FIELDS)
        .exit(ExitCode.DONE)
        .exit(1, "failed, or there is no such stack")
        .exit(ExitCode.USAGE)
        .exit(ExitCode.INVALID_MANIFEST);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    NamedStack stack = NamedStack.of(arguments, wiring).withAtMost(0);
    List<StackRevision> revisions = stack.revisions(wiring);
    StackRevision current = stack.store(wiring).current();
    Console console = wiring.console();
    switch (arguments.format()) {
      case JSON ->
          JsonOutput.array(
              console.out(),
              revisions,
              (json, revision) -> RevisionJson.put(json, revision, current));
      case TEXT -> {
        if (wiring.isQuiet()) {
          revisions.forEach(revision -> console.out().line("r" + revision.serial()));
        } else {
          Table table = table(revisions, current, Instant.now());
          if (console.terminals().out()) {
            table.fit(TerminalSize.of(STANDARD_OUTPUT).columns(), console.symbols().written("…"));
          }
          table.write(console.out(), console.outPaint());
        }
      }
    }
    return ExitCode.DONE.code();
  }

  private static Table table(
      List<StackRevision> revisions, @Nullable StackRevision current, Instant now) {
    Table table = new Table("REVISION", "WHEN", "OUTCOME", "BY", "FROM", "CHANGES");
    for (StackRevision revision : revisions) {
      String user = revision.attempt().user();
      table.row(
          "r" + revision.serial(),
          Times.roughly(Duration.between(revision.at(), now)) + " ago",
          RevisionText.outcome(revision, current),
          user.isEmpty() ? "-" : Failures.harmless(user),
          Failures.harmless(RevisionText.origin(revision)),
          Failures.harmless(RevisionText.summary(revision)));
    }
    return table;
  }
}
