package dev.jpod.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jpod.json.JsonTree;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A line of a tar-split file: what comes next in the tar. */
sealed interface TarSplitEntry {
  /** These bytes: headers and padding. */
  @SuppressWarnings("ArrayRecordComponent") // bytes from outside, never compared
  record Segment(byte[] bytes) implements TarSplitEntry {
    @Override
    public long size() {
      return bytes.length;
    }
  }

  /** The content of a file, of which the headers have been before. */
  record Content(EntryName name, long size) implements TarSplitEntry {}

  /** Bytes that this adds to the tar. */
  long size();

  int FILE = 1;
  int SEGMENT = 2;

  static TarSplitEntry parse(byte[] line) throws HostileLayerException {
    try {
      JsonNode json = JsonTree.read(line);
      return switch (json.path("type").asInt(0)) {
        case FILE -> content(json);
        case SEGMENT -> new Segment(Base64.getDecoder().decode(json.path("payload").asString("")));
        default -> throw new HostileLayerException("a line is of no known type");
      };
    } catch (JacksonException | IllegalArgumentException e) {
      throw new HostileLayerException("a line is not what it should be", e);
    }
  }

  private static Content content(JsonNode json) throws HostileLayerException {
    long size = json.path("size").asLong(0);
    if (size < 0) {
      throw new HostileLayerException("a file has less than no bytes");
    }
    return new Content(EntryName.of(name(json)), size);
  }

  /** Names that are not UTF-8 are written otherwise. */
  private static byte[] name(JsonNode json) {
    String raw = json.path("name_raw").asString("");
    return raw.isEmpty()
        ? json.path("name").asString("").getBytes(UTF_8)
        : Base64.getDecoder().decode(raw);
  }
}
