package dev.jpod.network;

import dev.jpod.model.PortMapping;
import java.util.List;

/** What carries packets between the network of a store and that of the host. */
interface Uplink {
  /** The largest packet that passes, in bytes. */
  int MTU = 65520;

  /**
   * Sees to it that a port of the host can be carried.
   *
   * @throws dev.jpod.model.JpodException of kind REFUSED
   */
  void require(PortMapping port);

  /** Rules of the firewall that keep pods from what it leads to and what is not for them. */
  List<String> guards();

  /** Who answers questions for names of the host's world, asked in the network of the store. */
  String resolver();

  /** The addresses that it needs in the network of the store. */
  List<TakenRange> ranges();

  /**
   * The same ports as they arrive in the network of the store.
   *
   * @param all the ports of all pods, on which it can depend where each arrives
   */
  List<PortMapping> arriving(List<PortMapping> ports, List<PortMapping> all);

  /** Whether it is up and carries just these ports. Reads files only. */
  boolean matches(List<PortMapping> ports);

  /**
   * Has it carry these ports and no others, and is up when this returns. Idempotent.
   *
   * @throws dev.jpod.model.JpodException also when the host does not give a port
   */
  void serve(List<PortMapping> ports);

  /** The process that holds the ports of the host; 0 while there is none. */
  long process();

  /** Ends it. Idempotent. */
  void end();
}
