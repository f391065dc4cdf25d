package dev.jpod.manifest;

import dev.jpod.model.Container;
import dev.jpod.model.Container.Logging;
import dev.jpod.model.Container.PullPolicy;
import dev.jpod.model.DependencyCondition;
import dev.jpod.model.HealthCheck;
import dev.jpod.model.ImageReference;
import dev.jpod.model.NetworkMode;
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
  private final NetworkMode network;

  ContainerReader(MapReader map, StackDraft draft, NetworkMode network) {
    this.map = map;
    this.draft = draft;
    this.network = network;
  }

  /** The names of all fields that a container has. */
  static List<String> fieldNames(Value somewhere) {
    MapReader probe = MapReader.empty(somewhere);
    new ContainerReader(probe, new StackDraft(), new NetworkMode.Default())
        .read("x", Map.of(), Map.of(), Map.of());
    return probe.known();
  }

  /** The only container of a pod whose fields stand in the pod itself. */
  Container ofPod(String pod, Map<String, String> labels, Map<String, String> annotations) {
    return read(pod, Map.of(), labels, annotations);
  }

  /** A container of a pod of several; the pod's labels and annotations hold for it too. */
  Container inPod(
      String pod, String name, Map<String, String> labels, Map<String, String> annotations) {
    if (!map.has("image")) {
      map.problem("'image' is missing", "write it as docker.io/library/nginx:1.27");
    }
    return read(
        name,
        DependsOnReader.ofContainer(map, pod, name, draft),
        joined(labels, TextMaps.read(map, "labels")),
        joined(annotations, TextMaps.read(map, "annotations")));
  }

  private Container read(
      String name,
      Map<String, DependencyCondition> dependsOn,
      Map<String, String> labels,
      Map<String, String> annotations) {
    MountReader mounts = new MountReader(map, draft);
    mounts.read();
    return new Container(
        name,
        Container.Role.MAIN,
        image(),
        map.choice("pullPolicy", PullPolicy.values(), PullPolicy.MISSING),
        ProcessReader.read(map, draft),
        mounts.mounts(),
        mounts.configs(),
        mounts.secrets(),
        SecurityReader.read(map, network),
        ResourcesReader.read(map),
        LifecycleReader.read(map),
        logging(),
        healthCheck(),
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

  private @Nullable HealthCheck healthCheck() {
    Value value = map.get("healthCheck");
    return value == null ? null : HealthCheckReader.read(value);
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
