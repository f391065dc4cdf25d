package dev.jpod.network;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is open to the ports that are listened on in a network namespace, as {@code /proc/PID/net}
 * lists it. Of TCP those connections count whose other end is outside of the namespace and has
 * something to say or to get yet. UDP knows no connections: of its published ports those count in
 * which packets wait to be read.
 */
public final class OpenConnections {
  private static final int LISTENING = 0x0A;

  /**
   * Established, about to be, closed by the other end only, and closed here with a rest to be sent.
   */
  private static final Set<Integer> OPEN = Set.of(0x01, 0x03, 0x04, 0x08, 0x09, 0x0B);

  private static final int IPV4_DIGITS = 8;
  private static final String IPV4_IN_IPV6 = "0000000000000000FFFF0000";
  private static final String IPV6_LOOPBACK = "00000000000000000000000001000000";

  private final Set<Integer> tcp;
  private final Set<Integer> udp;

  /**
   * Counts connections to these ports, and to all that are found listened on at any look.
   *
   * @param tcp ports that count even when nobody listens on them any more
   * @param udp the published ports
   */
  public OpenConnections(Set<Integer> tcp, Set<Integer> udp) {
    this.tcp = new HashSet<>(tcp);
    this.udp = Set.copyOf(udp);
  }

  /** A line of a table; addresses are in the kernel's hexadecimal digits. */
  private record Row(String local, int port, String remote, int state, String received) {
    static Row of(String line) {
      int start = line.indexOf(':') + 2;
      int colon = line.indexOf(':', start);
      int digits = colon - start;
      int remote = colon + 6;
      int state = remote + digits + 6;
      return new Row(
          plain(line.substring(start, colon)),
          Integer.parseInt(line, colon + 1, colon + 5, 16),
          plain(line.substring(remote, remote + digits)),
          Integer.parseInt(line, state, state + 2, 16),
          line.substring(state + 12, state + 20));
    }

    private static String plain(String address) {
      return address.startsWith(IPV4_IN_IPV6) ? address.substring(IPV4_IN_IPV6.length()) : address;
    }

    /** Whether the other end is in the same namespace. The last byte of IPv4 comes first. */
    boolean isInside() {
      boolean loopback =
          remote.length() == IPV4_DIGITS ? remote.endsWith("7F") : remote.equals(IPV6_LOOPBACK);
      return loopback || remote.equals(local);
    }
  }

  /**
   * How many are open now.
   *
   * @param process any process of the namespace
   * @throws IOException also when the process has ended
   */
  public int count(long process) throws IOException {
    return count(Path.of("/proc", Long.toString(process), "net"));
  }

  int count(Path tables) throws IOException {
    List<Integer> open = new ArrayList<>();
    for (Row row : rows(tables, "tcp")) {
      if (row.state() == LISTENING) {
        tcp.add(row.port());
      } else if (OPEN.contains(row.state()) && !row.isInside()) {
        open.add(row.port());
      }
    }
    open.removeIf(port -> !tcp.contains(port));
    int count = open.size();
    for (Row row : udp.isEmpty() ? List.<Row>of() : rows(tables, "udp")) {
      count += udp.contains(row.port()) && !row.received().equals("00000000") ? 1 : 0;
    }
    return count;
  }

  /** The lines for both families. Those of connections that only time out are many, and skipped. */
  private static List<Row> rows(Path tables, String name) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (String table : List.of(name, name + "6")) {
      try (BufferedReader lines =
          Files.newBufferedReader(tables.resolve(table), StandardCharsets.US_ASCII)) {
        lines.readLine();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (!line.contains(" 06 ")) {
            rows.add(Row.of(line));
          }
        }
      } catch (NoSuchFileException e) {
        if (!table.endsWith("6")) {
          throw e;
        }
      }
    }
    return rows;
  }
}
