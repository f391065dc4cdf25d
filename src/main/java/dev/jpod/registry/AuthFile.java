package dev.jpod.registry;

import dev.jpod.host.DurableFile;
import dev.jpod.json.JsonText;
import dev.jpod.json.JsonTree;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.registry.Credential.IdentityToken;
import dev.jpod.registry.Credential.Password;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A file with credentials, in the form of containers-auth.json(5) and of Docker's {@code
 * config.json}, or in the older one of {@code .dockercfg}.
 */
final class AuthFile {
  private static final long LARGEST = 4 << 20;
  private static final String REPAIR = "repair it, or remove it and log in anew";

  private final Path path;
  private final ObjectNode root;
  private final JsonNode entries;

  private AuthFile(Path path, ObjectNode root, JsonNode entries) {
    this.path = path;
    this.root = root;
    this.entries = entries;
  }

  /** Which of the forms a file has. */
  enum Form {
    CURRENT,
    /** Entries without an object around them. */
    DOCKERCFG
  }

  /** Reads a file; one that is not there or empty has no entries. */
  static AuthFile read(Path path, Form form) {
    ObjectNode root;
    try {
      if (Files.size(path) > LARGEST) {
        throw unusable(path, "it is larger than " + (LARGEST >> 20) + " MiB");
      }
      byte[] text = Files.readAllBytes(path);
      root = text.length == 0 ? JsonNodeFactory.instance.objectNode() : object(path, text);
    } catch (NoSuchFileException e) {
      root = JsonNodeFactory.instance.objectNode();
    } catch (AccessDeniedException e) {
      throw unreadable(path, "permission denied", "run jpod as its owner, or name another one", e);
    } catch (IOException e) {
      throw unreadable(path, String.valueOf(e.getMessage()), REPAIR, e);
    }
    return new AuthFile(
        path,
        root,
        switch (form) {
          case CURRENT -> root.path("auths");
          case DOCKERCFG -> root;
        });
  }

  private static ObjectNode object(Path path, byte[] text) {
    try {
      if (JsonTree.read(text) instanceof ObjectNode object) {
        return object;
      }
      throw unusable(path, "it is not an object of JSON");
    } catch (JacksonException e) {
      // What Jackson says may quote the text, which holds passwords.
      throw unusable(path, "it is not JSON");
    }
  }

  private static JpodException unusable(Path path, String why) {
    return unreadable(path, why, REPAIR, null);
  }

  private static JpodException unreadable(
      Path path, String why, String hint, @Nullable Exception cause) {
    return new JpodException(
        Failure.FAILED,
        "the file with credentials '" + path + "' cannot be read: " + why,
        hint,
        cause);
  }

  Path path() {
    return path;
  }

  /** The whole, with whatever else stands in it. */
  ObjectNode root() {
    return root;
  }

  /** The names of all entries. */
  List<String> names() {
    return List.copyOf(entries.propertyNames());
  }

  /** The credential under a name; null when there is none that can be used. */
  @Nullable Credential entry(String name) {
    JsonNode entry = entries.path(name);
    if (!entry.isObject()) {
      return null;
    }
    String user = entry.path("username").asString("");
    String password = entry.path("password").asString("");
    String auth = entry.path("auth").asString("");
    if (!auth.isEmpty()) {
      String plain = decoded(auth, name);
      int colon = plain.indexOf(':');
      if (colon < 0) {
        throw unusable(path, "its entry for '" + name + "' has no user with a password");
      }
      user = plain.substring(0, colon);
      password = plain.substring(colon + 1);
    }
    String token = entry.path("identitytoken").asString("");
    if (!token.isEmpty()) {
      return new IdentityToken(user, token);
    }
    return user.isEmpty() ? null : new Password(user, password);
  }

  private String decoded(String auth, String name) {
    try {
      byte[] bytes = Base64.getDecoder().decode(auth.strip());
      // Some writers end the password with zero bytes.
      return new String(bytes, StandardCharsets.UTF_8).replaceAll("\0+$", "");
    } catch (IllegalArgumentException e) {
      throw unusable(path, "its entry for '" + name + "' is not in base64");
    }
  }

  /** Forgets an entry; whether there was one. */
  boolean remove(String name) {
    return entries instanceof ObjectNode object && object.remove(name) != null;
  }

  /** Puts an entry in, in the place of another one of that name. */
  void put(String name, Password password) {
    byte[] plain = (password.user() + ":" + password.password()).getBytes(StandardCharsets.UTF_8);
    ObjectNode all = entries instanceof ObjectNode object ? object : root.putObject("auths");
    all.putObject(name).put("auth", Base64.getEncoder().encodeToString(plain));
  }

  /**
   * Writes the file with all that stood in it, for nobody's eyes but its owner's. Atomic; what a
   * symbolic link points to is written, not the link.
   */
  void write() {
    try {
      Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
      Files.createDirectories(
          target.getParent(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      DurableFile.write(
          target, JsonText.indented(root), PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new JpodException(
          Failure.FAILED,
          "the file with credentials '" + path + "' cannot be written: " + e.getMessage(),
          "see who may write there, or name another file with --authfile",
          e);
    }
  }

  /** The programs that keep credentials, by their registries. */
  Map<String, String> helpers() {
    Map<String, String> helpers = new LinkedHashMap<>();
    JsonNode named = root.path("credHelpers");
    for (String registry : named.propertyNames()) {
      String helper = helper(registry);
      if (helper != null) {
        helpers.put(registry, helper);
      }
    }
    return helpers;
  }

  /** The program that keeps the credentials of a registry; null for none. */
  @Nullable String helper(String registry) {
    String own = root.path("credHelpers").path(registry).asString("");
    return own.isEmpty() ? null : own;
  }

  /** The program that keeps all credentials; null for none. */
  @Nullable String store() {
    String store = root.path("credsStore").asString("");
    return store.isEmpty() ? null : store;
  }
}
