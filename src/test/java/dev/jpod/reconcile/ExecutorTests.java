package dev.jpod.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.diff.ChangeSet;
import dev.jpod.diff.HealthChecks;
import dev.jpod.host.KernelLock;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.JpodException;
import dev.jpod.model.OnFailure;
import dev.jpod.observed.UnkeptLimits;
import dev.jpod.plan.Action;
import dev.jpod.plan.Plan;
import dev.jpod.plan.Step;
import dev.jpod.reconcile.Execution.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class ExecutorTests {
  private static Step step(String id, String... after) {
    InstanceKey key = new InstanceKey("shop", id, 0, id);
    return new Step(id, new Action.Unpause(key, "0".repeat(64)), Set.of(after), "test");
  }

  private static Plan plan(Step... steps) {
    return new Plan(
        new ChangeSet(
            "shop",
            List.of(),
            List.of(),
            List.of(),
            Set.of(),
            new TreeMap<>(),
            List.of(),
            List.of(),
            List.of(),
            new HealthChecks(Map.of()),
            UnkeptLimits.NONE,
            List.of()),
        List.of(steps),
        List.of(),
        List.of());
  }

  private static Execution run(Plan plan, Executor.StepRunner runner, Drain drain) {
    return new Executor(runner, ApplyListener.SILENT, drain, 4, OnFailure.STOP).run(plan);
  }

  @Test
  void aStepRunsOnlyWhenAllBeforeItAreDone() {
    List<String> finished = new CopyOnWriteArrayList<>();
    Plan plan = plan(step("a"), step("b"), step("c", "a", "b"), step("d", "c"), step("e", "a"));
    Execution execution =
        run(
            plan,
            step -> {
              assertThat(finished).containsAll(step.after());
              finished.add(step.id());
            },
            new Drain());
    assertThat(execution.isComplete()).isTrue();
    assertThat(finished).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
  }

  @Test
  void independentStepsRunAtTheSameTime() {
    CyclicBarrier together = new CyclicBarrier(3);
    Execution execution =
        run(
            plan(step("a"), step("b"), step("c")),
            _ -> {
              try {
                together.await(10, TimeUnit.SECONDS);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            },
            new Drain());
    assertThat(execution.isComplete()).isTrue();
  }

  /**
   * Waiting for a lock keeps a thread inside the kernel. However many wait, the step that holds the
   * lock must come to its end.
   */
  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void stepsThatWaitForALockNeverKeepItsHolderFromGoingOn(@TempDir Path folder) {
    Step[] steps = new Step[Runtime.getRuntime().availableProcessors() + 2];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = step("s" + i);
    }
    Execution execution =
        new Executor(
                _ -> {
                  try (KernelLock _ = KernelLock.exclusive(folder.resolve("lock"))) {
                    Thread.sleep(20);
                  } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                },
                ApplyListener.SILENT,
                new Drain(),
                steps.length,
                OnFailure.STOP)
            .run(plan(steps));
    assertThat(execution.isComplete()).isTrue();
  }

  @Test
  void noMoreStepsRunAtOnceThanAllowed() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Step[] steps = new Step[12];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = step("s" + i);
    }
    run(
        plan(steps),
        _ -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          try {
            Thread.sleep(5);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          running.decrementAndGet();
        },
        new Drain());
    assertThat(most.get()).isEqualTo(4);
  }

  @Test
  void aFailureSkipsWhatDependsOnItAndWhatHasNotBegun() {
    Plan plan = plan(step("a"), step("b", "a"), step("c", "b"));
    Execution execution =
        run(
            plan,
            step -> {
              if (step.id().equals("a")) {
                throw JpodException.failed("a broke", "");
              }
            },
            new Drain());
    assertThat(execution.results())
        .containsEntry("a", Result.FAILED)
        .containsEntry("b", Result.SKIPPED)
        .containsEntry("c", Result.SKIPPED);
    assertThat(execution.failures()).hasSize(1);
    assertThat(execution.recap())
        .isEqualTo(new Recap(0, 0, 1, 2, 0, Recap.Tally.NONE, Recap.Tally.NONE));
  }

  @Test
  void stepsThatRunWhenAnotherFailsAreFinished() {
    CountDownLatch failed = new CountDownLatch(1);
    CountDownLatch slowRuns = new CountDownLatch(1);
    Executor executor =
        new Executor(
            step -> {
              try {
                if (step.id().equals("slow")) {
                  slowRuns.countDown();
                  failed.await();
                } else {
                  slowRuns.await();
                  throw JpodException.failed("broke", "");
                }
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            },
            new ApplyListener() {
              @Override
              public void failed(Step step, JpodException reason) {
                failed.countDown();
              }
            },
            new Drain(),
            4,
            OnFailure.STOP);
    Execution execution = executor.run(plan(step("slow"), step("bad"), step("later", "slow")));
    assertThat(execution.results())
        .containsEntry("slow", Result.DONE)
        .containsEntry("bad", Result.FAILED)
        .containsEntry("later", Result.SKIPPED);
  }

  @Test
  void afterADrainNothingIsStartedAnyMore() {
    Drain drain = new Drain();
    Execution execution = run(plan(step("a"), step("b", "a")), _ -> drain.ask(), drain);
    assertThat(execution.results())
        .containsEntry("a", Result.DONE)
        .containsEntry("b", Result.SKIPPED);
    assertThat(execution.failures()).isEmpty();
    assertThat(execution.isComplete()).isFalse();
  }

  @Test
  void theListenerHearsOfADrainAtOnceAndWhatStillRuns() throws Exception {
    Drain drain = new Drain();
    CountDownLatch bothRun = new CountDownLatch(2);
    CountDownLatch told = new CountDownLatch(1);
    List<String> heard = new ArrayList<>();
    Executor executor =
        new Executor(
            step -> {
              bothRun.countDown();
              try {
                told.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            },
            new ApplyListener() {
              @Override
              public void interrupted(List<Step> running) {
                running.forEach(step -> heard.add("runs " + step.id()));
                told.countDown();
              }

              @Override
              public void skipped(Step step) {
                heard.add("skipped " + step.id());
              }
            },
            drain,
            2,
            OnFailure.STOP);
    Thread hook =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    bothRun.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                  drain.ask();
                  drain.ask();
                });
    Execution execution = executor.run(plan(step("a"), step("b"), step("c")));
    hook.join();
    assertThat(heard).containsExactly("runs a", "runs b", "skipped c");
    assertThat(execution.failures()).isEmpty();
  }

  @Test
  void aWaitThatIsGivenUpIsNoFailure() {
    Drain drain = new Drain();
    assertThat(drain.hasBegun()).isFalse();
    Execution execution =
        run(
            plan(step("a"), step("b", "a")),
            _ -> {
              drain.ask();
              throw new Executor.WaitGivenUp();
            },
            drain);
    assertThat(execution.results())
        .containsEntry("a", Result.SKIPPED)
        .containsEntry("b", Result.SKIPPED);
    assertThat(execution.failures()).isEmpty();
    assertThat(drain.hasBegun()).isTrue();
  }

  @Test
  void aFaultOfTheProgramIsAFailureOfItsStepOnly() {
    Execution execution =
        run(
            plan(step("a")),
            _ -> {
              throw new IllegalStateException("boom");
            },
            new Drain());
    assertThat(execution.failures().getFirst().reason()).hasMessageContaining("boom");
  }

  @Test
  void theListenerHearsOneCallAtATimeAndTheTimeThatAStepTook() {
    List<String> heard = new ArrayList<>();
    new Executor(
            _ -> {},
            new ApplyListener() {
              @Override
              public void started(Step step) {
                heard.add("started " + step.id());
              }

              @Override
              public void finished(Step step, Duration took) {
                assertThat(took).isPositive();
                heard.add("finished " + step.id());
              }
            },
            new Drain(),
            1,
            OnFailure.STOP)
        .run(plan(step("a"), step("b")));
    assertThat(heard).containsExactly("started a", "finished a", "started b", "finished b");
  }
}
