package dev.jpod.model;

import java.util.List;
import java.util.Map;

/**
 * Everything that one stack file (or several, merged) asks for. Order of pods is that of the file;
 * it carries no meaning beyond the order in which things are shown.
 */
public record Stack(
    String name,
    List<Pod> pods,
    Map<String, NetworkSpec> networks,
    Map<String, VolumeSpec> volumes,
    Map<String, GrantSource> configs,
    Map<String, GrantSource> secrets,
    RevisionRules revisions,
    List<HostHook> hooks) {
  public Stack {
    Names.requireLabel(name);
    pods = List.copyOf(pods);
    networks = Ordered.copyOf(networks);
    volumes = Ordered.copyOf(volumes);
    configs = Ordered.copyOf(configs);
    secrets = Ordered.copyOf(secrets);
    hooks = List.copyOf(hooks);
  }
}
