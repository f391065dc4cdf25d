package dev.jpod.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.manifest.ManifestText;
import dev.jpod.manifest.StackReader;
import dev.jpod.manifest.Variables;
import dev.jpod.model.Instance;
import dev.jpod.model.Stack;
import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.ContainerStatus.Monitor;
import dev.jpod.observed.HostAnswers;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedContainer.Wanted;
import dev.jpod.observed.ObservedHost;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each field of a pod and of a network costs what is promised, when it comes, changes and goes. */
class PodFieldClassTests {
  private static final String IMAGE = "image: localhost/one:1, ";
  private static final String TWO =
      "containers: {a: {image: localhost/a:1}, b: {image: localhost/b:1}}, ";
  private static final Instant SINCE = Instant.parse("2026-01-02T03:04:05Z");

  /** Two values of a field of a pod, and what it costs to go from one to the other. */
  private record Sample(String base, String one, String other, Class<? extends PodChange> cost) {
    static Sample ofUpdate(String one, String other) {
      return new Sample(IMAGE, one, other, PodChange.Update.class);
    }

    static Sample ofReplacement(String base, String one, String other) {
      return new Sample(base, one, other, PodChange.Replace.class);
    }
  }

  private static Sample sample(PodField field) {
    return switch (field) {
      case ATTACHMENTS ->
          Sample.ofUpdate("networks: {back: {aliases: [a]}}", "networks: {back: {aliases: [b]}}");
      case DNS_OPTIONS -> Sample.ofUpdate("dns: {options: [a]}", "dns: {options: [b]}");
      case DNS_SEARCH -> Sample.ofUpdate("dns: {search: [a.test]}", "dns: {search: [b.test]}");
      case DNS_SERVERS ->
          Sample.ofUpdate("dns: {servers: [10.0.0.1]}", "dns: {servers: [10.0.0.2]}");
      case EXTRA_HOSTS -> Sample.ofUpdate("extraHosts: {a: 10.0.0.1}", "extraHosts: {a: 10.0.0.2}");
      case HOSTNAME -> Sample.ofReplacement(IMAGE, "hostname: one", "hostname: other");
      case LABELS -> Sample.ofUpdate("labels: {a: x}", "labels: {a: y}");
      case NETWORK -> Sample.ofReplacement(IMAGE, "networks: host", "networks: none");
      case ON_DRIFT -> Sample.ofUpdate("onDrift: report", "onDrift: {resources.pids: ignore}");
      case PORTS -> Sample.ofUpdate("ports: [\"8080:80\"]", "ports: [\"8081:80\"]");
      case SHARE -> Sample.ofReplacement(TWO, "share: [net]", "share: [net, ipc]");
      case UPDATE -> Sample.ofUpdate("update: {drain: 1s}", "update: {drain: 2s}");
      case USERNS -> Sample.ofReplacement(IMAGE, "userns: auto", "userns: {uids: ['0:9:9']}");
    };
  }

  @ParameterizedTest
  @EnumSource
  void aChangedFieldCostsThePodItsClass(PodField field) {
    Sample sample = sample(field);
    Stack one = stack(sample.base() + sample.one(), "");
    Stack other = stack(sample.base() + sample.other(), "");
    Stack without = stack(sample.base(), "");

    PodChange.OfCurrent change = podChange(one, other);
    assertThat(change).isExactlyInstanceOf(sample.cost());
    assertThat(change.difference().fields()).anyMatch(each -> each.field() == field);
    assertThat(podChange(other, one)).isExactlyInstanceOf(sample.cost());
    assertThat(podChange(one, without)).isExactlyInstanceOf(sample.cost());
    assertThat(podChange(without, one)).isExactlyInstanceOf(sample.cost());
    assertThat(podChange(one, one)).isExactlyInstanceOf(PodChange.Keep.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"ATTACHMENTS", "PORTS", "DNS_SERVERS", "EXTRA_HOSTS"})
  void aContainerDoesNotNoticeWhatChangesInPlace(PodField field) {
    Sample sample = sample(field);
    ChangeSet changes = changes(stack(IMAGE + sample.one(), ""), stack(IMAGE + sample.other(), ""));

    assertThat(changes.changes()).hasOnlyElementsOfType(Change.Keep.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"HOSTNAME", "NETWORK", "SHARE", "USERNS"})
  void containersAreReplacedWithTheirPod(PodField field) {
    Sample sample = sample(field);
    ChangeSet changes =
        changes(stack(sample.base() + sample.one(), ""), stack(sample.base() + sample.other(), ""));

    assertThat(changes.changes())
        .filteredOn(change -> change.key().pod().equals("web"))
        .hasOnlyElementsOfType(Change.Replace.class);
  }

  private static String other(NetworkField field) {
    return switch (field) {
      case DNS -> "dns: false";
      case DRIVER, OPTIONS ->
          "driver: macvlan, options: {parent: eth0}, "
              + "subnets: [{cidr: 192.168.1.0/24, gateway: 192.168.1.1}]";
      case INTERNAL -> "internal: true";
      case IPV6 -> "ipv6: true";
      case ISOLATE -> "isolate: true";
      case LABELS -> "labels: {a: x}";
      case MTU -> "mtu: 1400";
      case SUBNETS -> "subnets: [10.9.0.0/24]";
    };
  }

  @ParameterizedTest
  @EnumSource
  void aChangedFieldCostsTheNetworkItsClass(NetworkField field) {
    Stack plain = stack(IMAGE + "networks: [back]", "");
    Stack changed = stack(IMAGE + "networks: [back]", other(field));
    boolean inPlace = field == NetworkField.ISOLATE || field == NetworkField.LABELS;

    for (ChangeSet changes : List.of(changes(plain, changed), changes(changed, plain))) {
      assertThat(changes.networks())
          .singleElement()
          .isExactlyInstanceOf(inPlace ? NetworkChange.Revise.class : NetworkChange.Replace.class);
      assertThat(changes.pods())
          .filteredOn(change -> change.key().pod().equals("web"))
          .singleElement()
          .isExactlyInstanceOf(inPlace ? PodChange.Keep.class : PodChange.Replace.class);
      assertThat(changes.pods())
          .filteredOn(change -> change.key().pod().equals("other"))
          .singleElement()
          .isExactlyInstanceOf(PodChange.Keep.class);
    }
    assertThat(changes(changed, changed).isIdle()).isTrue();
  }

  private static PodChange.OfCurrent podChange(Stack before, Stack after) {
    return changes(before, after).pods().stream()
        .filter(change -> change.key().pod().equals("web"))
        .map(PodChange.OfCurrent.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static ChangeSet changes(Stack before, Stack after) {
    Desired applied = Expansion.of(before, new FixedResolution(before, Map.of()));
    Desired wanted = Expansion.of(after, new FixedResolution(after, Map.of()));
    List<ObservedContainer> running =
        applied.instances().stream().map(PodFieldClassTests::run).toList();
    return Differ.diff(
        wanted,
        new ObservedHost(
            running,
            new TreeMap<>(),
            AppliedPods.of(applied),
            AppliedPods.networksOf(applied),
            HostAnswers.NONE));
  }

  private static ObservedContainer run(Instance instance) {
    return new ObservedContainer(
        FixedResolution.hash(instance.key().containerName()),
        instance.key().containerName(),
        instance.key(),
        AppliedPods.id(instance.key().podKey(), 1),
        1,
        FieldTable.fieldsOf(instance),
        new TreeMap<>(),
        new ContainerStatus.Running(1, SINCE, Monitor.ALIVE),
        instance.image(),
        instance.container().image().toString(),
        SINCE,
        0,
        Wanted.RUNNING,
        null);
  }

  private static Stack stack(String pod, String network) {
    String text =
        """
        apiVersion: jpod.dev/v1
        kind: Stack
        name: shop
        networks: {back: {%s}, default: {}}
        pods:
          web: {%s}
          other: {image: localhost/other:1}
        """
            .formatted(network, pod);
    ManifestText manifest = new ManifestText("stack.yaml", "/srv", text);
    Variables variables = Variables.of(Map.of(), Map.of(), List.of());
    return StackReader.read(List.of(manifest), variables).stack();
  }
}
