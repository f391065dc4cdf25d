package dev.jpod.manifest;

import dev.jpod.model.Mount;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The long form of a mount: {@code {type, source, target, readOnly, …}}. */
final class LongMounts {
  /** What is mounted; the constants carry the words of the manifest. */
  private enum Type {
    BIND,
    VOLUME,
    TMPFS
  }

  private final MapReader map;

  private LongMounts(MapReader map) {
    this.map = map;
  }

  static @Nullable Mount read(Value item) {
    MapReader map = new MapReader(item);
    Mount mount = new LongMounts(map).mount();
    map.finish();
    return mount;
  }

  private @Nullable Mount mount() {
    Type type = type();
    Value targetValue = map.require("target", "name the path in the container");
    String target = targetValue == null ? null : ContainerPaths.target(targetValue);
    Value source = map.get("source");
    Long size = map.size("size", 0);
    Integer mode = Modes.read(map, "mode");
    boolean create = map.flag("createHostPath");
    List<String> options = options(type);
    refuse(type != Type.TMPFS, List.of("size", "mode"), "only tmpfs has it");
    refuse(type != Type.BIND, List.of("createHostPath"), "only bind has it");
    refuse(type == Type.TMPFS, List.of("source"), "tmpfs has no source");
    return switch (type) {
      case BIND -> bind(source, target, options, create);
      case VOLUME -> volume(source, target, options);
      case TMPFS ->
          target == null
              ? null
              : new Mount.Tmpfs(
                  target,
                  size == null ? 0 : size,
                  mode == null ? MountOptions.TMPFS_MODE : mode,
                  options);
    };
  }

  private @Nullable Mount bind(
      @Nullable Value source, @Nullable String target, List<String> options, boolean create) {
    if (source == null) {
      if (!map.has("source")) {
        map.problem("'source' is missing", "name a path of the host");
      }
      return null;
    }
    String path = HostPaths.read(source);
    return path == null || target == null
        ? null
        : new Mount.Bind(
            path, target, options, create ? Mount.Missing.CREATE_FOLDER : Mount.Missing.REFUSE);
  }

  private @Nullable Mount volume(
      @Nullable Value source, @Nullable String target, List<String> options) {
    String name = source == null ? null : source.line();
    if (source != null && name != null && HostPaths.isPath(name)) {
      source.problem(
          "'" + Quote.shortened(name) + "' is a path, not the name of a volume",
          "write type: bind for a path of the host");
      return null;
    }
    return target == null ? null : new Mount.Volume(name, target, options);
  }

  /** What the field says; without it a path as source makes a bind, anything else a volume. */
  private Type type() {
    Value source = map.raw("source");
    boolean path = source != null && HostPaths.isPath(source.written());
    return map.choice("type", Type.values(), path ? Type.BIND : Type.VOLUME);
  }

  private List<String> options(Type type) {
    String known =
        switch (type) {
          case BIND -> MountOptions.OF_BINDS;
          case VOLUME -> MountOptions.OF_VOLUMES;
          case TMPFS -> MountOptions.OF_TMPFS;
        };
    List<String> options = new ArrayList<>();
    Value value = map.get("options");
    if (value != null) {
      for (Value item : value.itemsOrItself()) {
        String text = item.line();
        if (text != null) {
          options.addAll(MountOptions.read(text, known, item));
        }
      }
    }
    if (map.flag("readOnly") && !options.contains("ro")) {
      options.add("ro");
    }
    return options;
  }

  private void refuse(boolean wrong, List<String> fields, String hint) {
    for (String field : fields) {
      Value value = map.raw(field);
      if (wrong && value != null) {
        value.problem("does not fit this type of mount", hint);
      }
    }
  }
}
