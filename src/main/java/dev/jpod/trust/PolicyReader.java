package dev.jpod.trust;

import dev.jpod.json.JsonTree;
import dev.jpod.model.JpodException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads a policy. Whatever it does not know it refuses: a policy that is half understood must not
 * accept anything.
 */
final class PolicyReader {
  private static final String SUPPORTED =
      "jpod knows insecureAcceptAnything, reject, signedBy with keys of GnuPG, and sigstoreSigned"
          + " with public keys";

  private PolicyReader() {}

  static Policy read(byte[] document, String origin) {
    try {
      StrictObject policy =
          StrictObject.of(JsonTree.read(document), "policy", Set.of("default", "transports"));
      return new Policy(
          origin,
          requirements(policy.json().get("default"), "default"),
          transports(policy.json().get("transports")));
    } catch (JacksonException e) {
      throw wrong(origin, "it is not valid JSON: " + JsonTree.complaint(e));
    } catch (IllegalArgumentException e) {
      throw wrong(origin, String.valueOf(e.getMessage()));
    }
  }

  private static JpodException wrong(String origin, String what) {
    return JpodException.refused(
        "the image policy '" + origin + "' cannot be relied on: " + what,
        "correct the file; " + SUPPORTED);
  }

  private static Map<String, Map<String, List<Requirement>>> transports(@Nullable JsonNode node) {
    Map<String, Map<String, List<Requirement>>> transports = new LinkedHashMap<>();
    if (node != null) {
      StrictObject named = StrictObject.open(node, "transports");
      for (Map.Entry<String, JsonNode> transport : named.json().properties()) {
        transports.put(transport.getKey(), scopes(transport.getKey(), transport.getValue()));
      }
    }
    return transports;
  }

  private static Map<String, List<Requirement>> scopes(String transport, JsonNode node) {
    Map<String, List<Requirement>> scopes = new LinkedHashMap<>();
    StrictObject named = StrictObject.open(node, transport);
    for (Map.Entry<String, JsonNode> scope : named.json().properties()) {
      String place = transport + " '" + scope.getKey() + "'";
      requireScope(transport, scope.getKey(), place);
      scopes.put(scope.getKey(), requirements(scope.getValue(), place));
    }
    return scopes;
  }

  /** A scope that no image can be in is a mistake, and what it should have guarded stands open. */
  private static void requireScope(String transport, String scope, String place) {
    boolean possible =
        scope.isEmpty()
            || switch (transport) {
              case "docker" ->
                  !scope.contains("://")
                      && (scope.startsWith("*.") ? scope.indexOf('*', 1) : scope.indexOf('*')) < 0;
              case "dir", "oci", "oci-archive" ->
                  scope.startsWith("/")
                      && scope.length() > 1
                      && Path.of(scope).normalize().toString().equals(scope);
              case "containers-storage" -> scope.startsWith("[") && scope.indexOf(']') > 0;
              case "docker-archive", "tarball" -> false;
              default -> true;
            };
    if (!possible) {
      throw new IllegalArgumentException(place + ": no image can be in this scope");
    }
  }

  private static List<Requirement> requirements(@Nullable JsonNode node, String place) {
    if (node == null || !node.isArray() || node.isEmpty()) {
      throw new IllegalArgumentException(place + ": a list of at least one requirement is wanted");
    }
    List<Requirement> requirements = new ArrayList<>();
    for (JsonNode element : node) {
      requirements.add(requirement(element, place));
    }
    return requirements;
  }

  private static Requirement requirement(JsonNode node, String place) {
    StrictObject any = StrictObject.open(node, place);
    return switch (any.text("type")) {
      case "insecureAcceptAnything" -> {
        StrictObject.of(node, place, Set.of("type"));
        yield new Requirement.InsecureAcceptAnything();
      }
      case "reject" -> {
        StrictObject.of(node, place, Set.of("type"));
        yield new Requirement.Reject();
      }
      case "signedBy" -> signedBy(node, place);
      case "sigstoreSigned" -> sigstoreSigned(any);
      default -> throw any.wrong("there is no requirement '" + any.text("type") + "'");
    };
  }

  private static Requirement signedBy(JsonNode node, String place) {
    StrictObject json =
        StrictObject.of(
            node,
            place,
            Set.of("type", "keyType", "keyPath", "keyPaths", "keyData", "signedIdentity"));
    if (!json.text("keyType").equals("GPGKeys")) {
      throw json.wrong("the key type '" + json.text("keyType") + "' is not GPGKeys");
    }
    return new Requirement.SignedBy(keys(json), IdentityReader.read(json));
  }

  private static Requirement sigstoreSigned(StrictObject any) {
    for (String field : any.json().propertyNames()) {
      if (field.equals("fulcio") || field.equals("pki") || field.startsWith("rekor")) {
        throw any.wrong(
            "'"
                + field
                + "' is not supported: only signatures by a public key are verified, with"
                + " keyPath, keyPaths, keyData or keyDatas");
      }
    }
    StrictObject json =
        StrictObject.of(
            any.json(),
            any.place(),
            Set.of("type", "keyPath", "keyPaths", "keyData", "keyDatas", "signedIdentity"));
    return new Requirement.SigstoreSigned(keys(json), IdentityReader.read(json));
  }

  /** Exactly one field says which keys. */
  private static List<KeyMaterial> keys(StrictObject json) {
    List<KeyMaterial> keys = new ArrayList<>();
    int fields = 0;
    if (json.has("keyPath")) {
      fields++;
      keys.add(file(json, json.text("keyPath")));
    }
    if (json.has("keyPaths")) {
      fields++;
      json.texts("keyPaths").forEach(path -> keys.add(file(json, path)));
    }
    if (json.has("keyData")) {
      fields++;
      keys.add(new KeyMaterial.KeyBytes(json.bytes("keyData", json.text("keyData"))));
    }
    if (json.has("keyDatas")) {
      fields++;
      for (String data : json.texts("keyDatas")) {
        keys.add(new KeyMaterial.KeyBytes(json.bytes("keyDatas", data)));
      }
    }
    if (fields != 1) {
      throw json.wrong("exactly one of keyPath, keyPaths, keyData and keyDatas is wanted");
    }
    return keys;
  }

  private static KeyMaterial file(StrictObject json, String path) {
    if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
      throw json.wrong("the key file '" + path + "' has no absolute path");
    }
    return new KeyMaterial.KeyFile(Path.of(path));
  }
}
