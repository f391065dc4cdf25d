package dev.jpod.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jpod.engine.FakeEngine;
import dev.jpod.model.Failure;
import dev.jpod.model.JpodException;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.reconcile.Past.SecretRule;
import dev.jpod.store.Attempt.Result;
import dev.jpod.store.StackRevision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollbackTests {
  private static final String GOOD =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      volumes: {data: {}}
      configs: {page: {env: PAGE}}
      secrets: {pw: {env: PASSWORD}}
      pods:
        api: {image: "localhost/busybox:1", env: {LEVEL: "${LEVEL}"}, configs: [page]}
        db: {image: "localhost/busybox:1", secrets: [pw], volumes: ["data:/data"]}
        web: {image: "localhost/busybox:1", dependsOn: [api]}
      """;

  @TempDir Path folder;
  private final Set<String> failing = Collections.synchronizedSet(new HashSet<>());
  private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
  private boolean fillingUp;
  private ReconcileRig rig;
  private MemoryStackStore stack;
  private Map<String, String> environment;
  private FakeEngine engine;

  @BeforeEach
  void importAnImage() {
    rig = new ReconcileRig(folder, this::hear);
    stack = rig.stack;
    environment = rig.environment;
    engine = rig.engine;
  }

  private void hear(String call) {
    if (failing.remove(call)) {
      if (fillingUp) {
        stack.fillUp();
      }
      throw JpodException.failed(call + " does not work", "");
    }
  }

  private Reconciler reconciler() {
    return rig.reconciler();
  }

  private Proposal proposal(String text) {
    return rig.proposal("/", text);
  }

  private Outcome apply(Proposal proposal) {
    ApplyListener listener =
        new ApplyListener() {
          @Override
          public void rollingBack(List<Outcome.FailedStep> failures, long serial) {
            heard.add("rolling back to " + serial + ": " + failures.getFirst().step().id());
          }
        };
    return reconciler().apply(proposal, RunOptions.DEFAULT, listener, new Drain());
  }

  private Outcome apply(String text) {
    return apply(proposal(text));
  }

  private Proposal back(long serial, SecretRule rule) {
    for (StackRevision revision : stack.revisions()) {
      if (revision.serial() == serial) {
        return RevisionProposal.of(revision, stack, rule, "/");
      }
    }
    throw new AssertionError("there is no r" + serial);
  }

  private SortedMap<String, SortedMap<String, String>> applied() {
    SortedMap<String, SortedMap<String, String>> applied = new TreeMap<>();
    for (ObservedContainer container : engine.observe().containers()) {
      assertThat(container.status().isAlive()).as(container.name()).isTrue();
      assertThat(applied.put(container.name(), container.applied())).isNull();
    }
    return applied;
  }

  private List<String> runningAs(String user) {
    List<String> names = new ArrayList<>();
    for (ObservedContainer container : engine.observe().containers()) {
      if (container.status().isAlive() && user.equals(container.applied().get("user"))) {
        names.add(container.name());
      }
    }
    return names;
  }

  private StackRevision newest() {
    return Objects.requireNonNull(stack.newest());
  }

  @Test
  void whatFailsGoesBackToTheLastGoodRevision() {
    apply(GOOD);
    SortedMap<String, SortedMap<String, String>> before = applied();
    environment.put("LEVEL", "debug");
    failing.add("start db[0]");

    Outcome outcome = apply(GOOD.replace("db: {", "db: {user: nobody, "));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.RolledBack.class,
            back -> {
              assertThat(back.failures()).hasSize(1);
              assertThat(back.restoration().serial()).isEqualTo(1);
            });
    assertThat(heard).containsExactly("rolling back to 1: container/db/0/start");
    assertThat(applied()).isEqualTo(before);
    assertThat(Objects.requireNonNull(stack.current()).serial()).isEqualTo(1);
    assertThat(newest().serial()).isEqualTo(2);
    assertThat(newest().attempt().result()).isEqualTo(Result.ROLLED_BACK);
    assertThat(newest().attempt().rolledBackTo()).isEqualTo(1L);
    assertThat(newest().attempt().error()).contains("start db[0] does not work");
    assertThat(stack.journal()).isEmpty();
    environment.put("LEVEL", "info");
    assertThat(apply(GOOD)).isInstanceOf(Outcome.Unchanged.class);
    assertThat(Objects.requireNonNull(stack.current()).serial()).isEqualTo(1);
  }

  @Test
  void whatTheFailedRunHasWrittenIsNamed() {
    apply(GOOD);
    failing.add("start web[0]");

    Outcome outcome =
        apply(
            GOOD.replace("db: {", "db: {user: nobody, ")
                .replace("web: {", "web: {user: nobody, dependsOn: [db], ")
                .replace("dependsOn: [db], image", "image")
                .replace("dependsOn: [api]", "dependsOn: [api, db]"));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.RolledBack.class,
            back ->
                assertThat(back.restoration().notUndone())
                    .containsExactly("the data in volume 'data' stays as it is now"));
  }

  @Test
  void aFirstApplyThatFailsHasNothingToGoBackTo() {
    failing.add("start db[0]");

    assertThat(apply(GOOD)).isInstanceOf(Outcome.Failed.class);

    assertThat(stack.current()).isNull();
    assertThat(newest().attempt().result()).isEqualTo(Result.FAILED);
    assertThat(apply(GOOD))
        .isInstanceOfSatisfying(Outcome.Done.class, done -> assertThat(done.serial()).isEqualTo(2));
    assertThat(stack.revisions())
        .extracting(StackRevision::lineage)
        .containsOnly(newest().lineage());
  }

  @Test
  void aDiskThatIsFullBeforeAnythingIsTouchedLeavesNothingToRollBack() {
    apply(GOOD);
    SortedMap<String, SortedMap<String, String>> before = applied();
    stack.fillUp();

    Outcome outcome = apply(GOOD.replace("db: {", "db: {user: nobody, "));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> {
              assertThat(failed.standing()).containsExactly("nothing was changed");
              assertThat(failed.failures().getFirst().reason())
                  .hasMessage("no space left on device");
            });
    assertThat(heard).isEmpty();
    assertThat(applied()).isEqualTo(before);
  }

  @Test
  void aStepThatLeavesNothingIsRolledBackWithoutAWordOnDisk() {
    apply(GOOD);
    SortedMap<String, SortedMap<String, String>> before = applied();
    failing.add("update db[0]");
    fillingUp = true;

    Outcome outcome = apply(GOOD.replace("db: {", "db: {resources: {memory: 64MiB}, "));

    assertThat(outcome).isInstanceOf(Outcome.RolledBack.class);
    assertThat(applied()).isEqualTo(before);
  }

  @Test
  void stopLeavesThingsWhereTheyAre() {
    apply(GOOD);
    failing.add("start db[0]");

    assertThat(apply("onFailure: stop\n" + GOOD.replace("db: {", "db: {user: nobody, ")))
        .isInstanceOf(Outcome.Failed.class);

    assertThat(heard).isEmpty();
    assertThat(newest().attempt().result()).isEqualTo(Result.FAILED);
  }

  @Test
  void continueDoesWhatDoesNotDependOnTheFailure() {
    apply(GOOD);
    failing.add("start api[0]");

    Outcome outcome =
        apply(
            "onFailure: continue\n"
                + GOOD.replace("db: {", "db: {user: nobody, ")
                    .replace("api: {", "api: {user: nobody, ")
                    .replace("web: {", "web: {user: nobody, "));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Failed.class, failed -> assertThat(failed.failures()).hasSize(1));
    assertThat(runningAs("nobody")).containsExactly("shop-db-0");
  }

  @Test
  void aRollbackThatFailsTellsBothErrors() {
    apply(GOOD);
    failing.add("start new[0]");
    failing.add("remove new[0]");

    Outcome outcome = apply(GOOD + "  new: {image: \"localhost/busybox:1\"}\n");

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.RollbackFailed.class,
            twice -> {
              assertThat(twice.failures().getFirst().reason()).hasMessageContaining("start new");
              assertThat(twice.rollbackFailures().getFirst().reason())
                  .hasMessageContaining("remove new");
            });
    assertThat(newest().attempt().result()).isEqualTo(Result.ROLLBACK_FAILED);
    assertThat(apply(back(1, SecretRule.SAME))).isInstanceOf(Outcome.Done.class);
    assertThat(applied()).containsOnlyKeys("shop-api-0", "shop-db-0", "shop-web-0");
  }

  @Test
  void aRevisionComesBackWithItsVariablesAndContents() {
    apply(GOOD);
    SortedMap<String, SortedMap<String, String>> before = applied();
    environment.put("LEVEL", "debug");
    environment.put("PAGE", "two");
    apply(GOOD);
    assertThat(applied()).isNotEqualTo(before);

    assertThat(apply(back(1, SecretRule.SAME))).isInstanceOf(Outcome.Done.class);

    assertThat(applied()).isEqualTo(before);
    assertThat(newest().origin()).isEqualTo("rollback to r1");
    assertThat(newest().attempt().restores()).isEqualTo(1L);
    assertThat(newest().serial()).isEqualTo(3);
    assertThat(apply(back(2, SecretRule.SAME))).isInstanceOf(Outcome.Done.class);
    assertThat(applied().get("shop-api-0")).containsEntry("env.LEVEL", "debug");
  }

  @Test
  void aSecretOfAnotherValueIsNamedAndTodaysIsTakenOnlyWhenAsked() {
    apply(GOOD);
    environment.put("LEVEL", "debug");
    apply(GOOD);
    environment.put("PASSWORD", "sentinel");

    assertThatThrownBy(() -> apply(back(1, SecretRule.SAME)))
        .isInstanceOfSatisfying(
            JpodException.class,
            e -> {
              assertThat(e.failure()).isEqualTo(Failure.REFUSED);
              assertThat(e).hasMessage("the secret 'pw' has another value now than in r1");
              assertThat(e.hint()).contains("--current-secrets");
            });
    assertThat(newest().serial()).isEqualTo(2);
    assertThat(apply(back(1, SecretRule.TODAYS))).isInstanceOf(Outcome.Done.class);
    assertThat(stack.revisions().toString()).doesNotContain("sentinel", "hunter2");
  }

  @Test
  void aRollbackThatNeedsNoContentOfASecretDoesWithoutIt() {
    apply(GOOD);
    environment.remove("PASSWORD");
    failing.add("start api[0]");

    Outcome outcome =
        apply(
            GOOD.replace("secrets: {pw: {env: PASSWORD}}\n", "")
                .replace("secrets: [pw], ", "")
                .replace("db: {", "db: {dependsOn: [api], ")
                .replace("api: {", "api: {user: nobody, "));

    assertThat(outcome).isInstanceOf(Outcome.RolledBack.class);
  }
}
