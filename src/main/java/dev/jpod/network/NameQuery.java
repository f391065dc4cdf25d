package dev.jpod.network;

import dev.jpod.model.IpAddress;
import dev.jpod.model.IpAddress.Family;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Asks a name server of this host until it knows a name (RFC 1035, over UDP). */
final class NameQuery {
  private static final int TYPE_A = 1;
  private static final int TYPE_AAAA = 28;
  private static final int PATIENCE_MILLIS = 50;
  private static final int ANSWERS_AT = 6;

  private NameQuery() {}

  /** Whether the server knew the name before the time was up. */
  static boolean awaitName(IpAddress server, int port, String name, Duration timeout) {
    long until = System.nanoTime() + timeout.toNanos();
    byte[] query = query(name, server.family() == Family.IPV4 ? TYPE_A : TYPE_AAAA);
    try (DatagramSocket socket = new DatagramSocket()) {
      // A literal address is not looked up.
      socket.connect(new InetSocketAddress(InetAddress.getByName(server.toString()), port));
      socket.setSoTimeout(PATIENCE_MILLIS);
      while (System.nanoTime() < until) {
        if (ask(socket, query)) {
          return true;
        }
        // Nobody listens yet, or the one who does has not read the new names yet.
        TimeUnit.MILLISECONDS.sleep(1);
      }
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private static boolean ask(DatagramSocket socket, byte[] query) {
    byte[] answer = new byte[512];
    DatagramPacket packet = new DatagramPacket(answer, answer.length);
    try {
      socket.send(new DatagramPacket(query, query.length));
      socket.receive(packet);
    } catch (IOException e) {
      return false;
    }
    return packet.getLength() > query.length
        && answer[0] == query[0]
        && answer[1] == query[1]
        && (answer[ANSWERS_AT] != 0 || answer[ANSWERS_AT + 1] != 0);
  }

  /** One question for addresses, with recursion desired. */
  static byte[] query(String name, int type) {
    byte[] header = {0x6a, 0x70, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0};
    byte[] query = new byte[header.length + name.length() + 2 + 4];
    System.arraycopy(header, 0, query, 0, header.length);
    int at = header.length;
    for (String label : name.split("\\.", -1)) {
      query[at] = (byte) label.length();
      byte[] letters = label.getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(letters, 0, query, at + 1, letters.length);
      at += 1 + letters.length;
    }
    query[at + 2] = (byte) type;
    query[at + 4] = 1;
    return query;
  }
}
