package dev.jpod.observed;

import dev.jpod.model.NetworkSpec;
import dev.jpod.model.NetworkSpec.Subnet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network as it is recorded.
 *
 * @param name on the host
 * @param stack the stack that it was made for or is adopted by, or null
 * @param asked what was wanted of it
 * @param subnets the ranges that it has, each with its gateway
 * @param ownership whether the stack is that of its record
 */
public record ObservedNetwork(
    String name,
    @Nullable String stack,
    NetworkSpec asked,
    List<Subnet> subnets,
    Ownership ownership) {
  public ObservedNetwork {
    subnets = List.copyOf(subnets);
  }

  /** A network of whom its record names. */
  public ObservedNetwork(
      String name, @Nullable String stack, NetworkSpec asked, List<Subnet> subnets) {
    this(name, stack, asked, subnets, Ownership.RECORDED);
  }

  /** The same network as one of a stack that is to take it over. */
  public ObservedNetwork adoptedBy(String adopter) {
    return new ObservedNetwork(name, adopter, asked, subnets, Ownership.ADOPTED);
  }

  /** Whether it is to be taken over. */
  public boolean isAdopted() {
    return ownership == Ownership.ADOPTED;
  }
}
