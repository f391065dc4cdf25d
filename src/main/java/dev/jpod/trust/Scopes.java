package dev.jpod.trust;

import dev.jpod.model.Digest;
import dev.jpod.model.ImageReference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What containers-policy.json(5) calls an image and the places around it, the narrowest first. */
final class Scopes {
  private Scopes() {}

  /** The reference, its repository, every namespace above, the host, then its wildcards. */
  static List<String> ofRegistry(ImageReference reference) {
    List<String> scopes = new ArrayList<>();
    addReference("", reference, scopes);
    addParents("", reference.name(), scopes);
    String host = reference.registry();
    int port = host.indexOf(':');
    String rest = port < 0 ? host : host.substring(0, port);
    for (int dot = rest.indexOf('.'); dot >= 0; dot = rest.indexOf('.')) {
      rest = rest.substring(dot + 1);
      scopes.add("*." + rest);
    }
    return scopes;
  }

  /** The path without symbolic links, then every folder above it but the root. */
  static List<String> ofPath(Transport transport, Path path) {
    List<String> scopes = new ArrayList<>();
    if (transport == Transport.DOCKER_ARCHIVE) {
      return scopes;
    }
    Path place = real(path);
    while (place != null && place.getNameCount() > 0) {
      scopes.add(place.toString());
      place = place.getParent();
    }
    return scopes;
  }

  /** The reference with and without the id, its namespaces, then the whole store. */
  static List<String> ofStorage(
      String store, String driverless, @Nullable ImageReference reference, @Nullable Digest id) {
    List<String> scopes = new ArrayList<>();
    if (id != null) {
      scopes.add(store + (reference == null ? "" : reference) + "@" + id.hex());
    }
    if (reference != null) {
      addReference(store, reference, scopes);
      addParents(store, reference.name(), scopes);
    }
    scopes.add(store);
    scopes.add(driverless);
    return scopes;
  }

  /** The content that was asked for by digest is narrower than a tag beside it. */
  private static void addReference(String store, ImageReference reference, List<String> scopes) {
    if (reference.digest() != null) {
      scopes.add(store + reference.name() + "@" + reference.digest());
    }
    if (reference.tag() != null) {
      scopes.add(store + reference.name() + ":" + reference.tag());
    }
  }

  private static void addParents(String store, String name, List<String> scopes) {
    String parent = name;
    scopes.add(store + parent);
    for (int slash = parent.lastIndexOf('/'); slash >= 0; slash = parent.lastIndexOf('/')) {
      parent = parent.substring(0, slash);
      scopes.add(store + parent);
    }
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize();
    }
  }
}
