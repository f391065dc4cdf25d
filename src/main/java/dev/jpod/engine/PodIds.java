package dev.jpod.engine;

import dev.jpod.engine.IdChoice.Session;
import dev.jpod.engine.SubordinateIds.Span;
import dev.jpod.host.HostUser;
import dev.jpod.host.IdMap;
import dev.jpod.image.ImageRoot;
import dev.jpod.model.IdMappings;
import dev.jpod.model.Instance;
import dev.jpod.model.JpodException;
import dev.jpod.model.Mount;
import dev.jpod.model.UserNamespaceMode;
import dev.jpod.observed.Takeover;
import dev.jpod.runtime.ContainerUserResolver;
import dev.jpod.store.DiskFailure;
import dev.jpod.store.PodRecord;
import dev.jpod.store.StoreLayout;
import dev.jpod.store.VolumeIds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The ids that pods of a store get for user namespaces of their own. */
final class PodIds {
  private static final String POOL = "containers";

  private final StoreLayout layout;
  private final HostUser user;
  private final RootImages images;

  PodIds(StoreLayout layout, HostUser user, RootImages images) {
    this.layout = layout;
    this.user = user;
    this.images = images;
  }

  /**
   * Refuses crun for root: it gives its own standard streams to the root of the namespace, and so
   * the host's /dev/null.
   */
  void requireRuntime(String runtime) {
    if (user.isRoot() && Path.of(runtime).endsWith("crun")) {
      throw JpodException.refused(
          "crun would give the host's /dev/null to the root of the pod", "use the runtime runc");
    }
  }

  /** What there is to choose from, as the host has it now. */
  IdChoice choice() {
    IdMap map = IdMap.ofProcess();
    long lastUser = map.users() - 1;
    long lastGroup = map.groups() - 1;
    if (user.isRoot()) {
      return new IdChoice(
          null,
          SubordinateIds.of(Path.of("/etc/subuid"), POOL),
          SubordinateIds.of(Path.of("/etc/subgid"), POOL),
          lastUser,
          lastGroup);
    }
    return new IdChoice(
        new Session(user.id(), IdMap.ownGroup()),
        lastUser == 0 ? List.of() : List.of(new Span(1, lastUser)),
        lastGroup == 0 ? List.of() : List.of(new Span(1, lastGroup)),
        lastUser,
        lastGroup);
  }

  /**
   * The record of a new pod with its ids chosen. Where files in its volumes have ids of an earlier
   * one, it gets these again.
   *
   * @param members the containers that are made in it
   * @param all the records of all pods, among which nobody else chooses meanwhile
   */
  PodRecord given(
      PodRecord record, UserNamespaceMode mode, List<Instance> members, List<PodRecord> all) {
    List<String> volumes = new ArrayList<>();
    for (Instance member : members) {
      for (Mount.Volume volume : VolumeMounts.of(member)) {
        if (volume.name() != null) {
          volumes.add(volume.name());
        }
      }
    }
    VolumeIds files = new VolumeIds(layout);
    IdMappings before = null;
    for (String volume : volumes) {
      before = before == null ? files.find(volume) : before;
    }
    Takeover takeover = record.takeover();
    List<IdMappings> others = new ArrayList<>(files.allBut(volumes));
    for (PodRecord other : all) {
      boolean isSucceeded =
          before != null && takeover != null && other.id().equals(takeover.from());
      if (other.ids() != null && !other.id().equals(record.id()) && !isSucceeded) {
        others.add(other.ids());
      }
    }
    return record.withIds(choice().choose(mode, () -> named(members), others, before));
  }

  /** How many ids there have to be for everybody whom the images name. */
  private long named(List<Instance> members) {
    long highest = 0;
    for (Instance member : members) {
      ImageRoot image = images.require(member.image());
      ImageView view = new ImageView(image.layers());
      try {
        highest =
            Math.max(
                highest,
                new ContainerUserResolver(
                        view.text("/etc/passwd"), view.text("/etc/group"), IdMap.ALL)
                    .highest());
      } catch (IOException e) {
        throw DiskFailure.of(e, image.folder(), "be read");
      }
    }
    return highest + 1;
  }
}
