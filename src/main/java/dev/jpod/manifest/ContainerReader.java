package dev.jpod.manifest;

import dev.jpod.model.Container;
import dev.jpod.model.Container.Logging;
import dev.jpod.model.Container.PullPolicy;
import dev.jpod.model.Container.Role;
import dev.jpod.model.DependencyCondition;
import dev.jpod.model.HealthCheck;
import dev.jpod.model.ImageReference;
import dev.jpod.model.NetworkMode;
import dev.jpod.model.Resources;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of one container, which may stand in a pod of one container as well. */
final class ContainerReader {
  private static final ImageReference NOTHING =
      new ImageReference("localhost", "nothing", "latest", null);

  private final MapReader map;
  private final StackDraft draft;
  private final PodSurroundings pod;

  ContainerReader(MapReader map, StackDraft draft, PodSurroundings pod) {
    this.map = map;
    this.draft = draft;
    this.pod = pod;
  }

  /** The names of all fields that a container has. */
  static List<String> fieldNames(Value somewhere) {
    MapReader probe = MapReader.empty(somewhere);
    PodSurroundings nothing =
        new PodSurroundings("x", new NetworkMode.Default(), Resources.DEFAULT, Map.of(), Map.of());
    new ContainerReader(probe, new StackDraft(), nothing).ofPod(null);
    return probe.known();
  }

  /** The main container of a pod whose fields stand in the pod itself. */
  Container ofPod(@Nullable String lastInit) {
    return read(pod.pod(), Role.MAIN, after(lastInit, Map.of()), pod.labels(), pod.annotations());
  }

  /**
   * A container with an entry of its own.
   *
   * @param lastInit the init container that has to be completed first, or null
   */
  Container inPod(String name, Role role, @Nullable String lastInit) {
    if (!map.has("image")) {
      map.problem("'image' is missing", "write it as docker.io/library/nginx:1.27");
    }
    return read(
        name,
        role,
        after(lastInit, dependsOn(name, role)),
        joined(pod.labels(), TextMaps.read(map, "labels")),
        joined(pod.annotations(), TextMaps.read(map, "annotations")));
  }

  private Map<String, DependencyCondition> dependsOn(String name, Role role) {
    return switch (role) {
      case MAIN -> DependsOnReader.ofContainer(map, pod.pod(), name, draft);
      case INIT -> {
        map.refuse(
            List.of("dependsOn"),
            "is not for init containers",
            "they run one after the other, in the order of the file");
        yield Map.of();
      }
    };
  }

  private static Map<String, DependencyCondition> after(
      @Nullable String lastInit, Map<String, DependencyCondition> dependsOn) {
    if (lastInit == null) {
      return dependsOn;
    }
    Map<String, DependencyCondition> all = new LinkedHashMap<>(dependsOn);
    all.put(lastInit, DependencyCondition.COMPLETED);
    return all;
  }

  private Container read(
      String name,
      Role role,
      Map<String, DependencyCondition> dependsOn,
      Map<String, String> labels,
      Map<String, String> annotations) {
    MountReader mounts = new MountReader(map, draft);
    mounts.read();
    return new Container(
        name,
        role,
        image(),
        map.choice("pullPolicy", PullPolicy.values(), PullPolicy.MISSING),
        ProcessReader.read(map, draft),
        mounts.mounts(),
        mounts.configs(),
        mounts.secrets(),
        SecurityReader.read(map, pod.network()),
        ResourcesReader.ofContainer(map, pod.limits()),
        LifecycleReader.read(map, role),
        logging(),
        healthCheck(role),
        dependsOn,
        labels,
        annotations);
  }

  private ImageReference image() {
    Value value = map.get("image");
    String text = value == null ? null : value.line();
    if (value == null || text == null) {
      return NOTHING;
    }
    try {
      return ImageReference.of(text);
    } catch (IllegalArgumentException wrong) {
      value.problem(
          Quote.shortened(String.valueOf(wrong.getMessage())),
          "write it as docker.io/library/nginx:1.27");
      return NOTHING;
    }
  }

  private Logging logging() {
    Value value = map.get("logging");
    if (value == null) {
      return Logging.DEFAULT;
    }
    MapReader fields = new MapReader(value);
    Long maxSize = fields.size("maxSize", 0);
    int files = fields.integer("files", 1, 1000, Logging.DEFAULT.files());
    fields.finish();
    return new Logging(maxSize == null ? Logging.DEFAULT.maxSize() : maxSize, files);
  }

  private @Nullable HealthCheck healthCheck(Role role) {
    return switch (role) {
      case MAIN -> {
        Value value = map.get("healthCheck");
        yield value == null ? null : HealthCheckReader.read(value);
      }
      case INIT -> {
        map.refuse(
            List.of("healthCheck"), "is not for init containers", "their exit code says it all");
        yield null;
      }
    };
  }

  private static Map<String, String> joined(Map<String, String> outer, Map<String, String> inner) {
    if (outer.isEmpty()) {
      return inner;
    }
    Map<String, String> joined = new LinkedHashMap<>(outer);
    joined.putAll(inner);
    return joined;
  }
}
