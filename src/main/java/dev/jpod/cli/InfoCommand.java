package dev.jpod.cli;

import dev.jpod.host.Programs;
import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedHost;
import dev.jpod.store.StackFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** {@code jpod info}. */
final class InfoCommand implements Subcommand {
  private static final List<String> NEEDED =
      List.of(
          "conmon", "cp", "date", "flock", "ln", "mount", "mv", "rm", "setpriv", "setsid", "sh",
          "sleep", "umount", "wc");

  @Override
  public void describe(Syntax syntax) {
    syntax
        .about("Shows where jpod keeps things, what it works with, and how much there is.")
        .output()
        .example("jpod info", "Shows it for people.")
        .section(
            "Fields of the JSON object",
            List.of(
                "  version, root, runroot, runtime",
                "  runtimePath, conmonPath     empty when the program is not there",
                "  missing     programs that containers need and this host lacks",
                "  containers, running, images, volumes, stacks    how many there are"))
        .exit(ExitCode.DONE)
        .exit(ExitCode.FAILED)
        .exit(ExitCode.USAGE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    Map<String, String> words = words(wiring);
    List<String> missing = missing(wiring);
    Map<String, Integer> counts = counts(wiring);
    Output out = wiring.console().out();
    switch (arguments.format()) {
      case TEXT -> {
        words.forEach((name, value) -> line(out, name, value.isEmpty() ? "not there" : value));
        if (!missing.isEmpty()) {
          line(out, "missing", String.join(", ", missing));
          line(out, "to do", "on Debian: apt-get install " + packages(missing));
        }
        counts.forEach((name, value) -> line(out, name, value.toString()));
      }
      case JSON ->
          JsonOutput.document(
              out,
              json -> {
                json.writeStartObject();
                words.forEach(json::writeStringProperty);
                json.writeArrayPropertyStart("missing");
                missing.forEach(json::writeString);
                json.writeEndArray();
                counts.forEach(json::writeNumberProperty);
                json.writeEndObject();
              });
    }
    return ExitCode.DONE.code();
  }

  private static void line(Output out, String name, String value) {
    out.line(name + " ".repeat(14 - name.length()) + value);
  }

  private static Map<String, String> words(Wiring wiring) {
    Map<String, String> words = new LinkedHashMap<>();
    String runtime = wiring.settings().runtime();
    words.put("version", VersionCommand.version());
    words.put("root", wiring.layout().root().toString());
    words.put("runroot", wiring.layout().runroot().toString());
    words.put("runtime", runtime);
    words.put("runtimePath", path(runtime));
    words.put("conmonPath", path("conmon"));
    return words;
  }

  private static String path(String program) {
    Path found = Programs.ofHost().find(program);
    return found == null ? "" : found.toString();
  }

  private static List<String> missing(Wiring wiring) {
    List<String> missing = new ArrayList<>();
    for (String program : NEEDED) {
      if (path(program).isEmpty()) {
        missing.add(program);
      }
    }
    if (path(wiring.settings().runtime()).isEmpty()) {
      missing.add(wiring.settings().runtime());
    }
    return missing;
  }

  private static String packages(List<String> programs) {
    Set<String> packages = new TreeSet<>();
    for (String program : programs) {
      packages.add(Programs.debianPackage(program.substring(program.lastIndexOf('/') + 1)));
    }
    return String.join(" ", packages);
  }

  private static Map<String, Integer> counts(Wiring wiring) {
    ObservedHost host = wiring.engine().observer().observe();
    int running = 0;
    for (ObservedContainer container : host.containers()) {
      if (container.status() instanceof ContainerStatus.Running) {
        running++;
      }
    }
    Map<String, Integer> counts = new LinkedHashMap<>();
    counts.put("containers", host.containers().size());
    counts.put("running", running);
    counts.put("images", wiring.images().list().size());
    counts.put("volumes", host.volumes().size());
    counts.put("stacks", StackFiles.names(wiring.layout()).size());
    return counts;
  }
}
