package dev.jpod.manifest;

import dev.jpod.model.Container;
import dev.jpod.model.Container.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The containers of a pod: those of {@code initContainers} in the order of the file, then those of
 * {@code containers}, or the one whose fields stand in the pod itself.
 */
final class ContainersReader {
  private final MapReader pod;
  private final StackDraft draft;
  private final PodSurroundings surroundings;
  private final List<Container> containers = new ArrayList<>();
  private final Map<String, Place> places = new HashMap<>();
  private @Nullable String lastInit;

  ContainersReader(MapReader pod, StackDraft draft, PodSurroundings surroundings) {
    this.pod = pod;
    this.draft = draft;
    this.surroundings = surroundings;
  }

  List<Container> read() {
    Value main = pod.get("containers");
    if (main == null) {
      places.put(surroundings.pod(), pod.map().place());
    }
    Value init = pod.get("initContainers");
    if (init != null) {
      add(init, Role.INIT);
    }
    if (main == null) {
      addOnlyOne();
      return containers;
    }
    refuseContainerFields();
    add(main, Role.MAIN);
    if (main.isMap() && main.entries().isEmpty()) {
      main.problem("holds no container", "add one, or write 'image' directly in the pod");
    }
    return containers;
  }

  private void addOnlyOne() {
    if (!pod.has("image")) {
      pod.problem(
          "has neither 'image' nor 'containers'",
          "give it an image, or several containers with an image each");
    }
    containers.add(new ContainerReader(pod, draft, surroundings).ofPod(lastInit));
  }

  private void add(Value map, Role role) {
    for (MapEntry entry : map.entries()) {
      Value each = entry.value();
      each.document().reading().stands(each.path(), each.place());
      MapReader fields = new MapReader(each);
      String name = EntryNames.label(entry, "container");
      Place other = places.putIfAbsent(name, each.place());
      if (other != null) {
        EntryNames.report(
            each,
            "the pod has a container '" + name + "' at " + other + " already",
            "rename one of them");
      }
      containers.add(new ContainerReader(fields, draft, surroundings).inPod(name, role, lastInit));
      fields.finish();
      if (role == Role.INIT) {
        lastInit = name;
      }
    }
  }

  /** A pod of several containers says about each container what concerns that container. */
  private void refuseContainerFields() {
    List<String> names = new ArrayList<>(ContainerReader.fieldNames(pod.map()));
    names.remove("resources");
    pod.refuse(
        names,
        "belongs to a container, but the pod has 'containers'",
        "move it into one of the containers");
  }
}
