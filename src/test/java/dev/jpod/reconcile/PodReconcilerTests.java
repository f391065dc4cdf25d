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
import dev.jpod.model.PodKey;
import dev.jpod.model.PortMapping.Protocol;
import dev.jpod.observed.ContainerStatus;
import dev.jpod.observed.HostAnswers;
import dev.jpod.observed.HostNetworking;
import dev.jpod.observed.Listener;
import dev.jpod.observed.MissingProgram;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedHost;
import dev.jpod.observed.ObservedPod;
import dev.jpod.observed.PodStatus;
import dev.jpod.observed.UnkeptLimits;
import dev.jpod.plan.VolumeFate;
import dev.jpod.reconcile.Recap.Tally;
import dev.jpod.transfer.StoreCatalog;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pods and networks through whole runs, on an engine in memory. */
class PodReconcilerTests {
  private static final byte[] EMPTY_TAR = new byte[1024];
  private static final String SHOP =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      networks:
        backend: {subnets: [10.89.0.0/24]}
      pods:
        db: {image: "localhost/busybox:1", networks: [backend]}
        web:
          networks: [backend, default]
          ports: ["8080:80"]
          dependsOn: [db]
          initContainers:
            fetch: {image: "localhost/busybox:1"}
          containers:
            app: {image: "localhost/busybox:1"}
            nginx: {image: "localhost/busybox:1", dependsOn: [app]}
      """;
  private static final String CHANGED =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      networks:
        backend: {subnets: [10.90.0.0/24]}
        metrics: {}
      pods:
        db: {image: "localhost/busybox:1", networks: [backend, metrics]}
        edge: {image: "localhost/busybox:1", ports: ["8080:80"]}
        web:
          networks: [backend, metrics]
          ports: ["8081:80"]
          dependsOn: [db]
          initContainers:
            fetch: {image: "localhost/busybox:1", args: [all]}
          containers:
            app: {image: "localhost/busybox:1"}
            nginx: {image: "localhost/busybox:1", dependsOn: [app]}
      """;

  @TempDir Path folder;
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private final MemoryStackStore stack = new MemoryStackStore();
  private int callsUntilDeath = Integer.MAX_VALUE;
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

  private Outcome apply(String text) {
    StackReader.Read read =
        StackReader.read(List.of(new ManifestText("stack.yaml", "/", text)), Variables.NONE);
    return reconciler()
        .apply(
            new Proposal(read, List.of(), "stack.yaml", Map.of(), ImageRules.OF_STACK),
            RunOptions.DEFAULT,
            ApplyListener.SILENT,
            new Drain());
  }

  private void destroy() {
    Outcome outcome =
        reconciler()
            .destroy(
                "shop", VolumeFate.REMOVE, RunOptions.DEFAULT, ApplyListener.SILENT, new Drain());
    assertThat(outcome).isNotInstanceOf(Outcome.Failed.class);
  }

  private ObservedPod pod(String name) {
    return engine.observe().pods().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void assertStandsAsChanged(String when) {
    ObservedHost host = engine.observe();
    assertThat(host.networks().keySet())
        .as(when)
        .containsExactly("shop_backend", "shop_default", "shop_metrics");
    assertThat(engine.networks().inspect("shop_backend").subnets().getFirst().cidr())
        .isEqualTo("10.90.0.0/24");
    assertThat(host.pods())
        .as(when)
        .extracting(ObservedPod::name)
        .containsExactlyInAnyOrder("shop-db-0", "shop-edge-0", "shop-web-0");
    assertThat(host.pods())
        .extracting(ObservedPod::status)
        .containsOnly(new PodStatus.Up(Set.of()));
    assertThat(host.containers()).as(when).hasSize(5);
    for (ObservedContainer container : host.containers()) {
      boolean isInit = container.name().endsWith("fetch");
      assertThat(container.status())
          .isInstanceOf(isInit ? ContainerStatus.Exited.class : ContainerStatus.Running.class);
    }
  }

  @Test
  void theFirstApplyMakesEverythingAndTheSecondDoesNothing() {
    assertThat(apply(SHOP))
        .isInstanceOfSatisfying(
            Outcome.Done.class,
            done ->
                assertThat(done.recap())
                    .isEqualTo(new Recap(4, 4, 0, 0, 0, Tally.NONE, new Tally(2, 0, 0))));
    assertThat(calls)
        .containsSubsequence(
            "network shop_backend",
            "raise pod web[0]",
            "start web[0].fetch",
            "start web[0].app",
            "start web[0].nginx");
    calls.clear();
    assertThat(apply(SHOP)).isInstanceOf(Outcome.Unchanged.class);
    assertThat(calls).isEmpty();
  }

  @Test
  void anotherPortTouchesNoContainer() {
    apply(SHOP);
    calls.clear();

    assertThat(apply(SHOP.replace("8080:80", "8090:80")))
        .isInstanceOfSatisfying(
            Outcome.Done.class,
            done -> assertThat(done.recap().toString()).startsWith("ok=4 changed=3 failed=0"));

    assertThat(calls).containsExactly("update pod web[0]");
    assertThat(pod("shop-web-0").ports().getFirst().hostPort()).isEqualTo(8090);
  }

  @Test
  void anotherRangeReplacesTheNetworkAndItsPods() {
    apply(SHOP);
    String before = pod("shop-db-0").id();
    calls.clear();

    assertThat(apply(CHANGED))
        .isInstanceOfSatisfying(
            Outcome.Done.class,
            done -> assertThat(done.recap().networks()).isEqualTo(new Tally(1, 1, 0)));

    assertStandsAsChanged("after the change");
    assertThat(pod("shop-db-0").id()).isNotEqualTo(before);
    assertThat(calls)
        .containsSubsequence(
            "remove pod db[0]",
            "remove network shop_backend",
            "network shop_backend",
            "raise pod db[0]");
    assertThat(calls).containsSubsequence("remove pod web[0]", "create pod edge[0]");
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
      apply(SHOP);
      callsUntilDeath = points - 1;
      died = !(apply(CHANGED) instanceof Outcome.Done);
      callsUntilDeath = Integer.MAX_VALUE;
      apply(CHANGED);
      assertStandsAsChanged("after death at call " + points);
      assertThat(apply(CHANGED)).isInstanceOf(Outcome.Unchanged.class);
    }
    assertThat(points).isGreaterThan(20);
  }

  @Test
  void afterDeathAtAnyPointOfTheFirstApplyADestroyLeavesNothing() {
    boolean died = true;
    for (int point = 0; died; point++) {
      engine = new FakeEngine(folder, this::hear);
      stack.forget();
      callsUntilDeath = point;
      died = !(apply(SHOP) instanceof Outcome.Done);
      callsUntilDeath = Integer.MAX_VALUE;
      destroy();
      assertThat(engine.observe().containers()).isEmpty();
      assertThat(engine.observe().pods()).isEmpty();
      assertThat(engine.observe().networks()).isEmpty();
    }
  }

  @Test
  void whatARunThatDiedLeftOfANetworkIsRemovedThoughItHasNoRecord() {
    callsUntilDeath = 0;
    apply(SHOP);
    callsUntilDeath = Integer.MAX_VALUE;

    destroy();

    assertThat(calls).contains("remove network shop_backend");
  }

  @Test
  void aDestroyFindsPodsAndNetworksOfAStackWhoseRevisionIsLost() {
    apply(SHOP);
    stack.forget();

    destroy();

    assertThat(engine.observe().pods()).isEmpty();
    assertThat(engine.observe().networks()).isEmpty();
  }

  @Test
  void aDeadInfraProcessIsRepairedAndEverythingInThePodStartsAgain() {
    apply(SHOP);
    ObservedPod web = pod("shop-web-0");
    engine.pods().becomes(web.id(), new PodStatus.Up(Set.of(PodStatus.Defect.INFRA)));
    calls.clear();

    assertThat(apply(SHOP)).isInstanceOf(Outcome.Done.class);

    assertThat(pod("shop-web-0").id()).isEqualTo(web.id());
    assertThat(calls)
        .containsSubsequence(
            "raise pod web[0]", "start web[0].fetch", "start web[0].app", "start web[0].nginx");
    assertThat(calls).noneMatch(call -> call.contains("db"));
    assertThat(apply(SHOP)).isInstanceOf(Outcome.Unchanged.class);
  }

  @Test
  void podsSwapPortsWhileANetworkIsReplacedThatOneOfThemEnters() {
    String before =
        """
        apiVersion: jpod.dev/v1
        kind: Stack
        name: shop
        networks: {back: {}, lan: {subnets: [10.91.0.0/24]}}
        pods:
          a: {image: "localhost/busybox:1", networks: [back], ports: ["8080:80"]}
          b: {image: "localhost/busybox:1", networks: [back], ports: ["8081:80"]}
          c: {image: "localhost/busybox:1", networks: [lan]}
        """;
    String after =
        before
            .replace("10.91", "10.92")
            .replace("[back], ports: [\"8080:80\"]", "[back, lan], ports: [\"8081:80\"]")
            .replace("[back], ports: [\"8081:80\"]", "[back], ports: [\"8080:80\"]");
    apply(before);

    assertThat(apply(after)).isInstanceOf(Outcome.Done.class);
    assertThat(apply(after)).isInstanceOf(Outcome.Unchanged.class);
  }

  @Test
  void lostRulesAreRepairedWhileContainersGoOn() {
    apply(SHOP);
    engine.pods().becomes(pod("shop-web-0").id(), new PodStatus.Up(Set.of(PodStatus.Defect.RULES)));
    calls.clear();

    apply(SHOP);

    assertThat(calls).containsExactly("raise pod web[0]");
  }

  private static HostAnswers listening(String holder) {
    Listener listener = new Listener("0.0.0.0", 8080, Protocol.TCP, holder);
    return new HostAnswers(
        List.of(listener), HostNetworking.UNKNOWN, Map.of(), Map.of(), UnkeptLimits.NONE);
  }

  @Test
  void aPortInUseIsRefusedWithItsLineAndItsHolderAndNothingIsTouched() {
    engine.says(listening("nginx (process 812)"));

    assertThatThrownBy(() -> apply(SHOP))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.REFUSED))
        .hasMessageContaining("nginx (process 812)")
        .hasMessageContaining("stack.yaml:10");
    assertThat(calls).isEmpty();
  }

  @Test
  void aPublishedPortIsNoObstacleToItsOwnPod() {
    apply(SHOP);
    engine.says(listening("a proxy (process 7)"));

    assertThat(apply(SHOP)).isInstanceOf(Outcome.Unchanged.class);
  }

  @Test
  void aMissingProgramIsRefusedWithTheLineThatAsksForItAndNothingIsTouched() {
    MissingProgram missing =
        new MissingProgram("networks", "the program 'aardvark-dns' is not installed", "install it");
    engine.says(
        new HostAnswers(
            List.of(),
            HostNetworking.UNKNOWN,
            Map.of(new PodKey("shop", "web", 0), missing),
            Map.of(),
            UnkeptLimits.NONE));

    assertThatThrownBy(() -> apply(SHOP))
        .isInstanceOfSatisfying(
            JpodException.class, e -> assertThat(e.failure()).isEqualTo(Failure.REFUSED))
        .hasMessageContaining("'aardvark-dns' is not installed (stack.yaml:9)");
    assertThat(calls).isEmpty();
  }
}
