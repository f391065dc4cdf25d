package dev.jpod.manifest;

import dev.jpod.model.GrantSource;
import dev.jpod.model.HostHook;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.Pod;
import dev.jpod.model.Stack;
import dev.jpod.model.VolumeSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the documents of a stack have said so far, and what of it is still to be checked. */
final class StackDraft {
  private final Map<String, Pod> pods = new LinkedHashMap<>();
  private final Map<String, NetworkSpec> networks = new LinkedHashMap<>();
  private final Map<String, VolumeSpec> volumes = new LinkedHashMap<>();
  private final Map<String, GrantSource> configs = new LinkedHashMap<>();
  private final Map<String, GrantSource> secrets = new LinkedHashMap<>();
  private final List<HostHook> hooks = new ArrayList<>();
  private final Map<String, Place> declared = new LinkedHashMap<>();
  private final List<Reference> references = new ArrayList<>();
  private final List<Dependency> dependencies = new ArrayList<>();
  private final List<PublishedPort> ports = new ArrayList<>();
  private final List<DeclaredSubnet> subnets = new ArrayList<>();
  private final Map<String, Value> networkEntries = new LinkedHashMap<>();
  private final List<Joining> joinings = new ArrayList<>();
  private final RevisionRulesDraft revisions = new RevisionRulesDraft();
  private @Nullable String name;
  private @Nullable Place namePlace;
  private boolean misnamed;

  /** The name of something that has to be declared at the top level. */
  record Reference(Kind kind, String name, Value value) {
    enum Kind {
      NETWORK,
      VOLUME,
      CONFIG,
      SECRET
    }
  }

  Map<String, Pod> pods() {
    return pods;
  }

  Map<String, NetworkSpec> networks() {
    return networks;
  }

  Map<String, VolumeSpec> volumes() {
    return volumes;
  }

  List<HostHook> hooks() {
    return hooks;
  }

  Map<String, GrantSource> configs() {
    return configs;
  }

  Map<String, GrantSource> secrets() {
    return secrets;
  }

  RevisionRulesDraft revisions() {
    return revisions;
  }

  void refersTo(Reference.Kind kind, String target, Value value) {
    references.add(new Reference(kind, target, value));
  }

  void depends(Dependency dependency) {
    dependencies.add(dependency);
  }

  void publishes(PublishedPort port) {
    ports.add(port);
  }

  void declares(String network, NetworkSpec spec, Value entry) {
    networks.put(network, spec);
    networkEntries.put(network, entry);
  }

  void declares(DeclaredSubnet subnet) {
    subnets.add(subnet);
  }

  void joins(Joining joining) {
    joinings.add(joining);
  }

  /** Takes the stack's name, which every document may repeat but none may contradict. */
  void named(String text, Value value) {
    if (name == null) {
      name = text;
      namePlace = value.place();
    } else if (!name.equals(text)) {
      value.problem(
          "the stack is called '" + name + "' at " + namePlace + " and '" + text + "' here",
          "apply one stack at a time");
    }
  }

  /** Takes note of a name that cannot be read, so that it does not count as missing. */
  void misnamed() {
    misnamed = true;
  }

  /** Whether this is the first declaration of the path; a second one is a problem. */
  boolean declares(Value value) {
    Place first = declared.putIfAbsent(value.path(), value.place());
    if (first == null) {
      return true;
    }
    value
        .document()
        .reading()
        .problem(
            new Problem(
                value.place(),
                value.path(),
                "is declared twice",
                "the first is at " + first + "; remove or rename one of them"));
    return false;
  }

  /** The stack, once everything that spans documents has been checked too. */
  Stack finish(List<Document> documents, Reading reading) {
    if (name == null && !misnamed) {
      Value root = documents.getFirst().value();
      root.problem("'name' is missing", "give the stack a name, such as name: shop");
    }
    References.check(references, this);
    DependencyChecks.check(dependencies, pods);
    PortChecks.check(ports);
    PublishingChecks.check(ports, pods, networks);
    NetworkChecks.checkSubnets(subnets);
    JoiningChecks.check(joinings, networks);
    if (name != null) {
      NetworkChecks.checkNames(name, networks, networkEntries);
    }
    reading.refuseProblems();
    References.warnOfUnused(references, declared, reading);
    return new Stack(
        Objects.requireNonNull(name),
        List.copyOf(pods.values()),
        networks,
        volumes,
        configs,
        secrets,
        revisions.rules(),
        hooks);
  }
}
