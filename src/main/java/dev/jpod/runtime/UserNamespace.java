package dev.jpod.runtime;

import dev.jpod.model.IdMappings;
import dev.jpod.model.IdMappings.Range;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A user namespace that a container joins.
 *
 * @param path where it is pinned
 * @param ids what its ids are in the namespace of the runtime
 */
public record UserNamespace(String path, IdMappings ids) {
  /** Adds it to an OCI {@code linux} object. runc wants to be told the mappings, too. */
  void addTo(ObjectNode linux, ArrayNode namespaces) {
    namespaces.addObject().put("type", "user").put("path", path);
    put(linux.putArray("uidMappings"), ids.users());
    put(linux.putArray("gidMappings"), ids.groups());
  }

  private static void put(ArrayNode mappings, List<Range> ranges) {
    for (Range range : ranges) {
      mappings
          .addObject()
          .put("containerID", range.inside())
          .put("hostID", range.outside())
          .put("size", range.count());
    }
  }
}
