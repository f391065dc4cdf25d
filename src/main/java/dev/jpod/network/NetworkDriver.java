package dev.jpod.network;

import dev.jpod.model.Endpoint;
import dev.jpod.model.JpodException;
import dev.jpod.model.PortMapping;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Makes the host's network what a store wants of it. Touches nothing that is not the store's. */
public interface NetworkDriver {
  /**
   * Sees to it that the host has the programs that a state takes. Starts none, and changes nothing.
   *
   * @throws JpodException when one is missing, with the package that brings it
   */
  void require(List<HostedNetwork> networks);

  /**
   * Sees to it that the host's side of ports can be had by who this works for. Changes nothing.
   *
   * @throws JpodException of kind REFUSED when one cannot
   */
  void requirePorts(List<PortMapping> ports);

  /** What stands between pods and the host. Reads files only. */
  HostSide hostSide();

  /**
   * Gives a namespace its links: loopback, one interface per endpoint, addresses and routes. Makes
   * the namespace first and pins it when nothing is pinned at the path. Idempotent; several at once
   * do not disturb each other. The other ends of new links are on the host afterwards, on no bridge
   * yet.
   */
  void link(PodLinks pod, List<HostedNetwork> networks, Path namespace);

  /** Removes the links of endpoints, those that are there. */
  void unlink(List<Endpoint> endpoints, Path namespace);

  /**
   * Makes what pods share what the state says: bridges and the links on them, firewall, names.
   * Idempotent, and so the repair of whatever somebody changed. With no pod in the state nothing of
   * the store is left. One at a time per store.
   *
   * @param wanted asked for the state after a look at what there is: a link that appears later may
   *     be that of a pod which is not in the state yet, and is left alone
   */
  void converge(Supplier<NetworkState> wanted);

  /** Begins to look at the host, so that what takes long is under way while records are read. */
  Look startLook();

  /** A look at the host that was begun. */
  interface Look {
    /** Tells what on the host is not as the state says. Changes nothing. */
    NetworkDefects compare(NetworkState state);
  }
}
