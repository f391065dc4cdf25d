package dev.jpod.podman;

import dev.jpod.model.JpodException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** How a store keeps unpacked layers; those of the drivers that leave plain folders. */
public enum Driver {
  /**
   * A folder for what each layer adds, with removals as the kernel's overlay file system has them.
   */
  OVERLAY {
    @Override
    Path folder(Path home, String layer) {
      return home.resolve(layer).resolve("diff");
    }
  },
  /** A folder for each layer with everything that shows in it. */
  VFS {
    @Override
    Path folder(Path home, String layer) {
      return home.resolve("dir").resolve(layer);
    }
  };

  /** Where the files of a layer lie below the driver's own folder. */
  abstract Path folder(Path home, String layer);

  /** As the configuration file and the folders of a store have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The driver of a name.
   *
   * @throws JpodException of kind REFUSED for one whose layers cannot be used in place
   */
  public static Driver of(String name) {
    for (Driver driver : List.of(values())) {
      if (driver.word().equals(name)) {
        return driver;
      }
    }
    throw JpodException.refused(
        "images of the storage driver '" + name + "' cannot be used in place",
        "only 'overlay' and 'vfs' keep layers as plain folders; carry the image over with 'podman"
            + " save' and 'jpod load'");
  }
}
