package dev.jpod.manifest;

import dev.jpod.model.Lifecycle;
import dev.jpod.model.PreStop;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code preStop}: what runs in a container before it is stopped. */
final class PreStopReader {
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private PreStopReader() {}

  /**
   * @param stopTimeout what the container says of its stop, which the hook is a part of
   */
  static @Nullable PreStop read(MapReader container, @Nullable Duration stopTimeout) {
    Value value = container.get("preStop");
    if (value == null) {
      return null;
    }
    MapReader map = new MapReader(value);
    Value command = map.require("command", "say what to run, as command: [nginx, -s, quit]");
    List<String> argv = command == null ? List.of() : Commands.read(command);
    Value timeoutValue = map.raw("timeout");
    Duration timeout = map.duration("timeout", SHORTEST);
    map.finish();
    Duration whole = stopTimeout == null ? Lifecycle.DEFAULT_STOP_TIMEOUT : stopTimeout;
    if (timeoutValue != null && timeout != null && timeout.compareTo(whole) > 0) {
      timeoutValue.problem(
          "is longer than the stop may take in all",
          "give it less, or the container a longer stopTimeout");
    }
    return new PreStop(argv, timeout == null ? PreStop.DEFAULT_TIMEOUT : timeout);
  }
}
