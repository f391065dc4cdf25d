package dev.jpod.engine;

import dev.jpod.host.HostUser;
import dev.jpod.image.ImageStore;
import dev.jpod.model.Limit;
import dev.jpod.network.UplinkProgram;
import dev.jpod.observed.UnkeptLimits;
import dev.jpod.store.StoreLayout;
import java.util.EnumSet;

/**
 * The engine over one store. Making it reads and changes nothing; each room is made when it is
 * first asked for.
 */
public interface Engine {
  /**
   * The engine of a user over the store at the given place, with the caller's view of its images.
   */
  static Engine over(StoreLayout layout, ImageStore images, HostUser user) {
    return new StoreEngine(layout, new StoreImages(images), user);
  }

  /**
   * As {@link #over(StoreLayout, ImageStore, HostUser)}.
   *
   * @param uplink what connects the pods of one who is not root with the host
   * @param unkept what comes of limits that nobody would keep
   */
  static Engine over(
      StoreLayout layout,
      ImageStore images,
      HostUser user,
      UplinkProgram uplink,
      UnkeptLimits.Handling unkept) {
    return new StoreEngine(layout, new StoreImages(images), user, uplink, unkept);
  }

  /** All limits that nobody would keep for the containers of a user. */
  static UnkeptLimits unkeptLimits(HostUser user) {
    Cgroups cgroups = new Cgroups(user);
    return new KeptLimits(cgroups, new HostReading(cgroups), UnkeptLimits.Handling.REFUSE)
        .among(EnumSet.allOf(Limit.class));
  }

  /** Where everything of this engine lies. */
  StoreLayout layout();

  Containers containers();

  Volumes volumes();

  Pods pods();

  Networks networks();

  NameClaims names();

  Observer observer();

  Logs logs();

  Exec exec();
}
