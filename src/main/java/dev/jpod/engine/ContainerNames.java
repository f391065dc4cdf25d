package dev.jpod.engine;

import dev.jpod.model.InstanceKey;
import dev.jpod.model.JpodException;
import dev.jpod.observed.ForeignName;
import dev.jpod.store.ContainerRecord;
import dev.jpod.store.ContainerRecords;
import dev.jpod.store.StoreLayout;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who has which name among the containers of a store. Two runs that planned before the other's
 * containers were there find each other here, and the first to come wins.
 */
final class ContainerNames {
  private final StoreLock lock;
  private final ContainerRecords records;

  /** What was read before: a container keeps its name and its owner. */
  private final Map<String, Holder> known = new HashMap<>();

  private record Holder(String name, @Nullable InstanceKey owner) {}

  ContainerNames(StoreLayout layout) {
    this.lock = new StoreLock(layout, "names.lock");
    this.records = new ContainerRecords(layout);
  }

  /**
   * Keeps the first record of a container, unless its name is that of another stack's.
   *
   * @throws JpodException of kind REFUSED, in the words of the plan, when somebody else has it
   */
  void begin(ContainerRecord record) {
    try (StoreLock.Hold _ = lock.take()) {
      refuseForeign(record);
      records.begin(record);
      known.put(record.id(), new Holder(record.name(), record.owner()));
    }
  }

  private void refuseForeign(ContainerRecord record) {
    InstanceKey key = record.owner();
    if (key == null) {
      return;
    }
    for (String id : records.ids()) {
      Holder holder = holder(id);
      if (holder != null && holder.name().equals(record.name()) && isForeign(holder, key)) {
        throw ForeignName.ofContainer(key, id, holder.name(), holder.owner());
      }
    }
  }

  private static boolean isForeign(Holder holder, InstanceKey key) {
    InstanceKey owner = holder.owner();
    return owner == null || !owner.stack().equals(key.stack());
  }

  /** Null for one that has no record yet, or none that can be read. */
  private @Nullable Holder holder(String id) {
    Holder holder = known.get(id);
    if (holder != null) {
      return holder;
    }
    ContainerRecord record;
    try {
      record = records.find(id);
    } catch (JpodException _) {
      return null;
    }
    if (record == null) {
      return null;
    }
    Holder read = new Holder(record.name(), record.owner());
    known.put(id, read);
    return read;
  }
}
