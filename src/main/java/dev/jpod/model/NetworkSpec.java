package dev.jpod.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A named network of a stack.
 *
 * @param driver {@code bridge} or {@code macvlan}
 * @param mtu 0 for that of the host's way out, of the parent of a macvlan
 */
public record NetworkSpec(
    String driver,
    List<Subnet> subnets,
    boolean internal,
    boolean ipv6,
    boolean isolate,
    boolean dns,
    boolean external,
    int mtu,
    Map<String, String> labels,
    Map<String, String> options) {
  public NetworkSpec {
    subnets = List.copyOf(subnets);
    labels = Ordered.copyOf(labels);
    options = Ordered.copyOf(options);
  }

  /** A range of addresses in CIDR form, and its gateway, or null for the first address. */
  public record Subnet(String cidr, @Nullable String gateway) {}
}
