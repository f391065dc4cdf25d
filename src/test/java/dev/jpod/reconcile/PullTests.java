package dev.jpod.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.engine.FakeEngine;
import dev.jpod.image.ImageStore;
import dev.jpod.manifest.ImageLock;
import dev.jpod.manifest.ManifestText;
import dev.jpod.manifest.StackReader;
import dev.jpod.manifest.Variables;
import dev.jpod.model.Container.PullPolicy;
import dev.jpod.model.Digest;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.plan.Action;
import dev.jpod.plan.Step;
import dev.jpod.reconcile.ImageRules.Tags;
import dev.jpod.reconcile.ImageRules.Unlocked;
import dev.jpod.transfer.TransferListener;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What applies do about images that are not in the store. */
@Timeout(30)
class PullTests {
  private static final String APP = "registry.example.com/app:1";
  private static final String DB = "registry.example.com/db:1";
  private static final String STACK =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      pods:
        web: {image: "registry.example.com/app:1", replicas: 2}
        worker: {image: "registry.example.com/app:1"}
        db: {image: "registry.example.com/db:1"}
      """;

  @TempDir Path folder;
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private final MemoryStackStore stack = new MemoryStackStore();
  private final Drain drain = new Drain();
  private FakeCatalog catalog;
  private FakeEngine engine;
  private ImageStore images;

  @BeforeEach
  void fillTheRegistry() {
    engine = new FakeEngine(folder, calls::add);
    images = ImageStore.open(folder.resolve("root"));
    catalog = new FakeCatalog(images).has(APP, 1).has(DB, 2);
  }

  private Outcome apply(String text, ImageRules rules) {
    return apply(text, rules, ApplyListener.SILENT);
  }

  private Outcome apply(String text, ImageRules rules, ApplyListener listener) {
    return reconciler().apply(proposal(text, rules), RunOptions.DEFAULT, listener, drain);
  }

  private Reconciler reconciler() {
    return new Reconciler(
        engine,
        images,
        catalog,
        _ -> stack,
        new ContentReader(Map.of(), _ -> new byte[0]),
        InstantSource.fixed(Instant.EPOCH));
  }

  private static Proposal proposal(String text, ImageRules rules) {
    StackReader.Read read =
        StackReader.read(List.of(new ManifestText("stack.yaml", "/", text)), Variables.NONE);
    return new Proposal(read, List.of(), "stack.yaml", Map.of(), rules);
  }

  private static ImageRules pulling(PullPolicy policy) {
    return new ImageRules(policy, null, Tags.AS_LOCKED, Unlocked.LOOKED_UP);
  }

  private static ImageRules locked(Map<String, Digest> digests, Tags tags) {
    return new ImageRules(null, new ImageLock(new TreeMap<>(digests)), tags, Unlocked.LOOKED_UP);
  }

  private List<Digest> runningImages() {
    List<Digest> running = new ArrayList<>();
    engine.observe().containers().forEach(container -> running.add(container.image()));
    return running;
  }

  @Test
  void everyImageIsLookedUpAndPulledOnceAndNothingIsTheSecondTime() {
    assertThat(apply(STACK, ImageRules.OF_STACK))
        .isInstanceOfSatisfying(
            Outcome.Done.class, done -> assertThat(done.recap().pulled()).isEqualTo(2));
    assertThat(catalog.calls)
        .containsExactlyInAnyOrder(
            "resolve " + APP,
            "resolve " + DB,
            "obtain " + APP + " " + FakeCatalog.digest(1).abbreviated(),
            "obtain " + DB + " " + FakeCatalog.digest(2).abbreviated());
    catalog.calls.clear();
    assertThat(apply(STACK, ImageRules.OF_STACK)).isInstanceOf(Outcome.Unchanged.class);
    assertThat(catalog.calls).isEmpty();
  }

  @Test
  void registriesAreAskedAndImagesPulledAtTheSameTime() {
    CyclicBarrier both = new CyclicBarrier(2);
    catalog.beforeSending(
        () -> {
          try {
            both.await(10, TimeUnit.SECONDS);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
    assertThat(apply(STACK, ImageRules.OF_STACK)).isInstanceOf(Outcome.Done.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"UNREACHABLE", "REFUSED", "NOT_FOUND"})
  void aPullThatFailsLeavesEverythingAsItWas(Failure failure) {
    apply(STACK, ImageRules.OF_STACK);
    List<Digest> before = runningImages();
    calls.clear();
    catalog.has(APP, 3).has(DB, 4);
    catalog.failOnceWith(DB, new JpodException(failure, "no", ""));

    assertThat(apply(STACK, pulling(PullPolicy.ALWAYS)))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed ->
                assertThat(failed.failures())
                    .singleElement()
                    .satisfies(
                        step -> {
                          assertThat(step.step().action()).isInstanceOf(Action.PullImage.class);
                          assertThat(step.reason().failure()).isEqualTo(failure);
                        }));
    assertThat(calls).isEmpty();
    assertThat(runningImages()).isEqualTo(before);
    assertThat(apply(STACK, pulling(PullPolicy.ALWAYS))).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void exactlyWhatWasPlannedIsPulledAlthoughTheTagMovesMeanwhile() {
    Outcome outcome =
        apply(
            STACK,
            ImageRules.OF_STACK,
            new ApplyListener() {
              @Override
              public void started(Step step) {
                catalog.has(APP, 5);
              }
            });
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    assertThat(images.resolve(APP).orElseThrow().created()).isEqualTo(Instant.ofEpochSecond(1));
  }

  @Test
  void aMovedTagIsTakenOverOnlyWhereThePolicyAsks() {
    apply(STACK, ImageRules.OF_STACK);
    catalog.has(APP, 3);

    assertThat(apply(STACK, ImageRules.OF_STACK)).isInstanceOf(Outcome.Unchanged.class);
    assertThat(apply(STACK, pulling(PullPolicy.NEWER)))
        .isInstanceOfSatisfying(
            Outcome.Done.class, done -> assertThat(done.recap().changed()).isEqualTo(3));
  }

  @Test
  void theKeenestOfSeveralPoliciesForOneImageCounts() {
    apply(STACK, ImageRules.OF_STACK);
    catalog.has(APP, 3);
    String keener = STACK.replace("replicas: 2}", "replicas: 2, pullPolicy: always}");
    catalog.calls.clear();

    assertThat(apply(keener, ImageRules.OF_STACK)).isInstanceOf(Outcome.Done.class);
    assertThat(catalog.calls).filteredOn(call -> call.startsWith("resolve")).hasSize(1);
  }

  @Test
  void neverAsksNoRegistryAndNamesTheLine() {
    assertThatThrownBy(() -> apply(STACK, pulling(PullPolicy.NEVER)))
        .isInstanceOf(JpodException.class)
        .hasMessageContaining("(stack.yaml:5)");
    assertThat(catalog.calls).isEmpty();
  }

  @Test
  void aLockedImageIsTakenWhateverItsTagSays() {
    catalog.has(APP, 7).has(APP, 1);
    ImageRules rules = locked(Map.of(APP, FakeCatalog.digest(7)), Tags.AS_LOCKED);

    assertThat(apply(STACK, rules)).isInstanceOf(Outcome.Done.class);
    assertThat(images.resolve(APP).orElseThrow().created()).isEqualTo(Instant.ofEpochSecond(7));
    catalog.calls.clear();
    assertThat(apply(STACK, rules)).isInstanceOf(Outcome.Unchanged.class);
    assertThat(catalog.calls).isEmpty();
  }

  @Test
  void tagsThatAreLookedUpAnewComeBeforeTheLock() {
    catalog.has(APP, 7).has(APP, 1);
    Map<String, Digest> digests = Map.of(APP, FakeCatalog.digest(7));
    apply(STACK, locked(digests, Tags.AS_LOCKED));

    assertThat(apply(STACK, locked(digests, Tags.ANEW))).isInstanceOf(Outcome.Done.class);
    assertThat(images.resolve(APP).orElseThrow().created()).isEqualTo(Instant.ofEpochSecond(1));
  }

  @Test
  void whatIsNotInTheLockIsRefusedOnRequestBeforeAnybodyIsAsked() {
    ImageLock lock = new ImageLock(new TreeMap<>(Map.of(APP, FakeCatalog.digest(1))));
    ImageRules rules = new ImageRules(null, lock, Tags.AS_LOCKED, Unlocked.REFUSED);

    assertThatThrownBy(() -> apply(STACK, rules))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.REFUSED))
        .hasMessageContaining(DB)
        .hasMessageNotContaining(APP);
    assertThat(catalog.calls).isEmpty();
  }

  @Test
  void aPullIsLeftAloneWhenTheEndIsAskedFor() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    catalog.beforeSending(
        () -> {
          drain.ask();
          try {
            never.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    ApplyListener listener =
        new ApplyListener() {
          @Override
          public TransferListener pulling(Step step) {
            return new TransferListener() {
              @Override
              public void began(Part part) {}

              @Override
              public void moved(Part part, long bytes) {
                told.add("moved");
              }

              @Override
              public void ended(Part part, Fate fate) {
                told.add("ended");
              }
            };
          }
        };

    assertThat(apply(STACK, ImageRules.OF_STACK, listener)).isInstanceOf(Outcome.Interrupted.class);
    never.countDown();
    Thread.sleep(Duration.ofMillis(300));
    assertThat(told).isEmpty();
    assertThat(calls).isEmpty();
  }
}
