package dev.jpod.plan;

import dev.jpod.diff.ChangeSet;
import dev.jpod.diff.Desired;
import dev.jpod.diff.Differ;
import dev.jpod.diff.Expansion;
import dev.jpod.diff.FieldOrigins;
import dev.jpod.diff.FixedResolution;
import dev.jpod.diff.Unowned;
import dev.jpod.manifest.ManifestText;
import dev.jpod.manifest.StackReader;
import dev.jpod.manifest.Variables;
import dev.jpod.model.JpodException;
import dev.jpod.observed.ObservedHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A folder that says what is wanted ({@code stack.yaml}), what was applied last ({@code
 * before.yaml}, if anything was) and in which state it is ({@code observed.json}, if not simply
 * running; images are in the store unless they are among its {@code missingImages}). A case with
 * {@code "adopt": true} takes over what no stack owns; one with {@code "destroy": "keep"} or {@code
 * "remove"} in {@code observed.json} needs no {@code stack.yaml}.
 */
record PlanCase(Path folder) {
  private static final Variables VARIABLES = Variables.of(Map.of(), Map.of(), List.of());

  /** The plan as people and the executor read it, or the refusal. */
  String text() throws IOException {
    try {
      Plan plan = plan();
      StringBuilder text = new StringBuilder();
      for (Line line : PlanText.of(plan, origins(), basis())) {
        text.append(line.text()).append('\n');
      }
      if (!plan.steps().isEmpty()) {
        text.append("\nsteps\n");
      }
      for (Step step : plan.steps()) {
        text.append("  ").append(step.id());
        if (!step.after().isEmpty()) {
          text.append("  after ").append(String.join(", ", step.after()));
        }
        text.append('\n');
      }
      return text.toString();
    } catch (JpodException e) {
      return e.failure() + ": " + e.getMessage() + "\nhint: " + e.hint() + "\n";
    }
  }

  /** Whether there is no plan. */
  boolean isRefused() throws IOException {
    try {
      plan();
      return false;
    } catch (JpodException _) {
      return true;
    }
  }

  /** The plan as programs read it. */
  String json() throws IOException {
    return PlanJson.of(plan(), origins(), basis()).toPrettyString() + "\n";
  }

  private Plan plan() throws IOException {
    JsonNode observed = observed();
    StackReader.@Nullable Read before = read("before.yaml");
    ObservedHost host = new ObservedCase(observed, applied(before, observed)).host();
    if (observed.has("destroy")) {
      String stack = observed.path("stack").stringValue("shop");
      Set<String> volumes = new TreeSet<>(host.volumes().keySet());
      VolumeFate fate =
          switch (observed.path("destroy").stringValue()) {
            case "keep" -> VolumeFate.KEEP;
            case "remove" -> VolumeFate.REMOVE;
            default -> throw new IllegalArgumentException("destroy: keep or remove");
          };
      return Planner.destroy(stack, host, volumes, fate);
    }
    StackReader.@Nullable Read wanted = read("stack.yaml");
    if (wanted == null) {
      throw new IllegalArgumentException(folder + " has no stack.yaml");
    }
    Desired desired =
        Expansion.of(
            wanted.stack(),
            new FixedResolution(
                wanted.stack(),
                Map.of(),
                texts(observed.path("missingImages")),
                texts(observed.path("lockedImages"))));
    Unowned unowned =
        observed.path("adopt").booleanValue(false) ? Unowned.ADOPTED : Unowned.REFUSED;
    ChangeSet changes = Differ.diff(desired, host, unowned);
    return HookSteps.around(Planner.plan(changes, Patience.DEFAULT), wanted.stack().hooks());
  }

  private static Set<String> texts(JsonNode array) {
    Set<String> texts = new TreeSet<>();
    array.forEach(text -> texts.add(text.stringValue()));
    return texts;
  }

  private @Nullable Desired applied(StackReader.@Nullable Read before, JsonNode observed) {
    if (before == null) {
      return null;
    }
    Map<String, String> imageIds = new HashMap<>();
    for (Map.Entry<String, JsonNode> id : observed.path("imageIdsBefore").properties()) {
      imageIds.put(id.getKey(), id.getValue().stringValue());
    }
    return Expansion.of(before.stack(), new FixedResolution(before.stack(), imageIds));
  }

  private FieldOrigins origins() throws IOException {
    StackReader.@Nullable Read wanted = read("stack.yaml");
    return wanted == null ? FieldOrigins.UNKNOWN : FieldOrigins.of(wanted.origins());
  }

  private Basis basis() {
    boolean applied = Files.exists(folder.resolve("before.yaml"));
    return new Basis(
        applied ? Optional.of("6b0c") : Optional.empty(),
        applied ? OptionalLong.of(41) : OptionalLong.empty(),
        Optional.empty(),
        applied ? OptionalLong.of(42) : OptionalLong.empty());
  }

  private JsonNode observed() throws IOException {
    Path file = folder.resolve("observed.json");
    return Files.exists(file)
        ? JsonMapper.shared().readTree(Files.readString(file))
        : JsonNodeFactory.instance.objectNode();
  }

  private StackReader.@Nullable Read read(String name) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      return null;
    }
    ManifestText text = new ManifestText(name, "/srv/shop", Files.readString(file));
    return StackReader.read(List.of(text), VARIABLES);
  }
}
