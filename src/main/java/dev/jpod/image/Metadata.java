package dev.jpod.image;

import dev.jpod.host.Errno;
import dev.jpod.host.OpenDirectory;
import dev.jpod.host.OpenFile;
import dev.jpod.host.SystemCallException;
import java.io.IOException;
import java.util.Map;

/**
 * What a tar says of an entry besides its content. The order of the calls matters: a new owner
 * clears setuid bits and capabilities, and everything but the time changes the time.
 */
record Metadata(
    int user, int group, int mode, long seconds, int nanos, Map<String, byte[]> attributes) {
  private static final String CAPABILITY = "security.capability";

  /** The same for root. */
  Metadata ownedByRoot() {
    return new Metadata(0, 0, mode, seconds, nanos, attributes);
  }

  void applyTo(OpenFile file) throws IOException {
    file.setOwner(user, group);
    file.setMode(mode);
    for (Map.Entry<String, byte[]> attribute : attributes.entrySet()) {
      try {
        file.setAttribute(attribute.getKey(), attribute.getValue());
      } catch (SystemCallException e) {
        requireDispensable(attribute.getKey(), e);
      }
    }
    file.setTimes(seconds, nanos);
  }

  /** For a pipe or device, which is not opened because that would have effects. */
  void applyToNode(OpenDirectory folder, byte[] name) throws IOException {
    folder.setOwner(name, user, group);
    folder.setNodeMode(name, mode);
    applyRest(folder, name);
  }

  void applyToSymbolicLink(OpenDirectory folder, byte[] name) throws IOException {
    folder.setOwner(name, user, group);
    applyRest(folder, name);
  }

  private void applyRest(OpenDirectory folder, byte[] name) throws IOException {
    for (Map.Entry<String, byte[]> attribute : attributes.entrySet()) {
      try {
        folder.setAttribute(name, attribute.getKey(), attribute.getValue());
      } catch (SystemCallException e) {
        requireDispensable(attribute.getKey(), e);
      }
    }
    folder.setTimes(name, seconds, nanos);
  }

  /**
   * A file system without attributes, or a user without the right to them, loses labels, as with
   * Docker; but a program without its capability would only fail later and say less.
   */
  private static void requireDispensable(String attribute, SystemCallException failure)
      throws SystemCallException {
    boolean unavailable = failure.errno() == Errno.EOPNOTSUPP || failure.errno() == Errno.EPERM;
    if (!unavailable || attribute.equals(CAPABILITY)) {
      throw failure;
    }
  }
}
