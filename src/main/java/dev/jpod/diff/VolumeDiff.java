package dev.jpod.diff;

import dev.jpod.model.Instance;
import dev.jpod.model.Mount;
import dev.jpod.model.VolumeSpec;
import dev.jpod.observed.ObservedHost;
import dev.jpod.observed.ObservedVolume;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares the volumes of a stack with those of the host. */
final class VolumeDiff {
  private final Desired desired;
  private final ObservedHost host;

  VolumeDiff(Desired desired, ObservedHost host) {
    this.desired = desired;
    this.host = host;
  }

  SortedMap<String, VolumeSpec> missing() {
    SortedMap<String, VolumeSpec> missing = new TreeMap<>();
    for (Map.Entry<String, VolumeSpec> volume : desired.volumes().entrySet()) {
      if (!volume.getValue().external() && !host.volumes().containsKey(volume.getKey())) {
        missing.put(volume.getKey(), volume.getValue());
      }
    }
    return missing;
  }

  List<Relabelling> relabellings() {
    List<Relabelling> relabellings = new ArrayList<>();
    for (Map.Entry<String, VolumeSpec> volume : desired.volumes().entrySet()) {
      VolumeSpec spec = volume.getValue();
      ObservedVolume current = host.volumes().get(volume.getKey());
      if (!spec.external()
          && current != null
          && isOurs(current)
          && (current.isAdopted() || !current.labels().equals(spec.labels()))) {
        relabellings.add(Relabelling.of(volume.getKey(), current, spec));
      }
    }
    return relabellings;
  }

  private boolean isOurs(ObservedVolume volume) {
    return desired.stack().equals(volume.stack());
  }

  List<ForeignVolume> foreign() {
    List<ForeignVolume> foreign = new ArrayList<>(0);
    for (Map.Entry<String, VolumeSpec> volume : desired.volumes().entrySet()) {
      String name = volume.getKey();
      ObservedVolume current = host.volumes().get(name);
      if (!volume.getValue().external() && current != null && !isOurs(current)) {
        foreign.add(
            new ForeignVolume(name, HostNames.inStackFile(desired.stack(), name), current.stack()));
      }
    }
    return foreign;
  }

  /** The change, or that an external volume which it needs is missing. */
  Change unlessMissing(Change change) {
    if (change instanceof Change.Keep || !(change instanceof Change.OfWanted wanted)) {
      return change;
    }
    Mount.Volume missing = missingExternal(wanted.desired());
    if (missing == null) {
      return change;
    }
    return switch (wanted) {
      case Change.Create _, Change.Replace _, Change.Restart _, Change.Start _ ->
          new Change.Blocked(
              wanted.desired(),
              Field.MOUNTS.path() + missing.target(),
              "the external volume '" + missing.name() + "' does not exist",
              "create it with 'jpod volume create "
                  + missing.name()
                  + "', or leave out 'external' to let the stack make its own");
      case Change.Update _,
          Change.Rerecord _,
          Change.Signal _,
          Change.Unpause _,
          Change.Keep _,
          Change.Blocked _ ->
          change;
    };
  }

  private Mount.@Nullable Volume missingExternal(Instance instance) {
    for (Mount mount : instance.container().mounts()) {
      if (mount instanceof Mount.Volume volume && volume.name() != null) {
        VolumeSpec spec = desired.volumes().get(volume.name());
        if (spec != null && spec.external() && !host.volumes().containsKey(volume.name())) {
          return volume;
        }
      }
    }
    return null;
  }
}
