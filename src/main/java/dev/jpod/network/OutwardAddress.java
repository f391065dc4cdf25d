package dev.jpod.network;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The address by which the host is known to others. */
public final class OutwardAddress {
  /** Of the addresses for documentation (RFC 5737); nothing is sent there. */
  private static final String FAR = "198.51.100.1";

  private OutwardAddress() {}

  /** The one that the default route leaves with; that of the loopback where there is no route. */
  public static String find() {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(InetAddress.getByName(FAR), 9));
      InetAddress own = socket.getLocalAddress();
      return own.isAnyLocalAddress() ? "127.0.0.1" : own.getHostAddress();
    } catch (IOException e) {
      return "127.0.0.1";
    }
  }
}
