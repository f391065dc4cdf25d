package dev.jpod.manifest;

import dev.jpod.model.DriftRules;
import dev.jpod.model.DriftRules.Reaction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A pod's {@code onDrift}: one word for all fields, or one for each and a default. */
final class OnDriftReader {
  private static final String DEFAULT = "default";
  private static final String NETWORK = "networks.";
  private static final String LIMITS = "resources.";
  private static final String THROTTLE = "resources.blkioThrottles.";

  /** What others can change and jpod sees. */
  private static final List<String> FIELDS =
      List.of(
          "healthCheck",
          "networks",
          "resources",
          "resources.blkioThrottles",
          "resources.blkioWeight",
          "resources.cpus",
          "resources.cpusetCpus",
          "resources.cpusetMems",
          "resources.cpuShares",
          "resources.memory",
          "resources.memoryReservation",
          "resources.memorySwap",
          "resources.pids");

  private OnDriftReader() {}

  /** The field {@code onDrift} of a map; null when everything is repaired. */
  static @Nullable DriftRules read(MapReader pod) {
    Value value = pod.get("onDrift");
    if (value == null) {
      return null;
    }
    Reaction byDefault = Reaction.REPAIR;
    Map<String, Reaction> fields = new LinkedHashMap<>();
    if (value.isMap()) {
      for (MapEntry entry : value.entries()) {
        Reaction reaction = isKnown(entry) ? Choices.read(entry.value(), Reaction.values()) : null;
        if (reaction != null && entry.key().equals(DEFAULT)) {
          byDefault = reaction;
        } else if (reaction != null) {
          fields.put(entry.key(), reaction);
        }
      }
    } else {
      Reaction reaction = Choices.read(value, Reaction.values());
      byDefault = reaction == null ? byDefault : reaction;
    }
    return byDefault == Reaction.REPAIR && fields.isEmpty()
        ? null
        : new DriftRules(byDefault, fields);
  }

  private static boolean isKnown(MapEntry entry) {
    String name = entry.key();
    boolean known =
        name.equals(DEFAULT)
            || FIELDS.contains(name)
            || name.startsWith(NETWORK)
            || name.startsWith(THROTTLE);
    if (!known) {
      String hint =
          FIELDS.contains(LIMITS + name) ? "write " + LIMITS + name : Spelling.hint(name, FIELDS);
      entry
          .value()
          .problem(
              "'" + Quote.shortened(name) + "' is not a field that drifts",
              hint.isEmpty() ? "the fields are default, " + String.join(", ", FIELDS) : hint);
    }
    return known;
  }
}
