package dev.jpod.plan;

import dev.jpod.diff.Desired;
import dev.jpod.diff.Expansion;
import dev.jpod.diff.FixedResolution;
import dev.jpod.manifest.ManifestText;
import dev.jpod.manifest.StackReader;
import dev.jpod.manifest.Variables;
import dev.jpod.model.Stack;
import java.util.List;
import java.util.Map;

/** A large stack: two pods of many replicas, one of which depends on the other. */
final class ManyReplicas {
  private ManyReplicas() {}

  static Desired of(int replicas) {
    String text =
        """
        apiVersion: jpod.dev/v1
        kind: Stack
        name: shop
        pods:
          db: {image: localhost/db:1, replicas: %d}
          web: {image: localhost/web:1, replicas: %d, dependsOn: {db: started}}
        """
            .formatted(replicas, replicas);
    ManifestText manifest = new ManifestText("stack.yaml", "/srv", text);
    Variables variables = Variables.of(Map.of(), Map.of(), List.of());
    Stack stack = StackReader.read(List.of(manifest), variables).stack();
    return Expansion.of(stack, new FixedResolution(stack, Map.of()));
  }
}
