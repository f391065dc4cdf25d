package dev.jpod.manifest;

import dev.jpod.model.HostHook;
import dev.jpod.model.HostHook.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The top-level {@code hooks}: programs of the host around an apply. */
final class HooksReader {
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private HooksReader() {}

  static List<HostHook> read(Value value) {
    List<HostHook> hooks = new ArrayList<>();
    MapReader map = new MapReader(value);
    for (Moment moment : Moment.values()) {
      int index = 0;
      for (Value item : map.items(moment.field())) {
        hooks.add(hook(moment, index++, item));
      }
    }
    map.finish();
    return hooks;
  }

  private static HostHook hook(Moment moment, int index, Value item) {
    MapReader map = new MapReader(item);
    Value command =
        map.require("command", "say what to run, as command: [./migrate, --all] without a shell");
    List<String> argv = command == null ? List.of() : Commands.ofHost(command);
    Duration timeout = map.duration("timeout", SHORTEST, HostHook.DEFAULT_TIMEOUT);
    map.finish();
    return new HostHook(moment, index, argv, timeout, item.document().baseFolder());
  }
}
