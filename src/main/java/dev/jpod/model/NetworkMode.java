package dev.jpod.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a pod takes part in networks: the manifest's {@code networks:}. */
public sealed interface NetworkMode {
  /** {@code networks: host}: the host's own network namespace. */
  record Host() implements NetworkMode {}

  /** {@code networks: none}: a namespace of its own with nothing but loopback. */
  record None() implements NetworkMode {}

  /**
   * Nothing said: a namespace of its own, attached to the default network where there is one. Until
   * bridges are there it has nothing but loopback.
   */
  record Default() implements NetworkMode {}

  /** The named networks, in the order of the interfaces. */
  record Attached(List<Attachment> attachments) implements NetworkMode {
    public Attached {
      attachments = List.copyOf(attachments);
    }
  }

  /**
   * One attachment to a named network.
   *
   * @param ipv4 a fixed address, or null for the next free one
   * @param ipv6 likewise
   * @param mac a fixed hardware address, or null
   */
  record Attachment(
      String network,
      List<String> aliases,
      @Nullable String ipv4,
      @Nullable String ipv6,
      @Nullable String mac) {
    public Attachment {
      aliases = List.copyOf(aliases);
    }
  }
}
