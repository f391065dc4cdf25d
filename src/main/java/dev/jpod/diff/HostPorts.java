package dev.jpod.diff;

import dev.jpod.model.IpAddress;
import dev.jpod.model.PortMapping;
import dev.jpod.model.PortMapping.Protocol;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which ports of the host get into each other's way. */
public final class HostPorts {
  private HostPorts() {}

  /** Whether both want some port of the host at some address; a port still to be chosen is none. */
  public static boolean collide(PortMapping one, PortMapping other) {
    return one.hostPort() > 0
        && other.hostPort() > 0
        && one.protocol() == other.protocol()
        && one.hostPort() < other.hostPort() + other.count()
        && other.hostPort() < one.hostPort() + one.count()
        && shareAddress(one.hostAddress(), other.hostAddress());
  }

  /** Whether some port of the one list collides with some port of the other. */
  public static boolean collide(List<PortMapping> some, List<PortMapping> others) {
    for (PortMapping one : some) {
      if (collidesWithAny(one, others)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a port collides with some port of the list. */
  public static boolean collidesWithAny(PortMapping port, List<PortMapping> others) {
    for (PortMapping other : others) {
      if (collide(port, other)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the very same port of the host is in the list. */
  static boolean isAmong(PortMapping port, List<PortMapping> others) {
    for (PortMapping other : others) {
      if (port.hostPort() == other.hostPort()
          && port.count() == other.count()
          && port.protocol() == other.protocol()
          && port.hostAddress().equals(other.hostAddress())) {
        return true;
      }
    }
    return false;
  }

  static boolean covers(PortMapping wanted, String address, int port, Protocol protocol) {
    return wanted.hostPort() > 0
        && wanted.protocol() == protocol
        && port >= wanted.hostPort()
        && port < wanted.hostPort() + wanted.count()
        && shareAddress(wanted.hostAddress(), address);
  }

  /** Who binds to {@code ::} gets what is sent to IPv4 addresses as well. */
  private static boolean shareAddress(String one, String other) {
    if (isEvery(one) || isEvery(other) || one.equals(other)) {
      return true;
    }
    IpAddress left = IpAddress.parse(one);
    IpAddress right = IpAddress.parse(other);
    if (left == null || right == null || left.family() != right.family()) {
      return false;
    }
    return isEveryOfIpv4(one) || isEveryOfIpv4(other) || left.equals(right);
  }

  private static boolean isEvery(@Nullable String address) {
    return address == null || address.isEmpty() || address.equals("::");
  }

  private static boolean isEveryOfIpv4(String address) {
    return address.equals("0.0.0.0");
  }
}
