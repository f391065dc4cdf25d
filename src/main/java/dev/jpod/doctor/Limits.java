package dev.jpod.doctor;

import dev.jpod.model.Limit;
import dev.jpod.observed.UnkeptLimits;
import dev.jpod.observed.UnkeptLimits.Cause;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which limits nobody would keep. */
final class Limits {
  private Limits() {}

  /** One finding for each reason. */
  static List<Finding> examine(UnkeptLimits unkept) {
    Map<Cause, List<String>> fields = new LinkedHashMap<>();
    for (Map.Entry<Limit, Cause> entry : unkept.causes().entrySet()) {
      fields
          .computeIfAbsent(entry.getValue(), _ -> new ArrayList<>())
          .add("'" + entry.getKey().field() + "'");
    }
    List<Finding> found = new ArrayList<>();
    for (Map.Entry<Cause, List<String>> entry : fields.entrySet()) {
      List<String> names = entry.getValue();
      found.add(
          Finding.note(
              (names.size() == 1 ? "the limit " : "the limits ")
                  + String.join(", ", names)
                  + " would be kept by nobody: "
                  + entry.getKey().reason(),
              entry.getKey().hint()
                  + "; or let jpod ignore such limits by "
                  + UnkeptLimits.IGNORED_BY));
    }
    return found;
  }
}
