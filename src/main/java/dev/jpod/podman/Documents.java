package dev.jpod.podman;

import dev.jpod.host.StreamDigest;
import dev.jpod.json.JsonTree;
import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads files of the store; every surprise is a refusal that names the file. */
final class Documents {
  private static final String HINT =
      "see whether 'podman system check' or 'buildah images' complain, and make the image anew";

  private Documents() {}

  /**
   * The content of a regular file.
   *
   * @throws JpodException of kind NOT_FOUND when it is not there, REFUSED when it is a link, larger
   *     than the limit, or something else
   */
  static byte[] read(Path file, int limit) {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw wrong(file, "it is not a regular file");
    }
    try (InputStream in =
        Channels.newInputStream(
            Files.newByteChannel(
                file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)))) {
      byte[] content = in.readNBytes(limit + 1);
      if (content.length > limit) {
        throw wrong(file, "it has more than " + limit + " bytes");
      }
      return content;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static JpodException unreadable(Path file, IOException cause) {
    boolean missing = Files.notExists(file, LinkOption.NOFOLLOW_LINKS);
    String reason = cause instanceof FileSystemException f ? f.getReason() : cause.getMessage();
    return new JpodException(
        missing ? Failure.NOT_FOUND : Failure.FAILED,
        missing
            ? "there is no file '" + file + "' in the store of Podman"
            : "cannot read '"
                + file
                + "' in the store of Podman"
                + (reason == null ? "" : ": " + reason),
        missing ? HINT : "run jpod as the owner of that store",
        cause);
  }

  /** The objects of an array. */
  static List<JsonNode> objects(byte[] document, Path file) {
    JsonNode array = parse(document, file);
    if (!array.isArray()) {
      throw wrong(file, "it is not a JSON array");
    }
    List<JsonNode> objects = new ArrayList<>();
    for (JsonNode element : array) {
      if (!element.isObject()) {
        throw wrong(file, "it has an element that is not an object");
      }
      objects.add(element);
    }
    return objects;
  }

  private static JsonNode parse(byte[] document, Path file) {
    try {
      return JsonTree.read(document);
    } catch (JacksonException e) {
      throw wrong(file, "it is not valid JSON: " + JsonTree.complaint(e));
    }
  }

  /** A field's text; empty when it is absent or something else. */
  static String text(JsonNode object, String field) {
    return object.path(field).asString("");
  }

  static List<String> texts(JsonNode object, String field) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : object.path(field)) {
      texts.add(element.asString(""));
    }
    return texts;
  }

  /** A text that says a digest; null when it does not. */
  static @Nullable Digest digest(String text) {
    try {
      return new Digest(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** An id as the tools choose them: 64 hexadecimal digits, so it is no path. */
  static String id(JsonNode object, String field, Path file) {
    String id = text(object, field);
    if (digest("sha256:" + id) == null) {
      throw wrong(file, "'" + field + "' has '" + shown(id) + "', which is not 64 hex digits");
    }
    return id;
  }

  static Digest digestOf(byte[] content) {
    return Digest.sha256(StreamDigest.hexOf(content));
  }

  /** What somebody else wrote, fit for a message. */
  static String shown(String text) {
    int longest = 100;
    String part = text.length() > longest ? text.substring(0, longest) + "…" : text;
    return part.replaceAll("\\p{Cntrl}", "?");
  }

  static JpodException wrong(Path file, String why) {
    return JpodException.refused("cannot use '" + file + "' of Podman's store: " + why, HINT);
  }
}
