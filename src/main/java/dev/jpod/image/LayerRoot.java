package dev.jpod.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.jpod.host.EntryStatus;
import dev.jpod.host.Errno;
import dev.jpod.host.NodeType;
import dev.jpod.host.OpenDirectory;
import dev.jpod.host.SystemCallException;
import java.io.IOException;

/**
 * A layer that is being unpacked: its root, and a folder beside it for what later entries replace.
 * Replaced folders are moved there instead of being emptied at once, so that no other folder can
 * get their inode number while the layer is made.
 */
final class LayerRoot {
  private static final byte[] YES = {'y'};
  private static final int WHITEOUT_MODE = 0;

  private final OpenDirectory folder;
  private final OpenDirectory replaced;
  private int moved;
  private boolean hidesAllLower;

  LayerRoot(OpenDirectory folder, OpenDirectory replaced) {
    this.folder = folder;
    this.replaced = replaced;
  }

  OpenDirectory folder() {
    return folder;
  }

  /** Whether nothing of any lower layer shows above this one. */
  boolean hidesAllLower() {
    return hidesAllLower;
  }

  /**
   * Takes an entry away to make room for another one.
   *
   * @return whether it was a folder, so that open folders may now lie outside
   */
  boolean remove(OpenDirectory parent, byte[] name, EntryStatus status) throws IOException {
    if (status.isDirectory()) {
      parent.move(name, replaced, Integer.toString(moved++).getBytes(US_ASCII));
      return true;
    }
    parent.unlink(name);
    return false;
  }

  /**
   * Hides what lower layers have under a name. An entry that this layer itself has there stays, as
   * the specification asks; a folder of this layer then shows nothing of a lower one.
   */
  void hide(OpenDirectory parent, byte[] name) throws IOException {
    EntryStatus status = parent.status(name);
    if (status == null) {
      parent.makeNode(name, NodeType.CHARACTER_DEVICE, WHITEOUT_MODE, 0, 0);
    } else if (status.isDirectory()) {
      try (OpenDirectory existing = parent.openDirectory(name)) {
        hideAll(existing);
      }
    }
  }

  /**
   * Hides everything that lower layers have in a folder. The kernel does not look at the root of a
   * layer for this, so that case is left to whoever lists the layers.
   */
  void hideAll(OpenDirectory hiding) throws IOException {
    if (hiding.equals(folder)) {
      hidesAllLower = true;
      return;
    }
    try {
      hiding.setAttribute("trusted.overlay.opaque", YES);
    } catch (SystemCallException e) {
      if (e.errno() != Errno.EPERM) {
        throw e;
      }
      // without privileges the kernel takes this name, with the mount option userxattr
      hiding.setAttribute("user.overlay.opaque", YES);
    }
  }

  /** Puts a folder where this layer had hidden a lower one's entry, and keeps that hidden. */
  void replaceWhiteout(OpenDirectory parent, byte[] name, int mode) throws IOException {
    parent.unlink(name);
    parent.makeDirectory(name, mode);
    hide(parent, name);
  }

  /** Makes a folder, or keeps the one that is there; another kind of entry gives way. */
  void makeDirectory(OpenDirectory parent, byte[] name, int mode) throws IOException {
    EntryStatus status = parent.status(name);
    if (status == null) {
      parent.makeDirectory(name, mode);
    } else if (status.isWhiteout()) {
      replaceWhiteout(parent, name, mode);
    } else if (!status.isDirectory()) {
      parent.unlink(name);
      parent.makeDirectory(name, mode);
    }
  }
}
