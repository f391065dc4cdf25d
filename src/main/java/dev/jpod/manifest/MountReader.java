package dev.jpod.manifest;

import dev.jpod.model.FileGrant;
import dev.jpod.model.Mount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that appears at a path of a container: {@code mounts} and {@code volumes} (each in the
 * short or the long form), {@code tmpfs}, {@code configs} and {@code secrets}. Two of them at one
 * path are a problem.
 */
final class MountReader {
  private final MapReader map;
  private final StackDraft draft;
  private final List<Mount> mounts = new ArrayList<>();
  private final List<FileGrant> configs = new ArrayList<>();
  private final List<FileGrant> secrets = new ArrayList<>();
  private final Map<String, Place> targets = new HashMap<>();

  MountReader(MapReader map, StackDraft draft) {
    this.map = map;
    this.draft = draft;
  }

  List<Mount> mounts() {
    return mounts;
  }

  List<FileGrant> configs() {
    return configs;
  }

  List<FileGrant> secrets() {
    return secrets;
  }

  void read() {
    readMounts("mounts");
    readMounts("volumes");
    Value tmpfs = map.get("tmpfs");
    if (tmpfs != null) {
      for (Value item : tmpfs.itemsOrItself()) {
        add(ShortMounts.tmpfs(item), item);
      }
    }
    for (Value item : map.items("configs")) {
      add("configs.", FileGrantReader.config(item, draft), item, configs);
    }
    for (Value item : map.items("secrets")) {
      add("secrets.", FileGrantReader.secret(item, draft), item, secrets);
    }
  }

  private void readMounts(String field) {
    for (Value item : map.items(field)) {
      Mount mount = item.isMap() ? LongMounts.read(item) : ShortMounts.read(item);
      if (mount instanceof Mount.Volume volume && volume.name() != null) {
        draft.refersTo(StackDraft.Reference.Kind.VOLUME, volume.name(), item);
      }
      add(mount, item);
    }
  }

  private void add(@Nullable Mount mount, Value item) {
    if (mount != null && takes(mount.target(), "mounts.", item)) {
      mounts.add(mount);
    }
  }

  private void add(String path, @Nullable FileGrant grant, Value item, List<FileGrant> grants) {
    if (grant != null && takes(grant.target(), path, item)) {
      grants.add(grant);
    }
  }

  private boolean takes(String target, String path, Value item) {
    item.document().reading().stands(map.map().path() + "." + path + target, item.place());
    Place first = targets.putIfAbsent(target, item.place());
    if (first != null) {
      item.problem(
          "'" + Quote.shortened(target) + "' is mounted twice",
          "the first is at " + first + "; choose another target for one of them");
    }
    return first == null;
  }
}
