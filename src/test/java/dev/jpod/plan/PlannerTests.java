package dev.jpod.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.longs;

import dev.jpod.diff.Desired;
import dev.jpod.diff.Differ;
import dev.jpod.diff.FieldOrigins;
import dev.jpod.diff.Unowned;
import dev.jpod.model.DependencyCondition;
import dev.jpod.model.Instance;
import dev.jpod.model.InstanceKey;
import dev.jpod.model.JpodException;
import dev.jpod.model.PodInstance;
import dev.jpod.model.Update;
import dev.jpod.observed.HostAnswers;
import dev.jpod.observed.ObservedContainer;
import dev.jpod.observed.ObservedHost;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** What holds for the plan of any stack on any host. */
class PlannerTests {
  /** Checks a plan from one random stack to another on a host in a random state. */
  private static void forAny(BiConsumer<Desired, ObservedHost> check) {
    qt().withExamples(300)
        .withShrinkCycles(1)
        .forAll(longs().all())
        .checkAssert(
            seed -> {
              RandomStacks stacks = new RandomStacks(seed);
              Desired before = stacks.desired();
              check.accept(stacks.desired(), stacks.hostAfter(before));
            });
  }

  private static Plan plan(Desired desired, ObservedHost host) {
    return Planner.plan(Differ.diff(desired, host), Patience.DEFAULT);
  }

  @Test
  void nothingIsToBeDoneForWhatWasApplied() {
    forAny(
        (desired, _) -> {
          Desired stored = RandomStacks.withAllImages(desired);
          assertThat(plan(stored, RandomStacks.hostRunning(stored)).steps()).isEmpty();
        });
  }

  @Test
  void nothingIsToBeDoneAfterAPlanWasCarriedOut() {
    forAny(
        (desired, host) -> {
          SimulatedHost simulated = new SimulatedHost(host, desired.images());
          plan(desired, host).steps().forEach(step -> simulated.carryOut(step.action()));
          Desired again = simulated.lookUpImages(desired);

          assertThat(plan(again, simulated.observe()).steps()).isEmpty();
        });
  }

  @Test
  void aRunThatDiesAfterAnyStepIsCompletedByTheNext() {
    forAny(
        (desired, host) -> {
          List<Step> steps = plan(desired, host).steps();
          for (int done = 0; done < steps.size(); done += 1 + steps.size() / 8) {
            SimulatedHost simulated = new SimulatedHost(host, desired.images());
            steps.subList(0, done).forEach(step -> simulated.carryOut(step.action()));
            plan(simulated.lookUpImages(desired), simulated.observe())
                .steps()
                .forEach(step -> simulated.carryOut(step.action()));
            Desired again = simulated.lookUpImages(desired);

            assertThat(plan(again, simulated.observe()).steps()).isEmpty();
          }
        });
  }

  /** As far as nothing stands in the way, such as a pod that goes and has somebody else in it. */
  @Test
  void whatIsAdoptedIsTheStacksAfterwardsAlsoWhenARunDiesOnTheWay() {
    AtomicInteger adopted = new AtomicInteger();
    qt().withExamples(300)
        .withShrinkCycles(1)
        .forAll(longs().all())
        .checkAssert(
            seed -> {
              RandomStacks stacks = new RandomStacks(seed);
              Desired before = stacks.desired();
              Desired desired = stacks.desired();
              ObservedHost host = stacks.withoutSomeOwners(stacks.hostAfter(before));
              List<Step> steps = adoption(desired, host);
              for (int done = 0; done < steps.size(); done += 1 + steps.size() / 4) {
                SimulatedHost simulated = new SimulatedHost(host, desired.images());
                steps.subList(0, done).forEach(step -> simulated.carryOut(step.action()));
                adoption(simulated.lookUpImages(desired), simulated.observe())
                    .forEach(step -> simulated.carryOut(step.action()));
                Desired again = simulated.lookUpImages(desired);

                assertThat(plan(again, simulated.observe()).steps()).isEmpty();
                assertThat(adoption(again, simulated.observe())).isEmpty();
                adopted.incrementAndGet();
              }
            });
    assertThat(adopted).hasValueGreaterThan(100);
  }

  /** None where a person has to decide something first. */
  private static List<Step> adoption(Desired desired, ObservedHost host) {
    try {
      return Planner.plan(Differ.diff(desired, host, Unowned.ADOPTED), Patience.DEFAULT).steps();
    } catch (JpodException e) {
      assertThat(e).hasMessageContaining("is in it, which no stack owns");
      return List.of();
    }
  }

  @Test
  void aDestructionLeavesNothingOfTheStack() {
    forAny(
        (_, host) -> {
          SimulatedHost simulated = new SimulatedHost(host);
          Planner.destroy("shop", host, host.volumes().keySet(), VolumeFate.REMOVE)
              .steps()
              .forEach(step -> simulated.carryOut(step.action()));

          assertThat(simulated.observe().containers()).isEmpty();
          assertThat(simulated.observe().volumes()).isEmpty();
          assertThat(simulated.observe().pods()).isEmpty();
          assertThat(simulated.observe().networks()).isEmpty();
        });
  }

  @Test
  void everyStepComesAfterThoseThatItWaitsFor() {
    forAny(
        (desired, host) -> {
          Set<String> done = new HashSet<>();
          for (Step step : plan(desired, host).steps()) {
            assertThat(done).containsAll(step.after());
            assertThat(done.add(step.id())).isTrue();
          }
        });
  }

  @Test
  void theOrderInWhichThingsAreGivenDoesNotMatter() {
    forAny(
        (desired, host) -> {
          Random random = new Random(1);
          List<ObservedContainer> containers = new ArrayList<>(host.containers());
          Collections.shuffle(containers, random);
          List<Instance> instances = new ArrayList<>(desired.instances());
          Collections.shuffle(instances, random);
          Plan shuffled =
              plan(
                  new Desired(
                      desired.stack(),
                      instances,
                      desired.pods().reversed(),
                      desired.volumes(),
                      desired.networks(),
                      desired.images()),
                  new ObservedHost(
                      containers,
                      host.volumes(),
                      host.pods().reversed(),
                      host.networks(),
                      host.answers()));
          Plan plan = plan(desired, host);

          assertThat(shuffled.steps()).isEqualTo(plan.steps());
          assertThat(shuffled.changes()).isEqualTo(plan.changes());
          assertThat(PlanText.of(shuffled, FieldOrigins.UNKNOWN, Basis.UNKNOWN))
              .isEqualTo(PlanText.of(plan, FieldOrigins.UNKNOWN, Basis.UNKNOWN));
        });
  }

  @Test
  void everyImageIsThereBeforeAnythingElseIsTouched() {
    forAny(
        (desired, host) -> {
          List<Step> steps = plan(desired, host).steps();
          Set<String> pulls = new HashSet<>();
          for (Step step : steps) {
            if (step.action() instanceof Action.PullImage) {
              assertThat(step.after()).isEmpty();
              pulls.add(step.id());
            }
          }
          Map<String, Set<String>> before = transitively(steps);
          for (Step step : steps) {
            if (!pulls.contains(step.id())) {
              assertThat(before.get(step.id())).containsAll(pulls);
            }
          }
        });
  }

  @Test
  void whatDependsOnSomethingStartsAfterIt() {
    forAny(
        (desired, host) -> {
          Map<String, Set<String>> before = transitively(plan(desired, host).steps());
          for (Instance dependant : desired.instances()) {
            String start = Ids.of(dependant.key()) + "/start";
            dependant
                .pod()
                .dependsOn()
                .forEach(
                    (pod, condition) -> {
                      for (Instance instance : desired.instances()) {
                        if (instance.key().pod().equals(pod) && before.containsKey(start)) {
                          assertComesFirst(before, instance.key(), condition, start);
                        }
                      }
                    });
          }
        });
  }

  private static void assertComesFirst(
      Map<String, Set<String>> before,
      InstanceKey dependency,
      DependencyCondition condition,
      String start) {
    String needed =
        Ids.of(dependency) + (condition == DependencyCondition.COMPLETED ? "/completed" : "/start");
    if (before.containsKey(needed)) {
      assertThat(before.get(start)).contains(needed);
    }
  }

  @Test
  void onlyOneReplicaOfAPodIsDownAtATime() {
    forAny(
        (desired, host) -> {
          List<Step> steps = plan(desired, host).steps();
          if (steps.stream().anyMatch(step -> step.action() instanceof Action.RemoveNetwork)) {
            return;
          }
          Map<String, Set<String>> before = transitively(steps);
          List<InstanceKey> restarted = new ArrayList<>();
          Set<String> inTurns = new HashSet<>();
          for (PodInstance pod : desired.pods()) {
            Update update = pod.pod().update();
            if (update.parallel() == 1 && update.order() == Update.Order.ASCENDING) {
              inTurns.add(pod.key().pod());
            }
          }
          for (Step step : steps) {
            if (step.action() instanceof Action.StartContainer start
                && inTurns.contains(start.key().pod())
                && !start.fallback().isEmpty()) {
              restarted.add(start.key());
            }
          }
          for (InstanceKey one : restarted) {
            for (InstanceKey other : restarted) {
              if (one.pod().equals(other.pod()) && one.replica() < other.replica()) {
                assertThat(before.get(Ids.of(other) + "/start")).contains(Ids.of(one) + "/start");
              }
            }
          }
        });
  }

  @Test
  void theNumberOfEdgesGrowsWithTheNumberOfContainers() {
    Plan plan =
        plan(
            ManyReplicas.of(500),
            new ObservedHost(
                List.of(), new TreeMap<>(), List.of(), new TreeMap<>(), HostAnswers.NONE));
    int edges = plan.steps().stream().mapToInt(step -> step.after().size()).sum();

    assertThat(plan.steps()).hasSizeBetween(3000, 3100);
    assertThat(edges).isLessThan(7000);
  }

  private static Map<String, Set<String>> transitively(List<Step> steps) {
    Map<String, Set<String>> before = new HashMap<>();
    for (Step step : steps) {
      Set<String> all = new HashSet<>(step.after());
      step.after().forEach(earlier -> all.addAll(before.getOrDefault(earlier, Set.of())));
      before.put(step.id(), all);
    }
    return before;
  }
}
