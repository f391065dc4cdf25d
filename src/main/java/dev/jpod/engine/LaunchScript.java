package dev.jpod.engine;

import dev.jpod.host.Command;
import dev.jpod.host.CommandResult;
import dev.jpod.host.ProcessRunner;
import dev.jpod.host.Programs;
import dev.jpod.model.JpodException;
import dev.jpod.store.StoreLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program {@code container.sh}, which starts containers and runs when they end. */
final class LaunchScript {
  private static final byte[] GO = {'g', 'o', '\n'};

  private final Programs programs;
  private final ProcessRunner runner;
  private final StoreScript script;

  LaunchScript(StoreLayout layout, Programs programs, ProcessRunner runner) {
    this.programs = programs;
    this.runner = runner;
    this.script = new StoreScript(layout, "container");
  }

  /** The place of this version's script; puts it there when it is missing. */
  Path installed() {
    return script.installed();
  }

  /** The words with which conmon runs the script after an end; the attempt's number goes last. */
  List<String> exitCommand(ContainerFiles files) {
    return words("exited", files);
  }

  private List<String> words(String verb, ContainerFiles files) {
    return List.of(
        programs.require("sh").toString(),
        installed().toString(),
        verb,
        files.bundle().toString(),
        files.run().toString());
  }

  /**
   * Starts a container; a running one stays as it is. It is made at once, but runs no instruction
   * before the gate is open; when that fails, so does the start.
   */
  CommandResult start(ContainerFiles files, Gate gate) {
    return runner.run(Command.of(words("start", files)).reading(GO), gate::await);
  }

  /** Does what conmon would have had done after an end, where conmon is gone. */
  void exited(ContainerFiles files, String attempt) {
    List<String> words = new ArrayList<>(exitCommand(files));
    words.add(attempt);
    require(words, files, "cleaning up after");
  }

  /**
   * Ends whoever checks the health of a container, and lets its check begin anew if it has one and
   * runs. The caller holds the container's lock.
   */
  void check(ContainerFiles files) {
    require(words("check", files), files, "checking the health of");
  }

  private void require(List<String> words, ContainerFiles files, String doing) {
    CommandResult result = runner.run(Command.of(words));
    if (!result.succeeded()) {
      throw JpodException.failed(
          doing + " container '" + files.id() + "' failed: " + result.complaint(),
          "run the command again");
    }
  }
}
