package dev.jpod.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NotYetTests {
  @Test
  void fieldsWithoutAnEngineAreListedWithTheirPlaces() {
    StackReader.Read read =
        Manifests.read(
            """
            apiVersion: jpod.dev/v1
            kind: Stack
            name: shop
            networks: {lan: }
            pods:
              web:
                image: localhost/busybox:1
                networks: [lan]
                ports: [80]
                dependsOn: {pair: healthy}
              pair:
                initContainers: {c: {image: localhost/busybox:1}}
                resources: {memory: 64MiB}
                extraHosts: {host: host-gateway}
                containers:
                  a: {image: localhost/busybox:1, healthCheck: {tcp: 1}}
                  b: {image: localhost/busybox:1, dependsOn: {a: healthy}}
            """);

    assertThat(NotYet.find(read.stack(), read.origins()))
        .extracting(problem -> problem.place().line() + " " + problem.path())
        .containsExactly("10 pods.web.dependsOn.pair", "17 pods.pair.containers.b.dependsOn.a");
  }

  @Test
  void everythingElseCanBeApplied() {
    StackReader.Read read =
        Manifests.read(
            """
            apiVersion: jpod.dev/v1
            kind: Stack
            name: shop
            pods:
              web: {image: localhost/busybox:1, networks: host, dependsOn: [pair]}
              pair:
                share: []
                containers:
                  a: {image: localhost/busybox:1, restart: no}
                  b: {image: localhost/busybox:1, dependsOn: {a: completed}}
            """);

    assertThat(NotYet.find(read.stack(), read.origins())).isEqualTo(List.of());
  }
}
