package dev.jpod.cli;

import dev.jpod.cli.Paint.Style;
import dev.jpod.store.Attempt;
import dev.jpod.store.StackRevision;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code jpod show}. */
final class ShowCommand implements Subcommand {
  private static final int LABEL = 11;

  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Shows a revision of a stack: how it came about, its images, and then its text.",
            "Of secrets only the names are shown, and nothing else is kept.")
        .operand("STACK", Syntax.Arity.AT_MOST_ONE, NamedStack.OPERAND)
        .operand(
            "N",
            Syntax.Arity.AT_MOST_ONE,
            "The number of the revision, as 'jpod history' shows it. Default: the current one.");
    ManifestArguments.describeForNamedStack(syntax);
    syntax
        .output()
        .example("jpod show shop", "Shows what the stack is at.")
        .example("jpod show shop 3 --quiet > stack.yaml", "Writes the text of a revision.")
        .section(
            "Fields of the JSON object",
            concat(
                RevisionJson.FIELDS,
                List.of(
                    "  images      objects with reference, digest, manifest and id",
                    "  secrets     their names",
                    "  contents    what was read from files: kind (config, envFile), name, digest",
                    "  variables   what was interpolated, and the fields that --set gave",
                    "  sources     the texts: objects with name and text")))
        .exit(ExitCode.DONE)
        .exit(1, "failed, or there is no such revision")
        .exit(ExitCode.USAGE)
        .exit(ExitCode.INVALID_MANIFEST);
  }

  private static List<String> concat(List<String> one, List<String> other) {
    List<String> both = new ArrayList<>(one);
    both.addAll(other);
    return both;
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    NamedStack stack = NamedStack.of(arguments, wiring).withAtMost(1);
    StackRevision current = stack.store(wiring).current();
    StackRevision revision =
        stack.rest().isEmpty()
            ? current == null ? stack.revisions(wiring).getFirst() : current
            : stack.revision(stack.rest().getFirst(), wiring);
    Output out = wiring.console().out();
    switch (arguments.format()) {
      case JSON ->
          JsonOutput.document(
              out,
              json -> {
                json.writeStartObject();
                RevisionJson.putAll(json, revision, current);
                json.writeEndObject();
              });
      case TEXT -> {
        if (!wiring.isQuiet()) {
          head(revision, current, wiring.console()).forEach(out::line);
        }
        texts(revision, wiring);
      }
    }
    return ExitCode.DONE.code();
  }

  private static List<String> head(
      StackRevision revision, @Nullable StackRevision current, Console console) {
    Attempt attempt = revision.attempt();
    List<String> lines = new ArrayList<>();
    lines.add(
        console.outPaint().paint(Style.BOLD, revision.stack() + "  r" + revision.serial())
            + "  "
            + RevisionText.outcome(revision, current));
    lines.add(
        line(
            "when",
            revision.at().truncatedTo(ChronoUnit.SECONDS)
                + ", after "
                + Times.seconds(Duration.between(attempt.began(), revision.at()))));
    addUnlessEmpty("by", attempt.user(), lines);
    addUnlessEmpty(
        "command", attempt.command().isEmpty() ? "" : "jpod " + attempt.command(), lines);
    addUnlessEmpty("from", RevisionText.origin(revision), lines);
    addUnlessEmpty("changes", attempt.summary(), lines);
    addUnlessEmpty("error", attempt.error() == null ? "" : attempt.error(), lines);
    for (StackRevision.Image image : revision.images()) {
      lines.add(line("image", image.reference() + "  " + image.digest().value()));
    }
    for (Map.Entry<String, String> variable : new TreeMap<>(revision.variables()).entrySet()) {
      lines.add(line("variable", variable.getKey() + "=" + variable.getValue()));
    }
    for (StackRevision.Content content : revision.contents()) {
      lines.add(
          line(
              "content",
              content.kind().word() + " " + content.name() + "  " + content.digest().value()));
    }
    for (String secret : new TreeMap<>(revision.secrets()).keySet()) {
      lines.add(line("secret", secret));
    }
    return lines;
  }

  private static void addUnlessEmpty(String label, String text, List<String> lines) {
    if (!text.isEmpty()) {
      lines.add(line(label, text));
    }
  }

  private static String line(String label, String text) {
    return "  " + label + " ".repeat(LABEL - label.length()) + Failures.harmless(text);
  }

  /** As they are where they can be used, and harmless where somebody looks. */
  private static void texts(StackRevision revision, Wiring wiring) {
    Output out = wiring.console().out();
    for (StackRevision.Source source : revision.sources()) {
      if (wiring.isQuiet()) {
        out.text(source.text());
        continue;
      }
      out.line("");
      out.line(
          wiring.console().outPaint().paint(Style.DIM, "# " + Failures.harmless(source.name())));
      source.text().lines().forEach(line -> out.line(Failures.harmless(line)));
    }
  }
}
