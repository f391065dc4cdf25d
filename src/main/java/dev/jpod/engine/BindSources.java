package dev.jpod.engine;

import dev.jpod.host.ProcFs;
import dev.jpod.host.Programs;
import dev.jpod.model.Instance;
import dev.jpod.model.Instance.GrantedFile;
import dev.jpod.model.JpodException;
import dev.jpod.model.Mount;
import dev.jpod.runtime.MountSource;
import dev.jpod.runtime.MountSources;
import dev.jpod.store.DiskFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the host's side of a container's mounts. */
final class BindSources {
  private final Programs programs;

  BindSources(Programs programs) {
    this.programs = programs;
  }

  /**
   * The sources of all mounts.
   *
   * @param sharedMemory the pod's, or null where the container has its own
   * @param volumeData the data folder of each volume mount, by target
   */
  MountSources find(
      ContainerFiles files,
      Instance instance,
      EtcPlaces etc,
      @Nullable Path sharedMemory,
      Map<String, Path> volumeData) {
    Map<String, MountSource> byTarget = new HashMap<>();
    for (Mount mount : instance.container().mounts()) {
      switch (mount) {
        case Mount.Bind bind -> byTarget.put(bind.target(), source(bind));
        case Mount.Volume volume -> {
          Path data = volumeData.get(volume.target());
          if (data == null) {
            throw new IllegalStateException("no data folder for " + volume.target());
          }
          byTarget.put(volume.target(), MountSource.of(data.toString()));
        }
        case Mount.Tmpfs _ -> {}
      }
    }
    for (GrantedFile file : instance.files()) {
      byTarget.put(
          file.grant().target(), MountSource.of(GrantedFiles.place(files, file).toString()));
    }
    Path init = instance.container().process().init() ? programs.find("catatonit") : null;
    return new MountSources(
        byTarget,
        etc.hosts().toString(),
        etc.resolvConf().toString(),
        etc.hostname().toString(),
        sharedMemory == null ? null : sharedMemory.toString(),
        init == null ? null : init.toString());
  }

  private static MountSource source(Mount.Bind bind) {
    Path path = Path.of(bind.source());
    try {
      switch (bind.missing()) {
        case REFUSE -> {}
        case CREATE_FOLDER -> {
          if (!Files.exists(path)) {
            Files.createDirectories(path);
          }
        }
      }
      Path real = path.toRealPath();
      return new MountSource(real.toString(), ProcFs.restrictionsOf(real));
    } catch (NoSuchFileException e) {
      throw JpodException.refused(
          "the source '"
              + bind.source()
              + "' of the mount at '"
              + bind.target()
              + "' does not exist",
          "make it, or write 'createHostPath: true' in the mount");
    } catch (IOException e) {
      throw DiskFailure.of(e, path, "be mounted");
    }
  }
}
