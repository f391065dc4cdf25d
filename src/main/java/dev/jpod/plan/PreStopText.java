package dev.jpod.plan;

import dev.jpod.diff.Change;
import dev.jpod.diff.Field;
import dev.jpod.json.JsonTree;
import dev.jpod.observed.ObservedContainer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What a change has run in a container before it stops it. */
final class PreStopText {
  private PreStopText() {}

  /** Program and deadline; empty for a change that stops nothing, or without a hook. */
  static Optional<String> of(Change change) {
    ObservedContainer stopped = stopped(change);
    String hook = stopped == null ? null : stopped.applied().get(Field.PRE_STOP.path());
    if (stopped == null || hook == null || !stopped.status().isAlive()) {
      return Optional.empty();
    }
    try {
      JsonNode json = JsonTree.read(hook.getBytes(StandardCharsets.UTF_8));
      List<String> command = new ArrayList<>();
      json.path("command").forEach(word -> command.add(word.asString("")));
      return Optional.of(
          "runs "
              + Values.shortened(Values.joined(command))
              + "  within "
              + Values.duration(json.path("timeout").asString("0")));
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  private static @Nullable ObservedContainer stopped(Change change) {
    return switch (change) {
      case Change.Replace replace -> replace.current();
      case Change.Restart restart -> restart.current();
      case Change.Remove remove -> remove.container();
      case Change.Create _,
          Change.Update _,
          Change.Rerecord _,
          Change.Signal _,
          Change.Start _,
          Change.Unpause _,
          Change.Keep _,
          Change.Blocked _ ->
          null;
    };
  }
}
