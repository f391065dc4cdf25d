package dev.jpod.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.engine.FakeEngine;
import dev.jpod.engine.RemovalMode;
import dev.jpod.image.ImageStore;
import dev.jpod.image.ImportOptions;
import dev.jpod.manifest.ManifestText;
import dev.jpod.manifest.StackReader;
import dev.jpod.manifest.Variables;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.ContainerStatus.Cause;
import dev.jpod.observed.ContainerStatus.Monitor;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedPod;
import dev.jpod.transfer.StoreCatalog;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PodLifeTests {
  private static final String STACK =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      pods:
        web:
          share: []
          containers:
            proxy: {image: "localhost/busybox:1", dependsOn: [app]}
            app: {image: "localhost/busybox:1", dependsOn: {db: started}}
            db: {image: "localhost/busybox:1"}
      """;

  @TempDir Path folder;
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private FakeEngine engine;
  private PodLife life;

  @BeforeEach
  void applyAStack() {
    engine = new FakeEngine(folder, calls::add);
    life = new PodLife(engine);
    ImageStore images = ImageStore.open(folder.resolve("root"));
    images.importRootfs(
        new ByteArrayInputStream(new byte[1024]),
        ImageReference.of("localhost/busybox:1"),
        ImportOptions.at(Instant.EPOCH));
    MemoryStackStore stack = new MemoryStackStore();
    StackReader.Read read =
        StackReader.read(List.of(new ManifestText("stack.yaml", "/", STACK)), Variables.NONE);
    new Reconciler(
            engine,
            images,
            new StoreCatalog(images),
            _ -> stack,
            new ContentReader(Map.of(), _ -> new byte[0]),
            InstantSource.fixed(Instant.EPOCH))
        .apply(
            new Proposal(read, List.of(), "stack.yaml", Map.of(), ImageRules.OF_STACK),
            RunOptions.DEFAULT,
            ApplyListener.SILENT,
            new Drain());
    calls.clear();
  }

  @Test
  void aPodStopsTheOtherWayRoundAndThenHoldsNothing() {
    life.stop(pod(), null);

    assertThat(calls)
        .containsExactly(
            "stop web[0].proxy", "stop web[0].app", "stop web[0].db", "lower pod web[0]");
  }

  @Test
  void aPodStartsInTheOrderOfItsDependencies() {
    life.stop(pod(), null);
    calls.clear();

    life.start(pod());

    assertThat(calls)
        .containsExactly(
            "raise pod web[0]", "start web[0].db", "start web[0].app", "start web[0].proxy");
  }

  @Test
  void whatRunsIsLeftAlone() {
    ended("app", 1);

    life.start(pod());

    assertThat(calls).containsExactly("raise pod web[0]", "start web[0].app");
  }

  @Test
  void aStopThatWasBrokenOffIsUndone() {
    becomes("app", new ContainerStatus.Running(1, Instant.EPOCH, Monitor.STOPPING));

    life.start(pod());

    assertThat(calls).containsExactly("raise pod web[0]", "start web[0].app");
  }

  @Test
  void aSignalGoesToThoseThatRun() {
    ended("app", 1);

    life.kill(pod(), "KILL");

    assertThat(engine.observeContainers()).noneMatch(container -> container.status().hasProcess());
    assertThat(engine.observeContainers())
        .filteredOn(container -> container.name().equals("shop-web-0-app"))
        .extracting(ObservedContainer::status)
        .containsExactly(new ContainerStatus.Exited(1, Instant.EPOCH, Cause.BY_ITSELF));
  }

  @Test
  void aPodThatRunsIsRefusedAsAWhole() {
    ended("app", 0);

    assertThatThrownBy(() -> life.remove(pod(), RemovalMode.ONLY_STOPPED))
        .isInstanceOf(JpodException.class)
        .hasMessageContaining("of pod 'shop-web-0' runs");
    assertThat(calls).isEmpty();
  }

  @Test
  void aPodGoesWithItsContainers() {
    life.remove(pod(), RemovalMode.KILL_FIRST);

    assertThat(calls)
        .containsExactly(
            "remove web[0].proxy", "remove web[0].app", "remove web[0].db", "remove pod web[0]");
    assertThat(engine.observe().pods()).isEmpty();
  }

  @Test
  void aPodIsRemovedWithItsLastContainerOnly() {
    String pod = pod().id();
    for (ObservedContainer container : life.containersOf(pod)) {
      life.removeIfEmpty(pod);
      engine.remove(container.id(), RemovalMode.KILL_FIRST);
    }

    life.removeIfEmpty(pod);

    assertThat(calls).hasSize(4).last().isEqualTo("remove pod web[0]");
  }

  private ObservedPod pod() {
    return engine.observe().pods().getFirst();
  }

  private void ended(String container, int code) {
    becomes(container, new ContainerStatus.Exited(code, Instant.EPOCH, Cause.BY_ITSELF));
  }

  private void becomes(String container, ContainerStatus status) {
    for (ObservedContainer each : engine.observeContainers()) {
      if (each.name().equals("shop-web-0-" + container)) {
        engine.becomes(each.id(), status);
      }
    }
  }
}
