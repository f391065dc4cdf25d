package dev.jpod.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Manifests for tests, and what the reader makes of them. */
final class Manifests {
  static final String FOLDER = "/srv/stacks/shop";
  static final Variables VARIABLES =
      Variables.of(Map.of("TAG", "1.27", "HOME", "/home/me"), Map.of(), List.of());

  private Manifests() {}

  static ManifestText text(String text) {
    return new ManifestText("stack.yaml", FOLDER, text);
  }

  static StackReader.Read read(String text) {
    return StackReader.read(List.of(text(text)), VARIABLES);
  }

  /** A manifest whose only pod has the given lines, indented by four. */
  static String withPod(String lines) {
    return """
    apiVersion: jpod.dev/v1
    kind: Stack
    name: shop
    pods:
      web:
        image: localhost/busybox:1
    """
        + lines.indent(4);
  }

  /** What is wrong with the manifest, a line per problem; empty when nothing is. */
  static String problems(String text) {
    return problems(List.of(text(text)), VARIABLES);
  }

  static String problems(List<ManifestText> texts, Variables variables) {
    try {
      StackReader.read(texts, variables);
      return "";
    } catch (InvalidManifest invalid) {
      return invalid.problems().stream().map(Problem::toString).collect(Collectors.joining("\n"));
    }
  }

  static String resource(String name) {
    try (InputStream in = Manifests.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new AssertionError("there is no test resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }
}
