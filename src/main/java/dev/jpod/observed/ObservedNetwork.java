package dev.jpod.observed;

import dev.jpod.model.NetworkSpec;
import dev.jpod.model.NetworkSpec.Subnet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network as it is recorded.
 *
 * @param name on the host
 * @param stack the stack that it was made for, or null
 * @param asked what was wanted of it
 * @param subnets the ranges that it has, each with its gateway
 */
public record ObservedNetwork(
    String name, @Nullable String stack, NetworkSpec asked, List<Subnet> subnets) {
  public ObservedNetwork {
    subnets = List.copyOf(subnets);
  }
}
