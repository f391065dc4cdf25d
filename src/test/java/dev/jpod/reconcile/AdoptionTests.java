package dev.jpod.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.diff.Subset;
import dev.jpod.diff.Unowned;
import dev.jpod.engine.FakeEngine;
import dev.jpod.engine.RemovalMode;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.model.NetworkSpec;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedPod;
import dev.jpod.plan.Patience;
import dev.jpod.plan.Plan;
import dev.jpod.plan.VolumeFate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdoptionTests {
  private static final String DB =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      pods:
        db: {image: "localhost/busybox:1", networks: host}
      """;
  private static final String WITH_WEB =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      volumes: {data: {labels: {tier: fast}}}
      networks: {back: {}}
      pods:
        db: {image: "localhost/busybox:1", networks: host, env: {A: b}, dependsOn: [web]}
        web: {image: "localhost/busybox:1", networks: [back], volumes: ["data:/data"]}
      """;
  private static final NetworkSpec PLAIN =
      new NetworkSpec("bridge", List.of(), false, false, false, true, false, 0, Map.of(), Map.of());

  @TempDir Path folder;
  private final Set<String> failing = Collections.synchronizedSet(new HashSet<>());
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private ReconcileRig rig;
  private FakeEngine engine;

  @BeforeEach
  void importAnImage() {
    rig = new ReconcileRig(folder, this::hear);
    engine = rig.engine;
  }

  private void hear(String call) {
    if (failing.remove(call)) {
      throw JpodException.failed(call + " does not work", "");
    }
    calls.add(call);
  }

  private Proposal proposal(String text, Unowned unowned) {
    return rig.proposal("/", text).with(unowned);
  }

  private Outcome apply(String text, Unowned unowned) {
    return rig.reconciler()
        .apply(proposal(text, unowned), RunOptions.DEFAULT, ApplyListener.SILENT, new Drain());
  }

  private ObservedContainer container(String name) {
    return engine.observe().containers().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private ObservedPod pod(String name) {
    return engine.observe().pods().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Web with all that it needs, as if somebody had made it by hand. */
  private String makeWebOfNobody() {
    apply(WITH_WEB, Unowned.REFUSED);
    String id = container("shop-web-0").id();
    engine.disown(id, "shop");
    engine.pods().disown(pod("shop-web-0").id(), "shop");
    engine.networks().disown("shop_back", "shop", PLAIN);
    engine.disown("shop_data", "shop", Map.of());
    engine.remove(container("shop-db-0").id(), RemovalMode.KILL_FIRST);
    engine.pods().remove(pod("shop-db-0").id());
    rig.stack.forget();
    return id;
  }

  private void assertBelongsToNobody() {
    assertThat(container("shop-web-0").owner()).isNull();
    assertThat(pod("shop-web-0").owner()).isNull();
    assertThat(engine.inspect("shop_data").stack()).isNull();
    assertThat(engine.inspect("shop_data").labels()).isEmpty();
    assertThat(engine.networks().inspect("shop_back").stack()).isNull();
  }

  @Test
  void whatFitsIsTakenOverAsItIsAndOnlyOnce() {
    String id = makeWebOfNobody();
    calls.clear();

    assertThat(apply(WITH_WEB, Unowned.ADOPTED)).isInstanceOf(Outcome.Done.class);

    assertThat(calls).contains("record web[0]", "update pod web[0]", "revise network shop_back");
    assertThat(calls).doesNotContain("stop web[0]", "create web[0]", "remove web[0]");
    assertThat(container("shop-web-0").id()).isEqualTo(id);
    assertThat(container("shop-web-0").owner()).hasToString("shop/web[0]");
    assertThat(pod("shop-web-0").owner()).hasToString("shop/web[0]");
    assertThat(engine.inspect("shop_data").stack()).isEqualTo("shop");
    assertThat(engine.inspect("shop_data").labels()).isEqualTo(Map.of("tier", "fast"));
    assertThat(engine.networks().inspect("shop_back").stack()).isEqualTo("shop");
    assertThat(apply(WITH_WEB, Unowned.ADOPTED)).isInstanceOf(Outcome.Unchanged.class);
    assertThat(apply(WITH_WEB, Unowned.REFUSED)).isInstanceOf(Outcome.Unchanged.class);
  }

  @Test
  void withoutAdoptionItIsRefusedAndNothingIsTouched() {
    makeWebOfNobody();
    calls.clear();

    assertThatThrownBy(() -> apply(WITH_WEB, Unowned.REFUSED))
        .isInstanceOfSatisfying(
            JpodException.class,
            e -> {
              assertThat(e.failure()).isEqualTo(Failure.REFUSED);
              assertThat(e.hint()).startsWith("take it over with --adopt");
            });
    assertThat(calls).isEmpty();
    assertBelongsToNobody();
  }

  @Test
  void whatTheGoodRevisionDoesNotNeedIsGivenBackByARollback() {
    String id = makeWebOfNobody();
    apply(DB, Unowned.REFUSED);
    failing.add("start db[0]");

    assertThat(apply(WITH_WEB, Unowned.ADOPTED)).isInstanceOf(Outcome.RolledBack.class);

    assertThat(container("shop-web-0").id()).isEqualTo(id);
    assertThat(container("shop-web-0").status().isAlive()).isTrue();
    assertBelongsToNobody();
    assertThat(container("shop-db-0").status().isAlive()).isTrue();
    assertThat(apply(DB, Unowned.REFUSED)).isInstanceOf(Outcome.Unchanged.class);
  }

  @Test
  void whatTheGoodRevisionNeedsIsAdoptedByARollback() {
    apply(WITH_WEB, Unowned.REFUSED);
    engine.disown(container("shop-web-0").id(), "shop");
    failing.add("start db[0]");

    assertThat(apply(WITH_WEB.replace("A: b", "A: c"), Unowned.ADOPTED))
        .isInstanceOf(Outcome.RolledBack.class);

    assertThat(container("shop-web-0").owner()).isNotNull();
    assertThat(apply(WITH_WEB, Unowned.REFUSED)).isInstanceOf(Outcome.Unchanged.class);
  }

  @Test
  void aRollbackSaysWhichContainerFromBeforeIsGone() {
    makeWebOfNobody();
    apply(DB, Unowned.REFUSED);
    failing.add("start db[0]");

    Outcome outcome = apply(WITH_WEB.replace("web: {", "web: {user: nobody, "), Unowned.ADOPTED);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.RolledBack.class,
            back ->
                assertThat(back.restoration().notUndone())
                    .contains("'web[0]' was adopted, and the container from before is gone"));
  }

  @Test
  void aSavedPlanAdoptsWhatItSays() {
    String id = makeWebOfNobody();
    byte[] plan =
        rig.reconciler()
            .preview(proposal(WITH_WEB, Unowned.ADOPTED), "runc", Patience.DEFAULT)
            .file();

    assertThat(applySaved(plan)).isInstanceOf(Outcome.Done.class);
    assertThat(container("shop-web-0").id()).isEqualTo(id);
    assertThat(container("shop-web-0").owner()).isNotNull();
  }

  @Test
  void aSavedPlanIsStaleWhenSomebodyElseHasAdopted() {
    makeWebOfNobody();
    byte[] plan =
        rig.reconciler()
            .preview(proposal(WITH_WEB, Unowned.ADOPTED), "runc", Patience.DEFAULT)
            .file();
    apply(WITH_WEB, Unowned.ADOPTED);

    assertThat(applySaved(plan)).isInstanceOf(Outcome.Stale.class);
  }

  private Outcome applySaved(byte[] plan) {
    Reconciler reconciler = rig.reconciler();
    return reconciler.apply(
        reconciler.saved("plan.json", plan), RunOptions.DEFAULT, ApplyListener.SILENT, new Drain());
  }

  @Test
  void whatWasAdoptedGoesWithTheStack() {
    makeWebOfNobody();
    apply(WITH_WEB, Unowned.ADOPTED);

    rig.reconciler()
        .destroy("shop", VolumeFate.REMOVE, RunOptions.DEFAULT, ApplyListener.SILENT, new Drain());

    assertThat(engine.observe().containers()).isEmpty();
    assertThat(engine.observe().volumes()).isEmpty();
    assertThat(engine.observe().networks()).isEmpty();
  }

  @Test
  void aPlanForSomePodsAdoptsNothingOfTheOthers() {
    makeWebOfNobody();
    Proposal proposal = proposal(WITH_WEB, Unowned.ADOPTED);

    Plan plan =
        rig.reconciler()
            .plan(proposal.limitedTo(new Subset(Set.of("db"))), "runc", Patience.DEFAULT);

    assertThat(plan.changes().relabellings()).isEmpty();
    assertThat(plan.changes().networks()).isEmpty();
    assertThat(plan.changes().changes())
        .allSatisfy(change -> assertThat(change.key().pod()).isEqualTo("db"));
    assertThat(container("shop-web-0").owner()).isNull();
  }
}
