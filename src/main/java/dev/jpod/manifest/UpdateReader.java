package dev.jpod.manifest;

import dev.jpod.model.NetworkMode;
import dev.jpod.model.NetworkMode.Attached;
import dev.jpod.model.NetworkMode.Attachment;
import dev.jpod.model.Update;
import dev.jpod.model.Update.Order;
import dev.jpod.model.Update.Strategy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A pod's {@code update}: how new containers take the place of old ones. */
final class UpdateReader {
  private static final Duration SHORTEST_DEADLINE = Duration.ofSeconds(1);

  private UpdateReader() {}

  static Update read(MapReader pod, NetworkMode network) {
    Value value = pod.get("update");
    if (value == null) {
      return Update.DEFAULT;
    }
    MapReader map = new MapReader(value);
    Strategy strategy = map.camelChoice("strategy", Strategy.values(), Strategy.AUTO);
    Update update =
        new Update(
            strategy,
            map.integer("parallel", 1, PodReader.MOST_REPLICAS, Update.DEFAULT.parallel()),
            map.camelChoice("order", Order.values(), Order.ASCENDING),
            map.duration("drain", Duration.ZERO, Update.DEFAULT_DRAIN),
            map.duration("deadline", SHORTEST_DEADLINE));
    map.finish();
    if (strategy == Strategy.START_FIRST) {
      refuseWhatOnlyOneCanHave(map.raw("strategy"), network);
    }
    return update;
  }

  private static void refuseWhatOnlyOneCanHave(@Nullable Value strategy, NetworkMode network) {
    if (strategy == null) {
      return;
    }
    if (network instanceof NetworkMode.Host) {
      strategy.problem(
          "startFirst is not for networks: host, where two pods would listen on the same ports",
          "write stopFirst, or publish ports of a pod that has a network of its own");
    }
    if (network instanceof Attached attached) {
      for (Attachment attachment : attached.attachments()) {
        if (isFixed(attachment)) {
          strategy.problem(
              "startFirst is not for a pod with an address of its choice, which only one can have",
              "write stopFirst, or leave the address to jpod: others find the pod by its name");
          return;
        }
      }
    }
  }

  private static boolean isFixed(Attachment attachment) {
    return attachment.ipv4() != null || attachment.ipv6() != null || attachment.mac() != null;
  }
}
