package dev.jpod.diff;

import dev.jpod.diff.WantedImage.Pin;
import dev.jpod.diff.WantedImage.Presence;
import dev.jpod.model.Container;
import dev.jpod.model.ContentSource;
import dev.jpod.model.Digest;
import dev.jpod.model.FileGrant;
import dev.jpod.model.GrantSource;
import dev.jpod.model.ImageReference;
import dev.jpod.model.Instance.Content;
import dev.jpod.model.Instance.EnvEntry;
import dev.jpod.model.Instance.GrantedFile;
import dev.jpod.model.Instance.Sensitivity;
import dev.jpod.model.Pod;
import dev.jpod.model.ProcessSpec.EnvValue;
import dev.jpod.model.Stack;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks nothing up: an image's id follows from its name, a content is what its source says of
 * itself, so another source is another content.
 *
 * @param imageIds other texts from which the ids of some images follow, by their full names
 * @param missing the full names of images that are not in the store
 * @param locked the full names of images that a lock file has
 */
public record FixedResolution(
    Stack stack, Map<String, String> imageIds, Set<String> missing, Set<String> locked)
    implements Resolution {
  private static final long SIZE = 56_729_600;

  /** One whose images are all there. */
  public FixedResolution(Stack stack, Map<String, String> imageIds) {
    this(stack, imageIds, Set.of(), Set.of());
  }

  @Override
  public WantedImage image(ImageReference reference) {
    String name = reference.toString();
    String id = imageIds.getOrDefault(name, name);
    return new WantedImage(
        reference,
        Digest.sha256(hash("index of " + id)),
        Digest.sha256(hash("manifest of " + id)),
        Digest.sha256(hash(id)),
        SIZE,
        missing.contains(name) ? Presence.MISSING : Presence.STORED,
        locked.contains(name) ? Pin.LOCKED : Pin.NONE);
  }

  @Override
  public Map<String, EnvEntry> env(Pod pod, Container container) {
    Map<String, EnvEntry> env = new LinkedHashMap<>();
    container.process().env().forEach((name, value) -> env.put(name, entry(value)));
    return env;
  }

  private EnvEntry entry(EnvValue value) {
    return switch (value) {
      case EnvValue.Literal literal -> EnvEntry.open(literal.value());
      case EnvValue.OfSecret secret -> {
        String content = content(stack.secrets(), secret.secret());
        yield new EnvEntry(content, "hmac:" + hash("key" + content), Sensitivity.SECRET);
      }
    };
  }

  @Override
  public List<GrantedFile> files(Pod pod, Container container) {
    List<GrantedFile> files = new ArrayList<>();
    for (FileGrant grant : container.configs()) {
      String content = content(stack.configs(), grant.source());
      files.add(
          file(
              declared(stack.configs(), grant),
              content,
              "sha256:" + hash(content),
              Sensitivity.OPEN));
    }
    for (FileGrant grant : container.secrets()) {
      String content = content(stack.secrets(), grant.source());
      files.add(
          file(
              declared(stack.secrets(), grant),
              content,
              "hmac:" + hash("key" + content),
              Sensitivity.SECRET));
    }
    return files;
  }

  private static FileGrant declared(Map<String, GrantSource> sources, FileGrant grant) {
    GrantSource source = sources.get(grant.source());
    return source == null ? grant : grant.orElse(source.onChange());
  }

  private static GrantedFile file(
      FileGrant grant, String content, String fingerprint, Sensitivity sensitivity) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return new GrantedFile(grant, new Content(bytes), fingerprint, sensitivity);
  }

  private static String content(Map<String, GrantSource> sources, String name) {
    GrantSource source = sources.get(name);
    return switch (source == null ? null : source.content()) {
      case null -> throw new IllegalArgumentException("nothing is called " + name);
      case ContentSource.Inline inline -> inline.content();
      case ContentSource.File file -> "content of " + file.path();
      case ContentSource.Environment variable -> "value of " + variable.variable();
      case ContentSource.Command command -> "output of " + command.argv();
    };
  }

  /** SHA-256 of a text, in hexadecimal. */
  public static String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
