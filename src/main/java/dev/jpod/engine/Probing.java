package dev.jpod.engine;

import dev.jpod.host.Command;
import dev.jpod.host.CommandResult;
import dev.jpod.model.JpodException;
import dev.jpod.store.ContainerRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Probes containers when somebody asks for it. */
final class Probing {
  /** What a probe that is under way, the asked one and the end of a container may take besides. */
  private static final Duration RESERVE = Duration.ofMinutes(1);

  private static final int TIMEOUT_LINE = 3;

  private final Workshop workshop;

  Probing(Workshop workshop) {
    this.workshop = workshop;
  }

  /** Probes once, as {@code health.sh} does by itself, and repairs what keeps the check up. */
  HealthReport.Result probe(String id) {
    ContainerRecord record = workshop.records().require(id);
    ContainerFiles files = workshop.files(id);
    requireProcess(record, files);
    List<String> check = check(record, files);
    try (ContainerLock _ = ContainerLock.take(files)) {
      if (!HealthFiles.isKeptUp(files)) {
        workshop.script().check(files);
      }
    }
    Command command =
        Command.of(
            List.of(
                workshop.programs().require("sh").toString(),
                check.getFirst(),
                "once",
                files.bundle().toString(),
                files.run().toString()));
    CommandResult result = workshop.runner().run(patient(command, record, check));
    String number = result.output().strip();
    HealthReport.Result found = number.isEmpty() ? null : HealthFiles.result(files, number);
    if (found == null) {
      requireProcess(record, files);
      throw JpodException.failed(
          "container '" + record.name() + "' could not be probed: " + result.complaint(),
          "run the command again");
    }
    return found;
  }

  private static Command patient(Command command, ContainerRecord record, List<String> check) {
    Duration probe = Duration.ofMillis(Long.parseLong(check.get(TIMEOUT_LINE)));
    return command.within(probe.multipliedBy(2).plus(record.stopTimeout()).plus(RESERVE));
  }

  private static List<String> check(ContainerRecord record, ContainerFiles files) {
    String text = Vitals.text(files.check());
    if (text == null) {
      throw JpodException.refused(
          "container '" + record.name() + "' has no health check",
          "give it a healthCheck in its stack file, and apply that");
    }
    return text.lines().toList();
  }

  private void requireProcess(ContainerRecord record, ContainerFiles files) {
    if (!Vitals.read(files).isRunning()) {
      throw JpodException.refused(
          "container '" + record.name() + "' does not run, so it cannot be probed",
          "start it first");
    }
    Path stopped = files.stopped();
    if (Files.exists(stopped)) {
      throw JpodException.refused(
          "container '" + record.name() + "' is being stopped", "start it first");
    }
    if (workshop.cgroups().isFrozen(record.cgroup())) {
      throw JpodException.refused(
          "container '" + record.name() + "' is paused, so it cannot be probed",
          "unpause it first");
    }
  }
}
