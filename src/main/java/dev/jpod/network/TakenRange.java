package dev.jpod.network;

import dev.jpod.model.IpRange;

/**
 * A range of addresses that somebody has.
 *
 * @param name of the network, or of the host's interface that it is reached by
 */
public record TakenRange(IpRange range, Holder holder, String name) {
  /** Who can have a range. */
  public enum Holder {
    /** A network of the store. */
    NETWORK,
    /** The host, by an address or a route. */
    HOST
  }

  /** Who has it, for a sentence. */
  String words() {
    String whose = holder == Holder.NETWORK ? "the network '" : "the host's interface '";
    return "'" + range + "' of " + whose + name + "'";
  }
}
