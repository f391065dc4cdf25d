package dev.jpod.cli;

import dev.jpod.doctor.Doctor;
import dev.jpod.doctor.Finding;
import dev.jpod.doctor.Finding.Severity;
import dev.jpod.doctor.NeededPrograms;
import dev.jpod.host.Programs;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code jpod doctor}. */
final class DoctorCommand implements Subcommand {
  @Override
  public void describe(Syntax syntax) {
    syntax
        .about(
            "Looks for what keeps containers from running on this host, and says how to mend it.",
            "It changes nothing, and works where nothing else does: without root it also finds why"
                + " the user namespace cannot be made.")
        .output()
        .example("jpod doctor", "Whether this user can run containers here.")
        .example("jpod doctor -o json | jq -r '.[].remedy'", "What would have to be done.")
        .section(
            "Fields of the JSON objects",
            List.of(
                "  severity    error: nothing works; warning: something does not, or not for long;",
                "              note: what not everybody asks for does not",
                "  what        what is not as it should be",
                "  remedy      what to do about it"))
        .exit(ExitCode.DONE)
        .exit(ExitCode.FAILED)
        .exit(ExitCode.USAGE);
  }

  @Override
  public int run(Arguments arguments, Wiring wiring) {
    List<Finding> findings = findings(wiring);
    Output out = wiring.console().out();
    switch (arguments.format()) {
      case TEXT -> {
        for (Finding finding : findings) {
          out.line(word(finding) + ": " + Failures.harmless(finding.what()));
          out.line("  " + Failures.harmless(finding.remedy()));
        }
        if (findings.isEmpty()) {
          out.line("nothing found: containers can run here");
        }
      }
      case JSON ->
          JsonOutput.document(
              out,
              json -> {
                json.writeStartArray();
                for (Finding finding : findings) {
                  json.writeStartObject();
                  json.writeStringProperty("severity", word(finding));
                  json.writeStringProperty("what", finding.what());
                  json.writeStringProperty("remedy", finding.remedy());
                  json.writeEndObject();
                }
                json.writeEndArray();
              });
    }
    return findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR)
        ? ExitCode.FAILED.code()
        : ExitCode.DONE.code();
  }

  private static List<Finding> findings(Wiring wiring) {
    Programs programs = Programs.ofHost();
    Settings settings = wiring.settings();
    List<Finding> findings = new ArrayList<>();
    List<String> missing = NeededPrograms.missing(programs, settings.runtime());
    if (!missing.isEmpty()) {
      findings.add(
          new Finding(
              Severity.ERROR,
              "programs that containers need are not installed: " + String.join(", ", missing),
              NeededPrograms.remedy(missing)));
    }
    findings.addAll(
        new Doctor(wiring.around().caller().user(), programs)
            .examine(
                settings.root(),
                settings.runroot(),
                settings.rootlessNetwork(),
                wiring.around().caller().refusal()));
    return findings;
  }

  private static String word(Finding finding) {
    return finding.severity().name().toLowerCase(Locale.ROOT);
  }
}
