package dev.jpod.cli;

import dev.jpod.doctor.NeededPrograms;
import dev.jpod.host.Programs;
import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedHost;
import dev.jpod.store.StackFiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code jpod info}. */
final class InfoCommand implements Subcommand {
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
                "  user        whose store it is: 0 for root, else the number of an ordinary user",
                "  storage     overlay, overlay-userxattr, fuse-overlayfs, or copy: what makes root"
                    + " file systems",
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
    List<String> missing = NeededPrograms.missing(Programs.ofHost(), wiring.settings().runtime());
    Map<String, Integer> counts = counts(wiring);
    Output out = wiring.console().out();
    switch (arguments.format()) {
      case TEXT -> {
        words.forEach((name, value) -> line(out, name, value.isEmpty() ? "not there" : value));
        if (!missing.isEmpty()) {
          line(out, "missing", String.join(", ", missing));
          line(out, "to do", NeededPrograms.remedy(missing));
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
    words.put("user", Integer.toString(wiring.around().user()));
    words.put("storage", wiring.images().driver().word());
    words.put("runtime", runtime);
    words.put("runtimePath", path(runtime));
    words.put("conmonPath", path("conmon"));
    return words;
  }

  private static String path(String program) {
    Path found = Programs.ofHost().find(program);
    return found == null ? "" : found.toString();
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
