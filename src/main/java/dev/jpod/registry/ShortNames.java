package dev.jpod.registry;

import dev.jpod.model.Failure;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What names without a registry stand for, as containers-registries.conf(5) has it.
 *
 * @param aliases full names by short ones, both without tag and digest
 * @param registries where other short names are looked for, in this order
 */
record ShortNames(Map<String, String> aliases, List<String> registries, Mode mode) {
  ShortNames {
    aliases = Map.copyOf(aliases);
    registries = List.copyOf(registries);
  }

  /** What becomes of a name that may stand for several. */
  enum Mode {
    ENFORCING,
    PERMISSIVE,
    DISABLED
  }

  /** Whether a name has no registry in front. */
  static boolean isShort(String name) {
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    return !first.contains(".") && !first.contains(":") && !first.equals("localhost");
  }

  /**
   * What a name may stand for, the most likely first.
   *
   * @throws JpodException of kind USAGE when it is no name, REFUSED when only a person can tell
   */
  List<ImageReference> candidates(String name) {
    if (!isShort(name)) {
      return List.of(parsed(name, name));
    }
    int end = endOfName(name);
    String alias = aliases.get(name.substring(0, end));
    if (alias != null) {
      return List.of(parsed(alias + name.substring(end), name));
    }
    List<ImageReference> candidates = new ArrayList<>();
    for (String registry : registries) {
      candidates.add(parsed(registry + "/" + name, name));
    }
    if (candidates.isEmpty()) {
      throw JpodException.refused(
          "the name '" + name + "' has no registry, and none is to be searched",
          "write REGISTRY/" + name + ", or see unqualified-search-registries in registries.conf");
    }
    if (candidates.size() > 1 && mode == Mode.ENFORCING) {
      throw JpodException.refused(
          "the name '" + name + "' may be that of an image in " + String.join(", ", registries),
          "write REGISTRY/" + name + ", or see short-name-mode in registries.conf");
    }
    return candidates;
  }

  /** Where the tag or the digest begins. */
  private static int endOfName(String name) {
    int at = name.indexOf('@');
    String plain = at < 0 ? name : name.substring(0, at);
    int colon = plain.indexOf(':', plain.lastIndexOf('/') + 1);
    return colon < 0 ? plain.length() : colon;
  }

  private static ImageReference parsed(String full, String typed) {
    try {
      return ImageReference.of(full);
    } catch (IllegalArgumentException e) {
      throw new JpodException(
          Failure.USAGE,
          "'" + Answers.quoted(typed) + "' is not the name of an image",
          "write it as [REGISTRY/]NAME[:TAG] or [REGISTRY/]NAME@sha256:DIGEST",
          e);
    }
  }
}
