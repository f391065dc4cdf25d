package dev.jpod.manifest;

import dev.jpod.model.Resources.BlkioThrottle;
import dev.jpod.model.Resources.BlkioThrottle.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ceilings for block devices: {@code blkioThrottles: {readBps: {/dev/sda: 10MiB}}}. */
final class BlkioThrottleReader {
  private BlkioThrottleReader() {}

  static List<BlkioThrottle> read(MapReader resources) {
    Value value = resources.get("blkioThrottles");
    if (value == null) {
      return List.of();
    }
    MapReader map = new MapReader(value);
    List<BlkioThrottle> throttles = new ArrayList<>();
    read(map, "readBps", Kind.READ_BPS, throttles);
    read(map, "writeBps", Kind.WRITE_BPS, throttles);
    read(map, "readIops", Kind.READ_IOPS, throttles);
    read(map, "writeIops", Kind.WRITE_IOPS, throttles);
    map.finish();
    return throttles;
  }

  private static void read(MapReader map, String field, Kind kind, List<BlkioThrottle> throttles) {
    Value value = map.get(field);
    if (value == null) {
      return;
    }
    for (MapEntry entry : value.entries()) {
      Value each = entry.value();
      String device = ContainerPaths.target(entry.key(), each);
      Long rate = rate(each, kind);
      if (device != null && rate != null) {
        each.document().reading().stands(each.path(), each.place());
        throttles.add(new BlkioThrottle(kind, device, rate));
      }
    }
  }

  private static @Nullable Long rate(Value value, Kind kind) {
    return switch (kind) {
      case READ_BPS, WRITE_BPS -> Sizes.read(value, 1);
      case READ_IOPS, WRITE_IOPS -> value.integer(1, Long.MAX_VALUE);
    };
  }
}
