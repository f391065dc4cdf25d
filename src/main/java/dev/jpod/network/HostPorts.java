package dev.jpod.network;

import dev.jpod.host.HostUser;
import dev.jpod.host.ProcFs;
import dev.jpod.model.IpAddress;
import dev.jpod.model.JpodException;
import dev.jpod.model.PortMapping;
import dev.jpod.model.PortMapping.Protocol;
import dev.jpod.observed.Listener;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The ports of the host on which processes listen, as the kernel lists them. */
public final class HostPorts {
  private static final String TCP_LISTENS = "0A";
  private static final String UDP_UNCONNECTED = "07";
  private static final Path PROC = Path.of("/proc");
  private static final String SOCKET = "socket:[";

  private final List<Socket> sockets;

  private HostPorts(List<Socket> sockets) {
    this.sockets = sockets;
  }

  private record Socket(String address, int port, Protocol protocol, String inode) {}

  /** Reads who listens now. Starts nothing, and does not ask yet who the listeners are. */
  public static HostPorts read() {
    return read(KernelFiles.HOST);
  }

  static HostPorts read(KernelFiles files) {
    List<Socket> found = new ArrayList<>();
    try {
      read(files, found, "/proc/net/tcp", TCP_LISTENS, Protocol.TCP);
      read(files, found, "/proc/net/tcp6", TCP_LISTENS, Protocol.TCP);
      read(files, found, "/proc/net/udp", UDP_UNCONNECTED, Protocol.UDP);
      read(files, found, "/proc/net/udp6", UDP_UNCONNECTED, Protocol.UDP);
      readSctp(files, found);
    } catch (IOException e) {
      throw JpodException.failed(
          "the host's sockets could not be read: " + e.getMessage(),
          "see whether /proc is mounted");
    }
    return new HostPorts(found);
  }

  /**
   * Those who listen on a port of one of these runs, on whatever address. Only then the processes
   * are searched that hold their sockets.
   */
  public List<Listener> listeners(List<PortMapping> wanted) {
    List<Socket> matching = new ArrayList<>();
    Set<String> inodes = new HashSet<>();
    for (Socket socket : sockets) {
      if (isWanted(socket, wanted)) {
        matching.add(socket);
        inodes.add(socket.inode());
      }
    }
    Map<String, String> holders = matching.isEmpty() ? Map.of() : holders(inodes);
    List<Listener> found = new ArrayList<>();
    for (Socket socket : matching) {
      String holder = holders.getOrDefault(socket.inode(), unknownHolder());
      found.add(new Listener(socket.address(), socket.port(), socket.protocol(), holder));
    }
    return found;
  }

  /** Whether a socket of UDP is open for each of these addresses. */
  boolean hear(List<IpAddress> addresses, int port) {
    for (IpAddress address : addresses) {
      boolean heard = false;
      for (Socket socket : sockets) {
        heard |=
            socket.port() == port
                && socket.protocol() == Protocol.UDP
                && socket.address().equals(address.toString());
      }
      if (!heard) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWanted(Socket socket, List<PortMapping> wanted) {
    for (PortMapping ports : wanted) {
      int first = ports.hostPort();
      boolean fits =
          first > 0
              && ports.protocol() == socket.protocol()
              && socket.port() >= first
              && socket.port() < first + ports.count();
      if (fits) {
        return true;
      }
    }
    return false;
  }

  private static void read(
      KernelFiles files, List<Socket> found, String file, String state, Protocol protocol)
      throws IOException {
    for (List<String> row : Columns.read(files, Path.of(file))) {
      if (row.size() > 9 && row.get(3).equals(state)) {
        String local = row.get(1);
        int colon = local.indexOf(':');
        int port = Integer.parseInt(local.substring(colon + 1), 16);
        found.add(new Socket(address(local.substring(0, colon)), port, protocol, row.get(9)));
      }
    }
  }

  private static void readSctp(KernelFiles files, List<Socket> found) throws IOException {
    for (List<String> row : Columns.read(files, Path.of("/proc/net/sctp/eps"))) {
      for (int i = 8; i < row.size() && IpAddress.parse(row.get(i)) != null; i++) {
        int port = Integer.parseInt(row.get(5));
        found.add(new Socket(row.get(i), port, Protocol.SCTP, row.get(7)));
      }
    }
  }

  /** IPv4 is one number of this machine, IPv6 four. */
  static String address(String hex) {
    if (hex.length() == 8) {
      return HostRanges.ipv4(hex).toString();
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < hex.length(); i += 8) {
      for (int at = i + 6; at >= i; at -= 2) {
        boolean groupStarts = at == i + 6 || at == i + 2;
        text.append(groupStarts && !text.isEmpty() ? ":" : "").append(hex, at, at + 2);
      }
    }
    return IpAddress.of(text.toString()).toString();
  }

  /** In words, by the inode of the socket. */
  private static Map<String, String> holders(Set<String> inodes) {
    Map<String, String> holders = new HashMap<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        search(process, inodes, holders);
        if (holders.size() == inodes.size()) {
          return holders;
        }
      }
    } catch (IOException e) {
      return holders;
    }
    return holders;
  }

  private static void search(Path process, Set<String> inodes, Map<String, String> holders) {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : descriptors) {
        String target = target(descriptor);
        if (target.startsWith(SOCKET)) {
          String inode = target.substring(SOCKET.length(), target.length() - 1);
          if (inodes.contains(inode)) {
            holders.putIfAbsent(inode, words(process));
          }
        }
      }
    } catch (IOException e) {
      // It ended, or is not for us to look into.
      return;
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "";
    }
  }

  private static String words(Path process) {
    return holder(Long.parseLong(String.valueOf(process.getFileName())));
  }

  /** How a process is called that listens. */
  public static String holder(long pid) {
    return ProcFs.programName(pid) + " (process " + pid + ")";
  }

  /** Whoever is not root sees only his own processes' sockets. */
  private static String unknownHolder() {
    return HostUser.ofProcess().isRoot() ? "the kernel" : "another user's program";
  }
}
