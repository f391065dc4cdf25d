package dev.jpod.runtime;

import dev.jpod.host.IdMap;
import dev.jpod.model.Container;
import dev.jpod.model.Container.Role;
import dev.jpod.model.Digest;
import dev.jpod.model.FileGrant;
import dev.jpod.model.ImageConfig;
import dev.jpod.model.ImageReference;
import dev.jpod.model.Instance;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.Lifecycle;
import dev.jpod.model.Mount;
import dev.jpod.model.NetworkMode;
import dev.jpod.model.Pod;
import dev.jpod.model.ProcessSpec;
import dev.jpod.model.ProcessSpec.Ulimit;
import dev.jpod.model.Resources;
import dev.jpod.model.Security;
import dev.jpod.model.Update;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A container to write bundles of: an ordinary one, of which a test changes what it is about. */
final class SampleContainer {
  static final String ID = "0123456789abcdef".repeat(4);

  List<String> entrypoint = List.of();
  List<String> cmd = List.of("/bin/sh");
  List<String> imageEnv = List.of();
  @Nullable String imageWorkingDir;

  @Nullable List<String> command;
  @Nullable List<String> args;
  Map<String, Instance.EnvEntry> env = new LinkedHashMap<>();
  @Nullable String workingDir;
  Map<String, Ulimit> ulimits = new LinkedHashMap<>();
  boolean init;
  boolean tty;

  Set<String> added = new LinkedHashSet<>();
  Set<String> dropped = new LinkedHashSet<>();
  boolean privileged;
  boolean readOnly;
  boolean noNewPrivileges;
  Map<String, String> sysctls = new LinkedHashMap<>();

  List<Mount> mounts = new ArrayList<>();
  List<Instance.GrantedFile> files = new ArrayList<>();
  Resources resources = Resources.DEFAULT;
  NetworkMode network = new NetworkMode.Default();
  Map<String, String> podAnnotations = Map.of();
  Map<String, String> annotations = Map.of();

  String id = ID;
  ContainerUser user = ContainerUser.ROOT;
  Map<String, MountSource> sources = new LinkedHashMap<>();
  String hosts = "/store/hosts";
  String resolvConf = "/store/resolv.conf";
  String hostname = "/store/hostname";
  @Nullable String catatonit = "/usr/bin/catatonit";
  String rootfs = "/store/merged";
  String cgroupsPath = "/jpod/" + ID;
  List<HostDevice> devices = List.of();
  Map<String, DeviceNumber> blockDevices = Map.of();
  @Nullable ObjectNode seccomp;
  HostFacts host = ordinaryHost();
  @Nullable UserNamespace users;

  /** A host with all capabilities but the one to raise limits, and low limits. */
  static HostFacts ordinaryHost() {
    return new HostFacts(
        CgroupVersion.V1,
        EnumSet.allOf(Controller.class),
        "amd64",
        new KernelVersion(6, 1),
        Capabilities.named(0x1fffeffffffL),
        Map.of("nofile", 20000L, "nproc", 96365L, "core", -1L),
        Set.of(HostFacts.Feature.SWAP_LIMIT),
        IdMap.ALL);
  }

  static HostFacts withCgroups(CgroupVersion version, HostFacts host) {
    return new HostFacts(
        version,
        host.controllers(),
        host.architecture(),
        host.kernel(),
        host.capabilities(),
        host.hardLimits(),
        host.features(),
        host.ids());
  }

  static HostFacts inUserNamespace(HostFacts host) {
    return new HostFacts(
        host.cgroups(),
        host.controllers(),
        host.architecture(),
        host.kernel(),
        host.capabilities(),
        host.hardLimits(),
        host.features(),
        new IdMap(65537, 65537));
  }

  static Instance.GrantedFile config(String name, String target) {
    return new Instance.GrantedFile(
        new FileGrant(name, target, 0444, 0, 0, null),
        new Instance.Content(new byte[0]),
        "sha256:0",
        Instance.Sensitivity.OPEN);
  }

  Security security() {
    return new Security(
        added,
        dropped,
        privileged,
        readOnly,
        noNewPrivileges,
        new Security.Seccomp.Default(),
        sysctls,
        List.of());
  }

  BundleRequest request() {
    Container container =
        new Container(
            "web",
            Role.MAIN,
            ImageReference.of("localhost/busybox:1"),
            Container.PullPolicy.MISSING,
            new ProcessSpec(
                command,
                args,
                Map.of(),
                List.of(),
                workingDir,
                null,
                List.of(),
                ulimits,
                init,
                tty,
                false),
            mounts,
            List.of(),
            List.of(),
            security(),
            resources,
            Lifecycle.DEFAULT,
            Container.Logging.DEFAULT,
            null,
            Map.of(),
            Map.of(),
            annotations);
    Pod pod =
        new Pod(
            "web",
            1,
            Set.of(),
            null,
            null,
            network,
            List.of(),
            Pod.Dns.HOST,
            Map.of(),
            Map.of(),
            Resources.DEFAULT,
            Update.DEFAULT,
            null,
            Map.of(),
            podAnnotations,
            List.of(container));
    Instance instance =
        new Instance(
            new InstanceKey("shop", "web", 0, "web"),
            pod,
            container,
            Digest.sha256("0".repeat(64)),
            env,
            files);
    ImageConfig image =
        new ImageConfig(
            entrypoint,
            cmd,
            imageEnv,
            imageWorkingDir,
            null,
            Set.of(),
            Set.of(),
            Map.of(),
            null,
            null,
            "linux",
            "amd64");
    return new BundleRequest(
        id,
        instance,
        image,
        "web",
        user,
        new MountSources(sources, hosts, resolvConf, hostname, null, catatonit),
        rootfs,
        cgroupsPath,
        devices,
        blockDevices,
        Map.of(),
        users,
        seccomp,
        host);
  }

  ObjectNode config() {
    return BundleWriter.config(request());
  }
}
