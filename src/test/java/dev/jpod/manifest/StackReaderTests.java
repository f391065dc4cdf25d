package dev.jpod.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.model.Container;
import dev.jpod.model.NetworkSpec;
import dev.jpod.model.NetworkSpec.Subnet;
import dev.jpod.model.Pod;
import dev.jpod.model.Stack;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StackReaderTests {
  /** {@code all-fields.txt} is the model of {@code all-fields.yaml}, a line per component. */
  @Test
  void everyFieldIsRead() {
    Stack stack = Manifests.read(Manifests.resource("all-fields.yaml")).stack();

    assertThat(lines(stack)).isEqualTo(Manifests.resource("all-fields.txt"));
  }

  @Test
  void whatIsNotSaidIsLeftToTheDefaults() {
    Stack stack = Manifests.read(Manifests.withPod("")).stack();
    Pod pod = stack.pods().getFirst();

    assertThat(lines(stack)).isEqualTo(Manifests.resource("defaults.txt"));
    assertThat(pod.containers()).extracting(Container::name).containsExactly("web");
  }

  @Test
  void labelsOfAPodHoldForItsContainers() {
    Stack stack =
        Manifests.read(
                """
                apiVersion: jpod.dev/v1
                kind: Stack
                name: shop
                pods:
                  web:
                    labels: {a: pod, b: pod}
                    containers: {one: {image: localhost/busybox:1, labels: {b: own, c: own}}}
                """)
            .stack();

    assertThat(stack.pods().getFirst().labels()).isEqualTo(Map.of("a", "pod", "b", "pod"));
    assertThat(stack.pods().getFirst().containers().getFirst().labels())
        .isEqualTo(Map.of("a", "pod", "b", "own", "c", "own"));
  }

  @Test
  void whatNobodyUsesIsAWarning() {
    List<Problem> warnings =
        Manifests.read(Manifests.withPod("") + "volumes: {data: }\nsecrets: {key: {env: KEY}}\n")
            .warnings();

    assertThat(warnings)
        .extracting(Problem::toString)
        .containsExactly(
            "stack.yaml:7:11: volumes.data: is declared, but no pod uses it",
            "stack.yaml:8:11: secrets.key: is declared, but no pod uses it");
  }

  @Test
  void hooksAreNotExpectedToBeUsedByPods() {
    String hooks = "hooks: {preApply: [{command: [\"true\"]}]}\n";

    assertThat(Manifests.read(Manifests.withPod("") + hooks).warnings()).isEmpty();
  }

  @Test
  void theDefaultNetworkIsAlwaysUsed() {
    String manifest = Manifests.withPod("networks: [default]");

    assertThat(Manifests.read(manifest).warnings()).isEmpty();
    assertThat(Manifests.read(Manifests.withPod("") + "networks: {default: {internal: true}}\n"))
        .extracting(StackReader.Read::warnings)
        .isEqualTo(List.of());
  }

  @Test
  void namesThatNobodyCanAskForAreAWarning() {
    StackReader.Read read =
        Manifests.read(
            Manifests.withPod("networks: {mute: {aliases: [a]}}")
                + "networks: {mute: {dns: false}}\n");

    assertThat(read.warnings())
        .extracting(Problem::toString)
        .containsExactly(
            "stack.yaml:7:32: pods.web.networks.mute.aliases: nobody can ask for them, since"
                + " network 'mute' has no dns");
  }

  @Test
  void aRangeOfIpv6SaysThatThereIsIpv6() {
    Stack stack =
        Manifests.read(
                Manifests.withPod("networks: [six]")
                    + "networks: {six: {subnets: ['FD00:1:0::/64']}}\n")
            .stack();
    NetworkSpec six = Objects.requireNonNull(stack.networks().get("six"));

    assertThat(six.ipv6()).isTrue();
    assertThat(six.subnets()).containsExactly(new Subnet("fd00:1::/64", null));
  }

  @Test
  void extensionKeysAreIgnoredWhereFieldsStand() {
    String manifest =
        Manifests.withPod("x-note: {any: [thing, *here]}\nlogging: {x-a: 1, files: 2}");

    assertThat(Manifests.problems(manifest.replace("*here", "else"))).isEmpty();
    assertThat(Manifests.read(Manifests.withPod("labels: {x-kept: 1}")).stack().pods().getFirst())
        .extracting(Pod::labels)
        .isEqualTo(Map.of("x-kept", "1"));
  }

  private static String lines(Stack stack) {
    return stack
            .toString()
            .replace("\n", "\\n")
            .replaceAll("(, |\\[|\\{)(?=[A-Za-z]+=)", "$1\n")
            .lines()
            .map(String::stripTrailing)
            .collect(Collectors.joining("\n"))
        + "\n";
  }
}
