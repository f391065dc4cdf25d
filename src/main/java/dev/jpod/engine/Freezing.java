package dev.jpod.engine;

import dev.jpod.host.Command;
import dev.jpod.host.CommandResult;
import dev.jpod.model.JpodException;
import dev.jpod.runtime.RuntimeCommands;
import dev.jpod.store.ContainerRecord;
import java.util.List;

/** Freezes and thaws containers. */
final class Freezing {
  private final Workshop workshop;

  Freezing(Workshop workshop) {
    this.workshop = workshop;
  }

  ContainerRecord pause(String id) {
    ContainerFiles files = workshop.files(id);
    ContainerRecord record = workshop.records().require(id);
    try (ContainerLock _ = ContainerLock.take(files)) {
      if (record.cgroup().isEmpty()) {
        throw withoutCgroup(record);
      }
      if (!Vitals.read(files).isRunning()) {
        throw JpodException.refused(
            "container '" + record.name() + "' does not run, so it cannot be paused",
            "start it first");
      }
      if (!workshop.cgroups().isFrozen(record.cgroup())) {
        RuntimeCommands runtime = workshop.launchFiles().commands(record);
        run(record, runtime.pause(id), "be paused");
      }
    }
    return record;
  }

  private JpodException withoutCgroup(ContainerRecord record) {
    String name = "container '" + record.name() + "'";
    return switch (workshop.cgroups().place()) {
      case CgroupPlace.None none ->
          JpodException.refused(
              name + " has no cgroup, so it cannot be paused: " + none.reason(), none.hint());
      case CgroupPlace.Below _ ->
          JpodException.refused(
              name + " was made without a cgroup, so it cannot be paused",
              "remove it by 'jpod rm --force " + record.name() + "' and apply its stack again");
    };
  }

  ContainerRecord unpause(String id) {
    ContainerFiles files = workshop.files(id);
    ContainerRecord record = workshop.records().require(id);
    try (ContainerLock _ = ContainerLock.take(files)) {
      if (workshop.cgroups().isFrozen(record.cgroup())) {
        RuntimeCommands runtime = workshop.launchFiles().commands(record);
        run(record, runtime.resume(id), "be unpaused");
      }
    }
    return record;
  }

  private void run(ContainerRecord record, List<String> argv, String doing) {
    CommandResult result = workshop.runner().run(Command.of(argv));
    if (!result.succeeded()) {
      throw JpodException.failed(
          "container '"
              + record.name()
              + "' could not "
              + doing
              + ": "
              + StartFailure.unwrapped(result.error()),
          "the runtime's words tell the cause");
    }
  }
}
