package dev.jpod.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A store's bridges and links as the kernel shows them in files: reading them starts nothing. */
final class HostLinks {
  private static final int IS_UP = 1;

  private final Path folder;
  private final Map<String, String> masters = new HashMap<>();
  private final Set<String> bridges = new HashSet<>();

  private HostLinks(Path folder) {
    this.folder = folder;
  }

  /** Reads what there is of a store now. */
  static HostLinks of(InterfaceNames names, Ground ground) {
    HostLinks links = new HostLinks(ground.interfaces());
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(ground.interfaces())) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if (names.isBridge(name)) {
          links.bridges.add(name);
        } else if (names.isLink(name)) {
          links.masters.put(name, master(entry));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return links;
  }

  /** Whether there is neither a bridge nor a link. */
  boolean isEmpty() {
    return bridges.isEmpty() && masters.isEmpty();
  }

  /** The names of the bridges. */
  Set<String> bridges() {
    return bridges;
  }

  /** The names of the links' ends. */
  Set<String> links() {
    return masters.keySet();
  }

  /** Whether a link is there, up, and on that bridge. */
  boolean isOn(String link, String bridge) {
    return bridge.equals(masters.get(link)) && isUp(link);
  }

  /** Whether an interface is there and switched on. */
  boolean isUp(String name) {
    return (flags(name) & IS_UP) != 0;
  }

  /** The size of packets of an interface, in bytes; 0 for one that is not there. */
  static int mtu(Ground ground, String name) {
    try {
      String text =
          Files.readString(
              ground.interfaces().resolve(name).resolve("mtu"), StandardCharsets.US_ASCII);
      return Integer.parseInt(text.strip());
    } catch (IOException e) {
      return 0;
    }
  }

  /** Whether there is an interface of that name. */
  static boolean exists(Ground ground, String name) {
    return Files.exists(ground.interfaces().resolve(name));
  }

  /** 0 for an interface that is not there. */
  private int flags(String name) {
    try {
      String text =
          Files.readString(folder.resolve(name).resolve("flags"), StandardCharsets.US_ASCII);
      return Integer.decode(text.strip());
    } catch (IOException e) {
      return 0;
    }
  }

  /** Empty for a link on no bridge. */
  private static String master(Path link) throws IOException {
    try {
      return String.valueOf(Files.readSymbolicLink(link.resolve("master")).getFileName());
    } catch (NoSuchFileException | NotLinkException e) {
      return "";
    }
  }
}
