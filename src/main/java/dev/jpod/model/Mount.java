package dev.jpod.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something of the host, or of memory, that appears at a path of the container. */
public sealed interface Mount {
  /** The absolute path in the container. */
  String target();

  /** The options that were asked for, in order, without the engine's defaults. */
  List<String> options();

  /**
   * A file or folder of the host.
   *
   * @param source absolute
   * @param missing what to do when the source does not exist
   */
  record Bind(String source, String target, List<String> options, Missing missing)
      implements Mount {
    public Bind {
      options = List.copyOf(options);
    }
  }

  /** What to do when the source of a bind mount does not exist. */
  enum Missing {
    REFUSE,
    CREATE_FOLDER
  }

  /**
   * A volume; a volume without a name belongs to this one container and goes with it.
   *
   * @param name null for an anonymous volume
   */
  record Volume(@Nullable String name, String target, List<String> options) implements Mount {
    public Volume {
      options = List.copyOf(options);
    }
  }

  /**
   * A file system in memory.
   *
   * @param size bytes, 0 for the kernel's default
   * @param mode permission bits of its root
   */
  record Tmpfs(String target, long size, int mode, List<String> options) implements Mount {
    public Tmpfs {
      options = List.copyOf(options);
    }
  }
}
