package dev.jpod.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** One entry of a layer's tar, checked for all that can be checked without looking at the disk. */
final class TarEntry {
  /** What an entry is. */
  enum Type {
    FILE,
    DIRECTORY,
    SYMBOLIC_LINK,
    HARD_LINK,
    PIPE,
    CHARACTER_DEVICE,
    BLOCK_DEVICE
  }

  private static final String ATTRIBUTE = "SCHILY.xattr.";
  private static final long LARGEST_ID = 0xfffffffeL;
  private static final int PERMISSIONS = 07777;

  private final TarArchiveEntry header;
  private final PaxRecords pax;
  private final EntryName name;
  private final Type type;

  TarEntry(TarArchiveEntry header, PaxRecords pax) throws HostileLayerException {
    this.header = header;
    this.pax = pax;
    this.name = EntryName.of(rawName());
    this.type = typeOf(header);
    requireSane();
  }

  EntryName name() {
    return name;
  }

  Type type() {
    return type;
  }

  /** Bytes of content with holes filled; 0 for everything but files. */
  long size() {
    return type == Type.FILE ? header.getRealSize() : 0;
  }

  /** Whether the content has holes that are not worth writing. */
  boolean isSparse() {
    return header.isSparse();
  }

  /** What a symbolic or hard link points to, byte for byte. */
  byte[] target() {
    byte[] raw = pax.text("linkpath");
    return raw == null ? header.getLinkName().getBytes(ISO_8859_1) : raw;
  }

  int major() {
    return header.getDevMajor();
  }

  int minor() {
    return header.getDevMinor();
  }

  Metadata metadata() {
    FileTime modified = header.getLastModifiedTime();
    Instant time = modified == null ? Instant.EPOCH : modified.toInstant();
    return new Metadata(
        (int) header.getLongUserId(),
        (int) header.getLongGroupId(),
        header.getMode() & PERMISSIONS,
        time.getEpochSecond(),
        time.getNano(),
        attributes());
  }

  private byte[] rawName() {
    byte[] raw = pax.text("GNU.sparse.name");
    if (raw == null) {
      raw = pax.text("path");
    }
    return raw == null ? header.getName().getBytes(ISO_8859_1) : raw;
  }

  /**
   * The extended attributes, but not those of overlayfs: a layer that sets them could make the
   * kernel show other files than its tar holds.
   */
  private Map<String, byte[]> attributes() {
    Map<String, byte[]> attributes = new LinkedHashMap<>();
    for (Map.Entry<String, byte[]> record : pax.all().entrySet()) {
      if (record.getKey().startsWith(ATTRIBUTE)) {
        String attribute = record.getKey().substring(ATTRIBUTE.length());
        if (!attribute.startsWith("trusted.overlay.") && !attribute.startsWith("user.overlay.")) {
          attributes.put(attribute, record.getValue());
        }
      }
    }
    return attributes.isEmpty() ? Map.of() : attributes;
  }

  private void requireSane() throws HostileLayerException {
    if (!header.isCheckSumOK()) {
      throw new HostileLayerException("the header of '" + name + "' has a wrong checksum");
    }
    if (header.getSize() < 0 || header.getRealSize() < 0) {
      throw new HostileLayerException("'" + name + "' has a negative size");
    }
    if (type != Type.FILE && header.getSize() != 0) {
      throw new HostileLayerException("'" + name + "' is no file but has content");
    }
    requireId(header.getLongUserId());
    requireId(header.getLongGroupId());
    if (type == Type.CHARACTER_DEVICE && major() == 0 && minor() == 0) {
      throw new HostileLayerException(
          "the device '" + name + "' would hide a file of a lower layer");
    }
    if (type == Type.SYMBOLIC_LINK && (target().length == 0 || target().length >= 4096)) {
      throw new HostileLayerException("the link '" + name + "' has no target that Linux takes");
    }
  }

  private void requireId(long id) throws HostileLayerException {
    if (id < 0 || id > LARGEST_ID) {
      throw new HostileLayerException("'" + name + "' has the impossible owner or group " + id);
    }
  }

  private static Type typeOf(TarArchiveEntry header) throws HostileLayerException {
    if (header.isDirectory()) {
      return Type.DIRECTORY;
    }
    return switch (header.getLinkFlag()) {
      case TarConstants.LF_OLDNORM,
          TarConstants.LF_NORMAL,
          TarConstants.LF_CONTIG,
          TarConstants.LF_GNUTYPE_SPARSE ->
          Type.FILE;
      case TarConstants.LF_SYMLINK -> Type.SYMBOLIC_LINK;
      case TarConstants.LF_LINK -> Type.HARD_LINK;
      case TarConstants.LF_FIFO -> Type.PIPE;
      case TarConstants.LF_CHR -> Type.CHARACTER_DEVICE;
      case TarConstants.LF_BLK -> Type.BLOCK_DEVICE;
      default ->
          throw new HostileLayerException(
              "an entry has the unknown type " + (header.getLinkFlag() & 0xff));
    };
  }
}
