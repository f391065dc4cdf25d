package dev.jpod.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jpod.apply.Store.Seen;
import dev.jpod.network.InterfaceNames;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** Runs that happen at the same time: on different stacks, on the same one, in two stores. */
class ConcurrencyIT extends FreshStore {
  private static final int RUNS = 20;
  private static final String[] DESTROY = {"destroy", "shop", "--volumes"};
  private static final String SLOW =
      """
      apiVersion: jpod.dev/v1
      kind: Stack
      name: shop
      volumes: {data: {}}
      pods:
        first:
          image: localhost/busybox:1
          restart: "no"
          command: [sh, -c, "while test ! -e /data/go; do sleep 0.05; done"]
          volumes: ["data:/data"]
        web:
          image: localhost/busybox:1
          command: [sleep, "1000"]
          stopSignal: KILL
          dependsOn: {first: completed}
      """;

  private static String stack(String name) {
    return """
    apiVersion: jpod.dev/v1
    kind: Stack
    name: NAME
    volumes: {data: {}}
    pods:
      web:
        image: localhost/busybox:1
        command: [sleep, "1000"]
        stopSignal: KILL
        volumes: ["data:/data"]
    """
        .replace("NAME", name);
  }

  private List<Process> applyAll(List<String> stacks, String... options) throws Exception {
    List<Process> processes = new ArrayList<>();
    for (String stack : stacks) {
      List<String> argv = store.argv("apply", "-f", stack + ".yaml", "-o", "json");
      argv.addAll(List.of(options));
      store.write(stack + ".yaml", stack(stack));
      processes.add(store.begin(argv));
    }
    return processes;
  }

  private static List<Result> results(List<Process> processes) throws Exception {
    List<Result> results = new ArrayList<>();
    for (Process process : processes) {
      results.add(Result.of(process));
    }
    return results;
  }

  private static List<String> outcomes(List<Result> results) {
    return results.stream().map(each -> each.recap().get("outcome").asString()).toList();
  }

  @Test
  void stacksOfOneStoreDoNotKnowOfEachOther() throws Exception {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      names.add("stack" + i);
    }

    List<Result> results = results(applyAll(names));

    results.forEach(Result::well);
    assertThat(outcomes(results)).containsOnly("done");
    assertThat(store.running()).hasSize(RUNS);
    store.staysAsItIs(stack("stack7"));
  }

  @Test
  void oneOfManyRunsOnAStackAppliesItAndTheOthersFindNothingToDo() throws Exception {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      names.add("shop");
    }

    List<Result> results = results(applyAll(names, "--lock-timeout", "2m"));

    results.forEach(Result::well);
    List<String> outcomes = new ArrayList<>(outcomes(results));
    assertThat(outcomes.remove("done")).isTrue();
    assertThat(outcomes).containsOnly("unchanged");
    assertThat(store.running()).containsExactly("shop-web-0");
    assertThat(store.serial("shop")).isEqualTo(1);
  }

  @Test
  void appliesAndDestroysOfOneStackTakeTurns() throws Exception {
    store.write("shop.yaml", stack("shop"));
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      String[] run = i % 2 == 0 ? new String[] {"apply", "-f", "shop.yaml"} : DESTROY;
      List<String> argv = store.argv(run);
      argv.addAll(List.of("--lock-timeout", "2m"));
      processes.add(store.begin(argv));
    }

    results(processes).forEach(Result::well);

    store.apply(stack("shop")).well();
    assertThat(store.running()).containsExactly("shop-web-0");
    store.jpod(DESTROY).well();
    assertThat(Store.entries(store.layout().stacks())).isEmpty();
    Footprint.awaitNothing(store);
  }

  @Test
  void aRunThatWaitsForNobodySaysWhoIsAtWork() throws Exception {
    store.write("slow.yaml", SLOW);
    Process busy = store.begin(store.argv("apply", "-f", "slow.yaml"));
    while (!store.running().contains("shop-first-0")) {
      Thread.sleep(10);
    }

    Result refused = store.apply(SLOW).refusing(75);
    Result skipped = store.apply(SLOW, "--if-locked=skip").well();
    store.onStackFile("plan", SLOW).well();

    assertThat(refused.err()).contains("locked by process " + busy.pid());
    assertThat(skipped.err()).startsWith("skipped: ");
    Files.createFile(store.layout().volume("shop_data").resolve("data/go"));
    Result.of(busy).well();
    store.staysAsItIs(SLOW);
  }

  @Test
  void aPortThatAnotherStorePublishesIsNotChosen() throws Exception {
    try (Store second = new Store()) {
      int first = 49152 + InterfaceNames.of(second.layout().root()).number() % 16384;
      String web =
          """
          apiVersion: jpod.dev/v1
          kind: Stack
          name: shop
          pods:
            web:
              image: localhost/busybox:1
              command: [sleep, "1000"]
              stopSignal: KILL
              ports: ["%s80"]
          """;
      store.apply(web.formatted(first + ":")).well();

      second.apply(web.formatted("")).well();

      int chosen = first == 65535 ? 49152 : first + 1;
      assertThat(second.jpod("port", "web").well().out()).contains(":" + chosen + "\n");
      second.destroyAll();
    }
  }

  @Test
  void twoStoresHaveStacksOfTheSameNameSideBySide() throws Exception {
    store.apply(stack("shop")).well();
    SortedMap<String, Seen> first = store.containers();
    try (Store second = new Store()) {
      second.apply(stack("shop")).well();

      assertThat(second.container("shop-web-0").id()).isNotEqualTo(first.get("shop-web-0").id());
      assertThat(store.containers()).isEqualTo(first);

      second.destroyAll();
    }
    assertThat(store.containers()).isEqualTo(first);
    assertThat(store.running()).containsExactly("shop-web-0");
    store.staysAsItIs(stack("shop"));
  }
}
