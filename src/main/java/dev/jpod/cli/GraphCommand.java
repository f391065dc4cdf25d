package dev.jpod.cli;

import dev.jpod.export.Graph;
import dev.jpod.export.StackGraph;

/** {@code jpod graph}. */
final class GraphCommand implements Subcommand {
  private static final String FORMAT = "--format";

  @Override
  public void describe(Syntax syntax) {
    syntax.about(
        "Draws what manifests ask for: pods with their containers, what they depend on and in which"
            + " condition, networks, volumes and published ports.",
        "Nothing of the host is looked at. 'jpod plan --graph' draws the steps of a plan.");
    ManifestArguments.describe(syntax);
    syntax
        .option(
            FORMAT,
            "FORMAT",
            "dot for Graphviz, mermaid for Markdown, or svg, a picture that needs nothing else."
                + " Default: dot.")
        .example("jpod graph -f stack.yaml | dot -Tpdf > stack.pdf", "Has Graphviz draw it.")
        .example("jpod graph -f stack.yaml --format svg > stack.svg", "Draws it itself.")
        .exit(ExitCode.DONE)
        .exit(ExitCode.USAGE)
        .exit(ExitCode.INVALID_MANIFEST);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    Graph.Format format = format(FORMAT, arguments.value(FORMAT, "dot"));
    ReadManifest manifest = ManifestArguments.read(arguments, wiring);
    wiring.console().out().text(format.text(StackGraph.of(manifest.read().stack())));
    return ExitCode.DONE.code();
  }

  /** The format that a value of an option names. */
  static Graph.Format format(String option, String value) {
    return switch (value) {
      case "dot" -> Graph.Format.DOT;
      case "mermaid" -> Graph.Format.MERMAID;
      case "svg" -> Graph.Format.SVG;
      default -> throw Arguments.wrong(option, value, "dot, mermaid or svg");
    };
  }
}
