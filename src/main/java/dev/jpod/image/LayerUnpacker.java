package dev.jpod.image;

import dev.jpod.host.EntryStatus;
import dev.jpod.host.Errno;
import dev.jpod.host.IdMap;
import dev.jpod.host.NewFile;
import dev.jpod.host.NodeType;
import dev.jpod.host.OpenDirectory;
import dev.jpod.host.SystemCallException;
import dev.jpod.image.FolderWalk.Missing;
import dev.jpod.model.JpodException;
import java.io.IOException;

/**
 * Puts the entries of one layer's tar below a folder, in the form that overlayfs takes. Entries
 * that lie about their place, size or kind are refused; the caller then throws the folder away.
 * What a later entry names again is replaced, except that a folder stays a folder with its content.
 */
final class LayerUnpacker implements AutoCloseable {
  private static final int UNFINISHED_FILE = 0600;
  private static final int UNFINISHED_FOLDER = 0700;

  private final LayerRoot root;
  private final FolderWalk folders;
  private final FolderWalk linkedFolders;
  private final UnpackLimits limits;
  private final FolderMetadata pending = new FolderMetadata();
  private final byte[] buffer = new byte[64 * 1024];
  private final IdMap ids = IdMap.ofProcess();
  private long entries;
  private long bytes;

  LayerUnpacker(LayerRoot root, UnpackLimits limits) {
    this.root = root;
    this.limits = limits;
    this.folders = new FolderWalk(root, limits.depth());
    this.linkedFolders = new FolderWalk(root, limits.depth());
  }

  /** Reads the tar to the end of its stream. */
  void unpack(TarReader tar) throws IOException {
    TarEntry entry = tar.next();
    while (entry != null) {
      count(entry);
      try {
        unpack(entry, tar);
      } catch (SystemCallException e) {
        throw refused(entry, e);
      }
      entry = tar.next();
    }
    pending.apply(root.folder(), folders);
  }

  /** Whether the layer removes all that is below it. */
  boolean hidesAllLower() {
    return root.hidesAllLower();
  }

  private void count(TarEntry entry) throws HostileLayerException {
    if (++entries > limits.entries()) {
      throw new HostileLayerException("it has more than " + limits.entries() + " entries");
    }
    if (entry.size() > limits.bytes() - bytes) {
      throw new HostileLayerException("its files have more than " + limits.bytes() + " bytes");
    }
    bytes += entry.size();
  }

  private void unpack(TarEntry entry, TarReader tar) throws IOException {
    EntryName name = entry.name();
    switch (Whiteout.of(name)) {
      case IGNORED -> {}
      case HIDES_ONE -> root.hide(parentOf(name), Whiteout.hiddenBy(name));
      case HIDES_ALL -> root.hideAll(parentOf(name));
      case NONE -> make(entry, tar);
    }
  }

  private OpenDirectory parentOf(EntryName name) throws IOException {
    return folders.open(name.parents(), Missing.CREATE);
  }

  private void make(TarEntry entry, TarReader tar) throws IOException {
    EntryName name = entry.name();
    if (name.isRoot()) {
      makeRoot(entry);
      return;
    }
    OpenDirectory parent = parentOf(name);
    switch (entry.type()) {
      case DIRECTORY -> makeDirectory(entry, parent);
      case FILE -> makeFile(entry, makeRoom(name, parent), tar);
      case SYMBOLIC_LINK -> {
        OpenDirectory place = makeRoom(name, parent);
        place.makeSymbolicLink(name.last(), entry.target());
        metadata(entry).applyToSymbolicLink(place, name.last());
      }
      case HARD_LINK -> makeHardLink(entry);
      case PIPE -> makeNode(entry, makeRoom(name, parent), NodeType.PIPE);
      case CHARACTER_DEVICE -> makeNode(entry, makeRoom(name, parent), NodeType.CHARACTER_DEVICE);
      case BLOCK_DEVICE -> makeNode(entry, makeRoom(name, parent), NodeType.BLOCK_DEVICE);
    }
  }

  private void makeRoot(TarEntry entry) throws IOException {
    if (entry.type() != TarEntry.Type.DIRECTORY) {
      throw new HostileLayerException("the root of the layer is not a folder");
    }
    pending.putRoot(metadata(entry));
  }

  private void makeDirectory(TarEntry entry, OpenDirectory parent) throws IOException {
    byte[] name = entry.name().last();
    root.makeDirectory(parent, name, UNFINISHED_FOLDER);
    EntryStatus made = parent.status(name);
    if (made != null) {
      pending.put(folders.path(), name, made.inode(), metadata(entry));
    }
  }

  private void makeFile(TarEntry entry, OpenDirectory parent, TarReader tar) throws IOException {
    try (NewFile file = parent.createFile(entry.name().last(), UNFINISHED_FILE)) {
      FileContent.copy(tar, entry, file, buffer);
      metadata(entry).applyTo(file);
    }
  }

  private void makeNode(TarEntry entry, OpenDirectory parent, NodeType type) throws IOException {
    byte[] name = entry.name().last();
    try {
      parent.makeNode(name, type, UNFINISHED_FILE, entry.major(), entry.minor());
    } catch (SystemCallException e) {
      if (e.errno() == Errno.EPERM && ids.isPart()) {
        // In a user namespace nobody may make devices; containers get theirs from the runtime.
        return;
      }
      throw e;
    }
    metadata(entry).applyToNode(parent, name);
  }

  private void makeHardLink(TarEntry entry) throws IOException {
    EntryName name = entry.name();
    EntryName target = EntryName.of(entry.target());
    if (target.isRoot() || Whiteout.of(target) != Whiteout.NONE) {
      throw new HostileLayerException("'" + name + "' links to '" + target + "', which is no file");
    }
    OpenDirectory place = makeRoom(name, parentOf(name));
    OpenDirectory targetFolder = linkedFolders.open(target.parents(), Missing.FAIL);
    EntryStatus linked = targetFolder.status(target.last());
    if (linked == null || linked.isDirectory() || linked.isWhiteout()) {
      throw new HostileLayerException(
          "'" + name + "' links to '" + target + "', which is no file of this layer");
    }
    place.link(name.last(), targetFolder, target.last());
  }

  /** Takes away what has the name already; the parent may have to be opened again after that. */
  private OpenDirectory makeRoom(EntryName name, OpenDirectory parent) throws IOException {
    EntryStatus status = parent.status(name.last());
    if (status == null || !root.remove(parent, name.last(), status)) {
      return parent;
    }
    folders.forget();
    linkedFolders.forget();
    return parentOf(name);
  }

  /** Where there is one user only, everything is his. */
  private Metadata metadata(TarEntry entry) {
    Metadata metadata = entry.metadata();
    if (ids.isSingle()) {
      return metadata.ownedByRoot();
    }
    if (metadata.user() >= ids.users() || metadata.group() >= ids.groups()) {
      throw JpodException.refused(
          "'"
              + entry.name()
              + "' belongs to user "
              + metadata.user()
              + " and group "
              + metadata.group()
              + ", and there are only "
              + Math.min(ids.users(), ids.groups())
              + " of them in this user namespace",
          "'jpod doctor' says how to get more numbers for containers");
    }
    return metadata;
  }

  private static IOException refused(TarEntry entry, SystemCallException cause) {
    return switch (cause.errno()) {
      case Errno.ENAMETOOLONG,
          Errno.ENOENT,
          Errno.ENOTDIR,
          Errno.EISDIR,
          Errno.EINVAL,
          Errno.EMLINK,
          Errno.EFBIG ->
          new HostileLayerException(
              "the entry '" + entry.name() + "' cannot be made: " + cause.getMessage(), cause);
      default -> cause;
    };
  }

  @Override
  public void close() throws IOException {
    try {
      linkedFolders.close();
    } finally {
      folders.close();
    }
  }
}
