package dev.jpod.diff;

import static dev.jpod.diff.Canonical.word;

import dev.jpod.model.Container;
import dev.jpod.model.DependencyCondition;
import dev.jpod.model.FileGrant;
import dev.jpod.model.Instance;
import dev.jpod.model.Instance.EnvEntry;
import dev.jpod.model.Instance.GrantedFile;
import dev.jpod.model.Instance.Sensitivity;
import dev.jpod.model.Mount;
import dev.jpod.model.OnChange;
import dev.jpod.model.OnChange.Reaction;
import dev.jpod.model.Pod;
import dev.jpod.model.ProcessSpec.Ulimit;
import dev.jpod.model.Resources.BlkioThrottle;
import dev.jpod.model.Security.Device;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The canonical entries of fields that are maps. */
final class CanonicalEntries {
  /** How the text of a volume without a name begins. */
  static final String ANONYMOUS_VOLUME = "{\"volume\":\"\"";

  private CanonicalEntries() {}

  static void putThrottles(List<BlkioThrottle> throttles, FieldSink sink) {
    for (BlkioThrottle throttle : throttles) {
      sink.put(
          Field.BLKIO_THROTTLES,
          word(throttle.kind()) + "." + throttle.device(),
          Long.toString(throttle.rate()));
    }
  }

  static void putGrants(Field field, List<FileGrant> grants, FieldSink sink) {
    for (FileGrant grant : grants) {
      CanonicalJson json =
          CanonicalJson.object().with("source", grant.source()).with("mode", mode(grant.mode()));
      if (grant.uid() != 0 || grant.gid() != 0) {
        json.with("owner", grant.uid() + ":" + grant.gid());
      }
      sink.put(field, grant.target(), json.end());
    }
  }

  static void putContents(Field field, List<FileGrant> grants, Instance instance, FieldSink sink) {
    if (grants.isEmpty()) {
      return;
    }
    Map<String, String> fingerprints = new HashMap<>();
    for (GrantedFile file : instance.files()) {
      fingerprints.put(file.grant().target(), file.fingerprint());
    }
    for (FileGrant grant : grants) {
      String fingerprint = fingerprints.get(grant.target());
      if (fingerprint == null) {
        throw new IllegalStateException(
            instance.key() + " was resolved without the content of " + grant.target());
      }
      sink.put(field, grant.target(), fingerprint);
    }
  }

  /** Says of each file of one kind what a change of it costs, unless that is a restart. */
  static void putReactions(
      Field field, Sensitivity sensitivity, Instance instance, FieldSink sink) {
    for (GrantedFile file : instance.files()) {
      OnChange reaction = file.grant().reaction();
      if (file.sensitivity() == sensitivity && reaction.reaction() != Reaction.RESTART) {
        sink.put(field, file.grant().target(), reaction.toString());
      }
    }
  }

  static void putDependencies(Pod pod, Container container, FieldSink sink) {
    for (Map.Entry<String, DependencyCondition> entry : pod.dependsOn().entrySet()) {
      sink.put(Field.DEPENDS_ON, entry.getKey(), word(entry.getValue()));
    }
    for (Map.Entry<String, DependencyCondition> entry : container.dependsOn().entrySet()) {
      sink.put(Field.DEPENDS_ON, pod.name() + "." + entry.getKey(), word(entry.getValue()));
    }
  }

  static void putDevices(List<Device> devices, FieldSink sink) {
    for (Device device : devices) {
      sink.put(Field.DEVICES, device.target(), device.source() + ":" + device.permissions());
    }
  }

  static void putEnvironment(Map<String, EnvEntry> env, FieldSink sink) {
    for (Map.Entry<String, EnvEntry> entry : env.entrySet()) {
      sink.put(Field.ENV, entry.getKey(), entry.getValue().fingerprint());
    }
  }

  static void putUlimits(Map<String, Ulimit> ulimits, FieldSink sink) {
    for (Map.Entry<String, Ulimit> entry : ulimits.entrySet()) {
      Ulimit limit = entry.getValue();
      sink.put(Field.ULIMITS, entry.getKey(), limit.soft() + ":" + limit.hard());
    }
  }

  static void putMounts(List<Mount> mounts, FieldSink sink) {
    for (Mount mount : mounts) {
      CanonicalJson json = CanonicalJson.object();
      if (mount instanceof Mount.Volume volume) {
        putVolume(volume, json);
      } else if (mount instanceof Mount.Bind bind) {
        putBind(bind, json);
      } else {
        putOther(mount, json);
      }
      if (!mount.options().isEmpty()) {
        json.with("options", mount.options());
      }
      sink.put(Field.MOUNTS, mount.target(), json.end());
    }
  }

  private static void putVolume(Mount.Volume volume, CanonicalJson json) {
    json.with("volume", volume.name() == null ? "" : volume.name());
  }

  private static void putBind(Mount.Bind bind, CanonicalJson json) {
    json.with("bind", bind.source());
    if (bind.missing() == Mount.Missing.CREATE_FOLDER) {
      json.with("missing", word(bind.missing()));
    }
  }

  private static void putOther(Mount mount, CanonicalJson json) {
    switch (mount) {
      case Mount.Bind bind -> putBind(bind, json);
      case Mount.Volume volume -> putVolume(volume, json);
      case Mount.Tmpfs tmpfs -> json.with("tmpfs", tmpfs.size()).with("mode", mode(tmpfs.mode()));
    }
  }

  private static String mode(int bits) {
    return "0" + Integer.toOctalString(bits);
  }
}
