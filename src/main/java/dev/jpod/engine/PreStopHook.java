package dev.jpod.engine;

import dev.jpod.host.Command;
import dev.jpod.host.CommandResult;
import dev.jpod.json.JsonTree;
import dev.jpod.model.JpodException;
import dev.jpod.model.PreStop;
import dev.jpod.runtime.ConmonCommand.Terminal;
import dev.jpod.runtime.ExecProcess;
import dev.jpod.runtime.ExecRequest;
import dev.jpod.store.ContainerRecord;
import dev.jpod.store.Event;
import dev.jpod.store.EventLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Runs what a container asked to have run in it before it is stopped. Whatever comes of that, the
 * container is stopped; a failure is an event.
 */
final class PreStopHook {
  /** Where the fields that were applied have it. */
  static final String FIELD = "preStop";

  /** What is left for the stop itself when the hook has used the time up, as with Kubernetes. */
  private static final Duration LEAST_FOR_STOP = Duration.ofSeconds(2);

  private final Workshop workshop;
  private final ContainerRecord record;

  PreStopHook(Workshop workshop, ContainerRecord record) {
    this.workshop = workshop;
    this.record = record;
  }

  /**
   * Runs the hook, if the container has one and is to be given time to stop.
   *
   * @param patience for hook and stop together
   * @return what is left of it for the stop
   */
  Duration run(Duration patience) {
    PreStop hook = patience.isZero() ? null : asked();
    if (hook == null) {
      return patience;
    }
    long start = System.nanoTime();
    Duration timeout = hook.timeout().compareTo(patience) < 0 ? hook.timeout() : patience;
    try {
      workshop.cgroups().thaw(record.cgroup());
      CommandResult result = execute(hook, timeout);
      if (!result.succeeded()) {
        report(Map.of("code", Integer.toString(result.exitCode())));
      }
    } catch (JpodException | IOException e) {
      report(Map.of("reason", e instanceof JpodException known ? known.failure().name() : "IO"));
    }
    Duration left = patience.minusNanos(System.nanoTime() - start);
    Duration least = patience.compareTo(LEAST_FOR_STOP) < 0 ? patience : LEAST_FOR_STOP;
    return left.compareTo(least) < 0 ? least : left;
  }

  private CommandResult execute(PreStop hook, Duration timeout) throws IOException {
    ContainerFiles files = workshop.files(record.id());
    ExecRequest request =
        new ExecRequest(hook.command(), Map.of(), null, null, null, Terminal.NONE);
    try (ExecFolder folder = ExecFolder.make(files)) {
      Path process = folder.write(ExecProcess.of(Bundle.read(files), request));
      List<String> argv =
          new ArrayList<>(
              workshop.launchFiles().commands(record).exec(record.id(), process.toString()));
      return workshop.runner().run(Command.of(argv).within(timeout));
    }
  }

  private @Nullable PreStop asked() {
    String text = record.applied().get(FIELD);
    if (text == null) {
      return null;
    }
    try {
      JsonNode json = JsonTree.read(text.getBytes(StandardCharsets.UTF_8));
      List<String> command = new ArrayList<>();
      json.path("command").forEach(word -> command.add(word.asString("")));
      return command.isEmpty()
          ? null
          : new PreStop(command, Duration.ofMillis(json.path("timeout").asLong(0)));
    } catch (JacksonException e) {
      return null;
    }
  }

  private void report(Map<String, String> details) {
    new EventLog(workshop.layout().events())
        .append(
            new Event(
                workshop.clock().instant(),
                "pre-stop-failed",
                record.id(),
                record.name(),
                details));
  }
}
