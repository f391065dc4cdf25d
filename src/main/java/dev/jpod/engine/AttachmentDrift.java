package dev.jpod.engine;

import dev.jpod.diff.HostNames;
import dev.jpod.diff.PodField;
import dev.jpod.model.Endpoint;
import dev.jpod.model.PodKey;
import dev.jpod.store.PodRecord;
import java.util.SortedMap;
import java.util.TreeMap;

/** The networks that a pod was attached to or taken out of since the last apply. */
final class AttachmentDrift {
  private static final String ATTACHED = "{}";
  private static final String DETACHED = "";

  private AttachmentDrift() {}

  /** By the fields of the pod: those of which its endpoints say otherwise than was applied. */
  static SortedMap<String, String> of(PodRecord record) {
    SortedMap<String, String> drift = new TreeMap<>();
    PodKey owner = record.owner();
    if (owner == null) {
      return drift;
    }
    String prefix = PodField.ATTACHMENTS.path();
    for (String path : record.applied().tailMap(prefix).keySet()) {
      if (path.startsWith(prefix)) {
        drift.put(path, DETACHED);
      }
    }
    for (Endpoint endpoint : record.endpoints()) {
      String path = prefix + HostNames.inStackFile(owner.stack(), endpoint.network());
      if (drift.remove(path) == null) {
        drift.put(path, ATTACHED);
      }
    }
    return drift;
  }
}
