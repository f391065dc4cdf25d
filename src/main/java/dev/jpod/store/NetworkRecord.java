package dev.jpod.store;

import dev.jpod.model.NetworkSpec;
import dev.jpod.model.NetworkSpec.Subnet;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a network on disk.
 *
 * @param name unique in the store
 * @param stack the stack that it was made for, or null
 * @param asked what was wanted of it
 * @param subnets the ranges that it has, each with its gateway; none overlaps another network's
 * @param interfaceName its bridge, or the host's interface that a macvlan hangs on
 */
public record NetworkRecord(
    String name,
    @Nullable String stack,
    Instant created,
    NetworkSpec asked,
    List<Subnet> subnets,
    String interfaceName) {
  public NetworkRecord {
    subnets = List.copyOf(subnets);
  }
}
