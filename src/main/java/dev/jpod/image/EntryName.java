package dev.jpod.image;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A path of a tar as its components, in bytes: names need not be UTF-8 and must survive whatever
 * the locale is. Leading slashes and {@code .} mean nothing, as for tar and Docker; the path then
 * starts at the layer's own root.
 */
final class EntryName {
  static final EntryName ROOT = new EntryName(List.of());

  /** Linux takes no longer paths. */
  private static final int LONGEST = 4096;

  private final List<byte[]> components;

  private EntryName(List<byte[]> components) {
    this.components = components;
  }

  /**
   * Reads the name of an entry.
   *
   * @throws HostileLayerException when it has a NUL or a {@code ..}, or is too long for Linux
   */
  static EntryName of(byte[] path) throws HostileLayerException {
    EntryName name = split(path);
    for (byte[] component : name.components) {
      if (isParent(component)) {
        throw new HostileLayerException("the name '" + shown(path) + "' has a '..'");
      }
    }
    return name;
  }

  /** The components of a symbolic link's target, where {@code ..} is common. */
  static List<byte[]> ofTarget(byte[] target) throws HostileLayerException {
    return split(target).components;
  }

  private static EntryName split(byte[] path) throws HostileLayerException {
    if (path.length > LONGEST) {
      throw new HostileLayerException(
          "a name has " + path.length + " bytes; Linux takes " + LONGEST);
    }
    List<byte[]> components = new ArrayList<>();
    int start = 0;
    for (int at = 0; at <= path.length; at++) {
      if (at == path.length || path[at] == '/') {
        boolean self = at - start == 1 && path[start] == '.';
        if (at > start && !self) {
          components.add(Arrays.copyOfRange(path, start, at));
        }
        start = at + 1;
      } else if (path[at] == 0) {
        throw new HostileLayerException("the name '" + shown(path) + "' has a NUL byte");
      }
    }
    return new EntryName(components);
  }

  static boolean isParent(byte[] component) {
    return component.length == 2 && component[0] == '.' && component[1] == '.';
  }

  /** Whether the entry is the root of the layer itself. */
  boolean isRoot() {
    return components.isEmpty();
  }

  List<byte[]> components() {
    return components;
  }

  /** The folders above the entry, from the top. */
  List<byte[]> parents() {
    return components.subList(0, components.size() - 1);
  }

  /** The entry's own name in its folder. */
  byte[] last() {
    return components.getLast();
  }

  /** For messages: what is not UTF-8 or not printable is replaced. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (byte[] component : components) {
      text.append(text.isEmpty() ? "" : "/").append(shown(component));
    }
    return text.isEmpty() ? "." : text.toString();
  }

  static String shown(String text) {
    return shown(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Text that somebody else chose, fit for a message. */
  static String shown(byte[] bytes) {
    int longest = 200;
    String text = new String(bytes, 0, Math.min(bytes.length, longest), StandardCharsets.UTF_8);
    StringBuilder printable = new StringBuilder();
    text.codePoints()
        .map(c -> Character.isISOControl(c) ? '?' : c)
        .forEach(printable::appendCodePoint);
    return bytes.length > longest ? printable + "…" : printable.toString();
  }
}
