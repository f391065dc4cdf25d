package dev.jpod.engine;

import dev.jpod.model.IpRange;
import dev.jpod.model.JpodException;
import dev.jpod.model.NetworkMode.Attachment;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.NetworkSpec.Subnet;
import dev.jpod.observed.ObservedNetwork;
import dev.jpod.store.NetworkRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Networks in memory, by the rules of the real ones. */
public final class FakeNetworks implements Networks {
  private final Consumer<String> calls;
  private final Predicate<String> isInUse;
  private final Map<String, NetworkRecord> records = new TreeMap<>();
  private int made;

  FakeNetworks(Consumer<String> calls, Predicate<String> isInUse) {
    this.calls = calls;
    this.isInUse = isInUse;
  }

  @Override
  public synchronized List<NetworkRecord> list() {
    return List.copyOf(records.values());
  }

  @Override
  public synchronized NetworkRecord inspect(String name) {
    NetworkRecord record = records.get(name);
    if (record == null) {
      throw JpodException.notFound("there is no network '" + name + "'", "");
    }
    return record;
  }

  @Override
  public synchronized NetworkRecord create(String name, @Nullable String stack, NetworkSpec spec) {
    calls.accept("network " + name);
    NetworkRecord before = records.get(name);
    if (before != null) {
      throw JpodException.refused("the network '" + name + "' is there already", "");
    }
    List<Subnet> subnets =
        spec.subnets().isEmpty()
            ? List.of(new Subnet("10.99." + made++ + ".0/24", null))
            : spec.subnets();
    for (NetworkRecord other : records.values()) {
      for (Subnet taken : other.subnets()) {
        for (Subnet asked : subnets) {
          if (IpRange.of(asked.cidr()).overlaps(IpRange.of(taken.cidr()))) {
            throw JpodException.refused(name + " overlaps " + other.name(), "");
          }
        }
      }
    }
    NetworkRecord record =
        new NetworkRecord(name, stack, Instant.EPOCH, spec, subnets, "jp0b" + made);
    records.put(name, record);
    return record;
  }

  @Override
  public synchronized NetworkRecord revise(String name, String stack, NetworkSpec spec) {
    calls.accept("revise network " + name);
    NetworkRecord before = inspect(name);
    NetworkRecord after =
        new NetworkRecord(
            name, stack, before.created(), spec, before.subnets(), before.interfaceName());
    records.put(name, after);
    return after;
  }

  @Override
  public synchronized void disown(String name, String stack, NetworkSpec before) {
    calls.accept("disown network " + name);
    NetworkRecord old = inspect(name);
    records.put(
        name,
        new NetworkRecord(name, null, old.created(), before, old.subnets(), old.interfaceName()));
  }

  @Override
  public void remove(String name) {
    calls.accept("remove network " + name);
    // Asked without this object's lock: who makes a pod asks the other way round.
    if (isInUse.test(name)) {
      throw JpodException.refused("a pod is attached to '" + name + "'", "");
    }
    synchronized (this) {
      records.remove(name);
    }
  }

  @Override
  public List<String> prune() {
    List<String> unused = new ArrayList<>();
    for (NetworkRecord network : list()) {
      if (!isInUse.test(network.name())) {
        unused.add(network.name());
      }
    }
    synchronized (this) {
      unused.forEach(records::remove);
    }
    return unused;
  }

  @Override
  public void connect(String pod, Attachment attachment) {
    throw new AssertionError("the reconciler updates the pod");
  }

  @Override
  public void disconnect(String pod, String network) {
    throw new AssertionError("the reconciler updates the pod");
  }

  @Override
  public void reload() {
    throw new AssertionError("the reconciler raises the pod");
  }

  synchronized SortedMap<String, ObservedNetwork> observe() {
    SortedMap<String, ObservedNetwork> observed = new TreeMap<>();
    for (NetworkRecord record : records.values()) {
      observed.put(
          record.name(),
          new ObservedNetwork(record.name(), record.stack(), record.asked(), record.subnets()));
    }
    return observed;
  }
}
