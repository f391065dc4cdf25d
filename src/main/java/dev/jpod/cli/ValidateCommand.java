package dev.jpod.cli;

import dev.jpod.manifest.Problem;
import dev.jpod.model.Pod;
import dev.jpod.model.Stack;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** {@code jpod validate}. */
final class ValidateCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax.about(
        "Checks manifests, and the lock file beside them, and reports every problem with its file,"
            + " line and column.",
        "Nothing of the host is looked at: whether images, files and secrets are there, 'jpod plan'"
            + " finds out. What the format has and apply cannot do yet is a warning.");
    ManifestArguments.describe(syntax);
    LockFile.describe(syntax);
    syntax
        .output()
        .example("jpod validate -f stack.yaml", "Checks one file.")
        .example("cat stack.yaml | jpod validate -f - -o json", "Problems for a program.")
        .section(
            "Fields of the JSON object",
            List.of(
                "  valid       whether the manifests say what a stack file can say",
                "  stack       its name; absent when it is not valid",
                "  problems    objects with file, line, column, path, message, hint",
                "  warnings    likewise; what is allowed, but perhaps not meant, or what apply"
                    + " still refuses"))
        .exit(ExitCode.DONE)
        .exit(ExitCode.USAGE)
        .exit(ExitCode.INVALID_MANIFEST);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    return switch (arguments.format()) {
      case TEXT -> {
        ReadManifest manifest = ManifestArguments.read(arguments, wiring);
        LockFile.check(arguments, manifest, wiring);
        manifest.warn(wiring.console());
        if (!wiring.isQuiet()) {
          wiring.console().out().line(summary(manifest.read().stack()));
        }
        yield ExitCode.DONE.code();
      }
      case JSON -> json(arguments, wiring);
    };
  }

  private static String summary(Stack stack) {
    int containers = 0;
    for (Pod pod : stack.pods()) {
      containers += pod.replicas() * pod.containers().size();
    }
    return stack.name()
        + ": valid, "
        + counted(stack.pods().size(), "pod")
        + ", "
        + counted(containers, "container");
  }

  private static String counted(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private static int json(Arguments arguments, Wiring wiring) {
    Output out = wiring.console().out();
    try {
      ReadManifest manifest = ManifestArguments.read(arguments, wiring);
      LockFile.check(arguments, manifest, wiring);
      JsonOutput.document(
          out,
          json -> {
            json.writeStartObject()
                .writeBooleanProperty("valid", true)
                .writeStringProperty("stack", manifest.read().stack().name());
            problems(json, "problems", List.of());
            problems(json, "warnings", manifest.read().warnings());
            json.writeEndObject();
          });
      return ExitCode.DONE.code();
    } catch (RefusedManifest e) {
      JsonOutput.document(
          out,
          json -> {
            json.writeStartObject().writeBooleanProperty("valid", false);
            problems(json, "problems", e.reason().problems());
            problems(json, "warnings", List.of());
            json.writeEndObject();
          });
      return ExitCode.INVALID_MANIFEST.code();
    }
  }

  private static void problems(JsonGenerator json, String name, List<Problem> problems) {
    json.writeName(name).writeStartArray();
    for (Problem problem : problems) {
      json.writeStartObject()
          .writeStringProperty("file", problem.place().file())
          .writeNumberProperty("line", problem.place().line())
          .writeNumberProperty("column", problem.place().column())
          .writeStringProperty("path", problem.path())
          .writeStringProperty("message", problem.message())
          .writeStringProperty("hint", problem.hint())
          .writeEndObject();
    }
    json.writeEndArray();
  }
}
