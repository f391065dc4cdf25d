package dev.jpod.manifest;

import dev.jpod.model.ProcessSpec.Ulimit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A container's {@code ulimits}: a number for both limits, or {@code {soft, hard}}. */
final class UlimitReader {
  /** The limits that Linux knows. */
  private static final String KNOWN =
      " as core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime"
          + " sigpending stack ";

  private static final long UNLIMITED = -1;

  private UlimitReader() {}

  static Map<String, Ulimit> read(MapReader map) {
    Value value = map.get("ulimits");
    if (value == null) {
      return Map.of();
    }
    Map<String, Ulimit> ulimits = new LinkedHashMap<>();
    for (MapEntry entry : value.entries()) {
      Value each = entry.value();
      String name = entry.key();
      if (name.isEmpty() || name.indexOf(' ') >= 0 || !KNOWN.contains(" " + name + " ")) {
        List<String> known = Arrays.asList(KNOWN.strip().split(" "));
        String hint = Spelling.hint(name, known);
        each.problem(
            "there is no limit named '" + Quote.shortened(name) + "'",
            hint.isEmpty() ? "the limits are" + KNOWN.stripTrailing() : hint);
        continue;
      }
      each.document().reading().stands(each.path(), each.place());
      Ulimit ulimit = each.isMap() ? longForm(each) : shortForm(each);
      if (ulimit != null) {
        ulimits.put(name, ulimit);
      }
    }
    return ulimits;
  }

  private static @Nullable Ulimit shortForm(Value value) {
    Long limit = limit(value);
    return limit == null ? null : new Ulimit(limit, limit);
  }

  private static @Nullable Ulimit longForm(Value value) {
    MapReader map = new MapReader(value);
    Value softValue = map.require("soft", "write {soft: 1024, hard: 2048}");
    Value hardValue = map.require("hard", "write {soft: 1024, hard: 2048}");
    map.finish();
    Long soft = softValue == null ? null : limit(softValue);
    Long hard = hardValue == null ? null : limit(hardValue);
    if (soft == null || hard == null) {
      return null;
    }
    if (hard != UNLIMITED && (soft == UNLIMITED || soft > hard)) {
      value.problem("has a soft limit above its hard one", "lower 'soft' or raise 'hard'");
      return null;
    }
    return new Ulimit(soft, hard);
  }

  private static @Nullable Long limit(Value value) {
    return Words.isUnlimited(value) ? Long.valueOf(UNLIMITED) : value.integer(-1, Long.MAX_VALUE);
  }
}
