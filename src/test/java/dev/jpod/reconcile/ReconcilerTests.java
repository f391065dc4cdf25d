package dev.jpod.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.engine.FakeEngine;
import dev.jpod.image.ImageStore;
import dev.jpod.image.ImportOptions;
import dev.jpod.manifest.ManifestText;
import dev.jpod.manifest.StackReader;
import dev.jpod.manifest.Variables;
import dev.jpod.model.Failure;
import dev.jpod.model.ImageReference;
import dev.jpod.model.JpodException;
import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.plan.Patience;
import dev.jpod.plan.Step;
import dev.jpod.plan.VolumeFate;
import dev.jpod.reconcile.Recap.Tally;
import dev.jpod.store.StackLock;
import dev.jpod.store.StackRevision.Source;
import dev.jpod.transfer.StoreCatalog;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReconcilerTests {
  private static final byte[] EMPTY_TAR = new byte[1024];
  private static final String THREE_PODS =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      volumes: {data: {}}
      pods:
        db: {image: "localhost/busybox:1", volumes: ["data:/data"]}
        api: {image: "localhost/busybox:1", dependsOn: [db], env: {LEVEL: info}}
        web: {image: "localhost/busybox:1", dependsOn: [api], replicas: 2}
      """;
  private static final String CHANGED =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      volumes: {data: {}}
      pods:
        db: {image: "localhost/busybox:1", volumes: ["data:/data"], resources: {memory: 64MiB}}
        api: {image: "localhost/busybox:1", dependsOn: [db], env: {LEVEL: debug}}
        cache: {image: "localhost/busybox:1"}
        web: {image: "localhost/busybox:1", dependsOn: [api], replicas: 1, labels: {a: b}}
      """;

  @TempDir Path folder;
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private final MemoryStackStore stack = new MemoryStackStore();
  private int callsUntilDeath = Integer.MAX_VALUE;
  private String failOnce = "";
  private FakeEngine engine;
  private ImageStore images;

  /** Stands for {@code kill -9}: from then on nothing that the run does has an effect. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  @BeforeEach
  void importAnImage() {
    engine = new FakeEngine(folder, this::hear);
    images = ImageStore.open(folder.resolve("root"));
    images.importRootfs(
        new ByteArrayInputStream(EMPTY_TAR),
        ImageReference.of("localhost/busybox:1"),
        ImportOptions.at(Instant.EPOCH));
  }

  private synchronized void hear(String call) {
    if (callsUntilDeath <= 0) {
      throw new Killed();
    }
    callsUntilDeath--;
    if (call.equals(failOnce)) {
      failOnce = "";
      throw JpodException.failed(call + " does not work", "");
    }
    calls.add(call);
  }

  private Reconciler reconciler() {
    return new Reconciler(
        engine,
        images,
        new StoreCatalog(images),
        _ -> stack,
        new ContentReader(Map.of(), _ -> new byte[0]),
        InstantSource.fixed(Instant.EPOCH));
  }

  private static Proposal proposal(String text) {
    StackReader.Read read =
        StackReader.read(List.of(new ManifestText("stack.yaml", "/", text)), Variables.NONE);
    return new Proposal(
        read,
        List.of(new Source("stack.yaml", "/", text)),
        "stack.yaml",
        Map.of(),
        ImageRules.OF_STACK);
  }

  private Outcome apply(String text) {
    return reconciler()
        .apply(proposal(text), RunOptions.DEFAULT, ApplyListener.SILENT, new Drain());
  }

  private List<String> runningNames() {
    List<String> names = new ArrayList<>();
    for (ObservedContainer container : engine.observe().containers()) {
      assertThat(container.status()).isInstanceOf(ContainerStatus.Running.class);
      names.add(container.name());
    }
    return names;
  }

  @Test
  void theFirstApplyMakesEverythingAndTheSecondDoesNothing() {
    assertThat(apply(THREE_PODS))
        .isInstanceOfSatisfying(
            Outcome.Done.class,
            done -> {
              assertThat(done.recap())
                  .isEqualTo(new Recap(4, 4, 0, 0, 0, new Tally(1, 0, 0), new Tally(1, 0, 0)));
              assertThat(done.serial()).isEqualTo(1);
            });
    assertThat(runningNames())
        .containsExactlyInAnyOrder("shop-db-0", "shop-api-0", "shop-web-0", "shop-web-1");
    calls.clear();
    assertThat(apply(THREE_PODS))
        .isInstanceOfSatisfying(
            Outcome.Unchanged.class,
            unchanged ->
                assertThat(unchanged.recap())
                    .isEqualTo(new Recap(4, 0, 0, 0, 0, Tally.NONE, Tally.NONE)));
    assertThat(calls).isEmpty();
    assertThat(stack.revisions()).hasSize(1);
    assertThat(stack.journal()).isEmpty();
  }

  @Test
  void otherLabelsOfAVolumeAreTakenOverOnceAndTouchNoContainer() {
    String labelled = "volumes: {data: {labels: {tier: fast}}}";
    String stackFile = THREE_PODS.replace("volumes: {data: {}}", labelled);
    assertThat(stackFile).contains(labelled);
    apply(THREE_PODS);
    calls.clear();

    assertThat(apply(stackFile))
        .isInstanceOfSatisfying(
            Outcome.Done.class,
            done ->
                assertThat(done.recap())
                    .isEqualTo(new Recap(4, 0, 0, 0, 0, new Tally(0, 1, 0), Tally.NONE)));

    assertThat(calls).isEmpty();
    assertThat(engine.inspect("shop_data").labels()).containsExactly(Map.entry("tier", "fast"));
    assertThat(apply(stackFile)).isInstanceOf(Outcome.Unchanged.class);
  }

  @Test
  void dependenciesStartFirst() {
    apply(THREE_PODS);
    assertThat(calls).containsSubsequence("start db[0]", "start api[0]", "start web[0]");
  }

  @Test
  void anEditChangesExactlyWhatWasEdited() {
    apply(THREE_PODS);
    calls.clear();
    apply(CHANGED);
    assertThat(calls)
        .containsExactlyInAnyOrder(
            "update db[0]",
            "create api[0]",
            "stop api[0]",
            "start api[0]",
            "remove api[0]",
            "create pod cache[0]",
            "raise pod cache[0]",
            "create cache[0]",
            "start cache[0]",
            "update pod web[0]",
            "record web[0]",
            "stop web[1]",
            "remove web[1]",
            "remove pod web[1]");
    assertThat(runningNames())
        .containsExactlyInAnyOrder("shop-db-0", "shop-api-0", "shop-cache-0", "shop-web-0");
  }

  @Test
  void aPlanIsWhatTheNextApplyDoesAndChangesNothing() {
    List<Step> planned = reconciler().plan(proposal(THREE_PODS), "runc", Patience.DEFAULT).steps();
    assertThat(calls).isEmpty();
    assertThat(stack.revisions()).isEmpty();
    assertThat(((Outcome.Done) apply(THREE_PODS)).plan().steps()).isEqualTo(planned);
  }

  @Test
  void aReplacementThatDoesNotStartLeavesTheOldContainerRunning() {
    apply(THREE_PODS);
    String before = idOf("shop-api-0");
    failOnce = "start api[0]";
    assertThat(apply("onFailure: stop\n" + CHANGED))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed ->
                assertThat(failed.failures().getFirst().reason())
                    .hasMessageContaining("the container from before runs again"));
    assertThat(idOf("shop-api-0")).isEqualTo(before);
    assertThat(apply(CHANGED)).isInstanceOf(Outcome.Done.class);
    assertThat(idOf("shop-api-0")).isNotEqualTo(before);
  }

  private String idOf(String name) {
    return engine.observe().containers().stream()
        .filter(container -> container.name().equals(name))
        .findFirst()
        .orElseThrow()
        .id();
  }

  @Test
  void afterDeathAtAnyPointTheNextApplyConverges() {
    int points = 0;
    boolean died = true;
    while (died) {
      points++;
      engine = new FakeEngine(folder, this::hear);
      stack.forget();
      callsUntilDeath = Integer.MAX_VALUE;
      apply(THREE_PODS);
      callsUntilDeath = points - 1;
      died = !(apply(CHANGED) instanceof Outcome.Done);
      callsUntilDeath = Integer.MAX_VALUE;
      apply(CHANGED);
      assertThat(runningNames())
          .as("after death at call %d", points)
          .containsExactlyInAnyOrder("shop-db-0", "shop-api-0", "shop-cache-0", "shop-web-0");
      assertThat(apply(CHANGED)).isInstanceOf(Outcome.Unchanged.class);
    }
    assertThat(points).isGreaterThan(10);
  }

  @Test
  void afterDeathAtAnyPointOfTheFirstApplyADestroyLeavesNothing() {
    boolean died = true;
    for (int point = 0; died; point++) {
      engine = new FakeEngine(folder, this::hear);
      stack.forget();
      callsUntilDeath = point;
      died = !(apply(THREE_PODS) instanceof Outcome.Done);
      callsUntilDeath = Integer.MAX_VALUE;
      destroy(VolumeFate.REMOVE);
      assertThat(engine.observe().containers()).isEmpty();
      assertThat(engine.observe().volumes()).isEmpty();
      assertThat(stack.current()).isNull();
    }
  }

  private Outcome destroy(VolumeFate fate) {
    return reconciler()
        .destroy("shop", fate, RunOptions.DEFAULT, ApplyListener.SILENT, new Drain());
  }

  @Test
  void destroyKeepsVolumesUnlessToldOtherwise() {
    apply(THREE_PODS);
    destroy(VolumeFate.KEEP);
    assertThat(engine.observe().containers()).isEmpty();
    assertThat(engine.observe().volumes()).hasSize(1);
    assertThat(destroy(VolumeFate.REMOVE)).isInstanceOf(Outcome.Done.class);
    assertThat(engine.observe().volumes()).isEmpty();
    assertThat(destroy(VolumeFate.REMOVE)).isInstanceOf(Outcome.Unchanged.class);
  }

  @Test
  void aLockedStackIsRefusedAndNothingIsTouched() {
    try (StackLock _ = stack.lock(Duration.ZERO)) {
      assertThatThrownBy(() -> apply(THREE_PODS))
          .isInstanceOfSatisfying(
              JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.LOCKED));
    }
    assertThat(calls).isEmpty();
  }

  @Test
  void aMissingImageIsNamedWithItsLineAndNothingIsTouched() {
    assertThatThrownBy(() -> apply(THREE_PODS.replace("busybox:1", "nothing:1")))
        .hasMessageContaining("localhost/nothing:1")
        .hasMessageContaining("stack.yaml:6");
    assertThat(calls).isEmpty();
  }

  @Test
  void theHealthOfWhatHasNoHealthCheckIsNotWaitedFor() {
    String health = THREE_PODS.replace("dependsOn: [db]", "dependsOn: {db: healthy}");
    assertThatThrownBy(() -> apply(health))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.REFUSED))
        .hasMessageContaining("neither it nor its image has a health check");
  }

  @Test
  void anInterruptedApplyIsFinishedByTheNextOne() {
    Drain drain = new Drain();
    ApplyListener interruptAfterFirst =
        new ApplyListener() {
          @Override
          public void finished(Step step, Duration took) {
            drain.ask();
          }
        };
    assertThat(
            reconciler()
                .apply(proposal(THREE_PODS), RunOptions.DEFAULT, interruptAfterFirst, drain))
        .isInstanceOf(Outcome.Interrupted.class);
    assertThat(apply(THREE_PODS)).isInstanceOf(Outcome.Done.class);
    assertThat(runningNames()).hasSize(4);
  }
}
