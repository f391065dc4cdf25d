package dev.jpod.engine;

import dev.jpod.host.HostUser;
import dev.jpod.network.UplinkProgram;
import dev.jpod.observed.UnkeptLimits;
import dev.jpod.store.StoreLayout;
import java.time.Clock;

/** {@link Engine} of a store on disk. */
final class StoreEngine implements Engine {
  private final StoreLayout layout;
  private final RootImages images;
  private final HostUser user;
  private final UnkeptLimits.Handling unkept;
  private final NetworkRoom room;

  /** With the usual way to connect pods, and with no limit that nobody would keep. */
  StoreEngine(StoreLayout layout, RootImages images, HostUser user) {
    this(layout, images, user, UplinkProgram.INSTALLED, UnkeptLimits.Handling.REFUSE);
  }

  StoreEngine(
      StoreLayout layout,
      RootImages images,
      HostUser user,
      UplinkProgram uplink,
      UnkeptLimits.Handling unkept) {
    this.layout = layout;
    this.images = images;
    this.user = user;
    this.unkept = unkept;
    this.room = new NetworkRoom(layout, user, uplink);
  }

  @Override
  public StoreLayout layout() {
    return layout;
  }

  @Override
  public Containers containers() {
    return new StoredContainers(workshop());
  }

  @Override
  public Volumes volumes() {
    return new StoredVolumes(layout, Clock.systemUTC());
  }

  @Override
  public Pods pods() {
    return new StoredPods(workshop());
  }

  @Override
  public Networks networks() {
    return new StoredNetworks(workshop());
  }

  @Override
  public NameClaims names() {
    return new StoredNameClaims(layout);
  }

  /** Loads no native library and looks for no program. */
  @Override
  public Observer observer() {
    Cgroups cgroups = new Cgroups(user);
    return new StoreObserver(
        layout, room, cgroups, new HostReading(cgroups), new Boot(layout), images, user, unkept);
  }

  @Override
  public Logs logs() {
    return new K8sFileLogs(layout, observer());
  }

  @Override
  public Exec exec() {
    return new RuntimeExec(workshop());
  }

  private Workshop workshop() {
    return Workshop.over(layout, images, user, unkept, room, Clock.systemUTC());
  }
}
