package dev.jpod.observed;

import dev.jpod.model.IpRange;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the host itself has of networks, apart from those of the store.
 *
 * @param routes where the host's routes lead, those of its own interfaces among them, without its
 *     default route
 * @param interfaces the names of the host's interfaces; null where nobody asked
 * @param pools the ranges that the store chooses from for networks that ask for none
 */
public record HostNetworking(
    List<Route> routes, @Nullable Set<String> interfaces, List<RangePool> pools) {
  /** Where nobody asked. */
  public static final HostNetworking UNKNOWN = new HostNetworking(List.of(), null, List.of());

  public HostNetworking {
    routes = List.copyOf(routes);
    interfaces = interfaces == null ? null : Set.copyOf(interfaces);
    pools = List.copyOf(pools);
  }

  /** A range that the host reaches by one of its interfaces. */
  public record Route(IpRange range, String interfaceName) {}
}
