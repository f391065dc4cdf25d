package dev.jpod.registry;

import dev.jpod.model.Failure;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import dev.jpod.registry.RegistryRule.Access;
import dev.jpod.registry.RegistryRule.Mirror;
import dev.jpod.registry.RegistryRule.Verdict;
import dev.jpod.registry.ShortNames.Mode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One file in the form of containers-registries.conf(5), version 2. What it does not know is left
 * alone, as Podman does.
 *
 * @param rules by their prefixes; of several with one prefix the first counts
 * @param searched the registries for names without one; null when the file does not say
 * @param mode null when the file does not say
 * @param aliases full names by short ones; an empty one takes away what other files say
 */
record RegistriesFile(
    Map<String, RegistryRule> rules,
    @Nullable List<String> searched,
    @Nullable Mode mode,
    Map<String, String> aliases) {

  /** Makes sense of the text of a file. */
  static RegistriesFile of(TomlFile file) {
    if (file.root().path("registries").isObject()) {
      throw file.wrong(
          "is in version 1 of the format",
          "write [[registry]] and unqualified-search-registries: see"
              + " containers-registries.conf(5)");
    }
    return new Reader(file).read();
  }

  private record Reader(TomlFile file) {
    RegistriesFile read() {
      JsonNode root = file.root();
      return new RegistriesFile(
          rules(root.path("registry")), searched(root), mode(root), aliases());
    }

    private Map<String, RegistryRule> rules(JsonNode tables) {
      Map<String, RegistryRule> rules = new LinkedHashMap<>();
      for (JsonNode table : file.tables(tables, "registry")) {
        RegistryRule rule = rule(table);
        rules.putIfAbsent(rule.prefix(), rule);
      }
      return rules;
    }

    private RegistryRule rule(JsonNode table) {
      String location = location(file.text(table, "location"));
      String prefix = location(file.text(table, "prefix"));
      boolean wildcard = prefix.startsWith("*.");
      if (prefix.isEmpty()) {
        prefix = location;
      }
      if (prefix.isEmpty()) {
        throw file.wrong("has a [[registry]] without prefix and location", "give it a location");
      }
      if (location.isEmpty() && !wildcard) {
        throw file.wrong(
            "has a [[registry]] with the prefix '" + prefix + "' and no location",
            "give it a location, which may be the same");
      }
      if (wildcard && prefix.matches(".*[/:@].*")) {
        throw file.wrong("has the prefix '" + prefix + "'", "after *. only a domain may stand");
      }
      if (!file.text(table, "pull-from-mirror").isEmpty()) {
        throw file.wrong(
            "says pull-from-mirror of the registry '" + prefix + "' itself",
            "it belongs into a [[registry.mirror]]");
      }
      boolean digestOnly = file.flag(table, "mirror-by-digest-only");
      List<Mirror> mirrors = new ArrayList<>();
      for (JsonNode mirror : file.tables(table.path("mirror"), "registry.mirror")) {
        mirrors.add(mirror(mirror, prefix, digestOnly ? MirrorUse.DIGEST_ONLY : null));
      }
      return new RegistryRule(
          prefix,
          location.isEmpty() || location.equals(prefix) ? null : location,
          access(table),
          file.flag(table, "blocked") ? Verdict.BLOCKED : Verdict.ALLOWED,
          mirrors,
          file.path());
    }

    private Mirror mirror(JsonNode table, String prefix, @Nullable MirrorUse ofAll) {
      String location = location(file.text(table, "location"));
      if (location.isEmpty()) {
        throw file.wrong(
            "has a mirror of the registry '" + prefix + "' without location", "give it one");
      }
      String said = file.text(table, "pull-from-mirror");
      if (!said.isEmpty() && ofAll != null) {
        throw file.wrong(
            "says of the registry '" + prefix + "' both mirror-by-digest-only and pull-from-mirror",
            "one of them is enough");
      }
      MirrorUse use =
          switch (said) {
            case "", "all" -> ofAll == null ? MirrorUse.ALL : ofAll;
            case "digest-only" -> MirrorUse.DIGEST_ONLY;
            case "tag-only" -> MirrorUse.TAG_ONLY;
            default ->
                throw file.wrong(
                    "has pull-from-mirror '" + Answers.quoted(said) + "'",
                    "write all, digest-only or tag-only");
          };
      return new Mirror(location, access(table), use);
    }

    private Access access(JsonNode table) {
      return file.flag(table, "insecure") ? Access.INSECURE : Access.SECURE;
    }

    private String location(String text) {
      String trimmed = text.replaceAll("/+$", "");
      if (trimmed.startsWith("http://") || trimmed.startsWith("https://")) {
        throw file.wrong(
            "has the location '" + Answers.quoted(text) + "'",
            "write HOST[:PORT][/NAME]; insecure says whether TLS is wanted");
      }
      return trimmed;
    }

    private @Nullable List<String> searched(JsonNode root) {
      List<String> said = file.texts(root, "unqualified-search-registries");
      if (said == null) {
        return null;
      }
      List<String> searched = new ArrayList<>();
      for (String registry : said) {
        String name = location(registry);
        try {
          searched.add(new ImageReference(name, "any", "any", null).registry());
        } catch (IllegalArgumentException e) {
          throw file.wrong(
              "has '" + Answers.quoted(registry) + "' in unqualified-search-registries",
              "write HOST or HOST:PORT");
        }
      }
      return searched;
    }

    private @Nullable Mode mode(JsonNode root) {
      String said = file.text(root, "short-name-mode");
      return switch (said) {
        case "" -> null;
        case "enforcing" -> Mode.ENFORCING;
        case "permissive" -> Mode.PERMISSIVE;
        case "disabled" -> Mode.DISABLED;
        default ->
            throw file.wrong(
                "has short-name-mode '" + Answers.quoted(said) + "'",
                "write enforcing, permissive or disabled");
      };
    }

    private Map<String, String> aliases() {
      Map<String, String> aliases = new LinkedHashMap<>();
      JsonNode table = file.root().path("aliases");
      for (String name : table.propertyNames()) {
        String value = file.text(table, name);
        aliases.put(name, value.isEmpty() ? "" : fullName(name, value));
      }
      return aliases;
    }

    private String fullName(String name, String value) {
      if (ShortNames.isShort(value)) {
        throw wrongAlias(name, value, null);
      }
      try {
        ImageReference reference = ImageReference.of(value + ":any");
        return reference.name();
      } catch (IllegalArgumentException e) {
        throw wrongAlias(name, value, e);
      }
    }

    private JpodException wrongAlias(String name, String value, @Nullable Exception cause) {
      return new JpodException(
          Failure.FAILED,
          "'"
              + file.path()
              + "' makes '"
              + Answers.quoted(value)
              + "' of the short name '"
              + Answers.quoted(name)
              + "'",
          "an alias stands for REGISTRY/NAME, without tag and digest",
          cause);
    }
  }
}
